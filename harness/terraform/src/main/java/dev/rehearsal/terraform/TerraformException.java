package dev.rehearsal.terraform;

import java.util.List;
import java.util.stream.Collectors;

/** Terraform could not do what it was asked. The message is what its user should read. */
public final class TerraformException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<TerraformDiagnostic> diagnostics;

  TerraformException(String message, List<TerraformDiagnostic> diagnostics) {
    super(
        diagnostics.isEmpty()
            ? message
            : message
                + "\n"
                + diagnostics.stream()
                    .map(TerraformDiagnostic::toString)
                    .collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** What Terraform reported, errors only. */
  public List<TerraformDiagnostic> diagnostics() {
    return diagnostics;
  }
}
