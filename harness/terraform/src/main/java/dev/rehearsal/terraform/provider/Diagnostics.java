package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.protocol.AttributePath;
import dev.rehearsal.terraform.protocol.Diagnostic;
import java.util.List;

/** Writes errors as the protocol has them. */
final class Diagnostics {

  private Diagnostics() {}

  static Diagnostic error(String summary, String detail, List<Object> path) {
    Diagnostic.Builder diagnostic =
        Diagnostic.newBuilder()
            .setSeverity(Diagnostic.Severity.ERROR)
            .setSummary(summary)
            .setDetail(detail);
    if (!path.isEmpty()) {
      diagnostic.setAttribute(path(path));
    }
    return diagnostic.build();
  }

  static Diagnostic of(ProviderException error) {
    return error(String.valueOf(error.getMessage()), error.detail(), error.path());
  }

  static AttributePath path(List<Object> steps) {
    AttributePath.Builder path = AttributePath.newBuilder();
    for (Object step : steps) {
      AttributePath.Step.Builder next = AttributePath.Step.newBuilder();
      if (step instanceof Long index) {
        next.setElementKeyInt(index);
      } else {
        next.setAttributeName(step.toString());
      }
      path.addSteps(next);
    }
    return path.build();
  }
}
