package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.findings.SourceText;
import java.util.Optional;

/** Writes failures as facts, for consoles and JUnit's reports. */
public final class FailureText {

  private static final int KEY = 10;

  private FailureText() {}

  /** All that is known about why a journey failed; empty where it did not. */
  public static String of(JourneyResult result) {
    Failure failure = result.failure();
    if (failure == null) {
      return "";
    }
    SourceText source = result.journey().source();
    StringBuilder text = new StringBuilder();
    text.append(failure.message()).append('\n');
    failedStep(result)
        .ifPresent(step -> text.append(fact("step", step.index() + 1 + ". " + step.title())));
    text.append(fact("at", source.at(failure.at())));
    text.append(source(source, failure.at()));
    for (Failure.Fact fact : failure.facts()) {
      text.append(fact(fact.key(), fact.value()));
    }
    failedStep(result)
        .ifPresent(
            step ->
                step.polls().stream()
                    .limit(8)
                    .forEach(poll -> text.append(fact("poll", poll.toString()))));
    return text.toString();
  }

  /** The step that failed; empty where it is what was given or a {@code never}. */
  public static Optional<StepResult> failedStep(JourneyResult result) {
    return result.steps().stream().filter(step -> step.status() == Status.FAILED).findFirst();
  }

  private static String source(SourceText source, SourceSpan at) {
    String line = source.line(at);
    int end = line.codePointCount(0, line.length());
    int start = Math.min(at.column() - 1, end);
    String margin = " ".repeat(KEY + 4);
    return margin
        + line
        + "\n"
        + margin
        + " ".repeat(start)
        + "^".repeat(Math.max(1, Math.min(at.length(), end - start)))
        + "\n";
  }

  /** A fact in lines of its own, each with a margin. */
  public static String fact(String key, String value) {
    String indented = value.strip().replace("\n", "\n" + " ".repeat(KEY + 4));
    return "  " + key + " ".repeat(Math.max(1, KEY - key.length())) + ": " + indented + "\n";
  }
}
