package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.findings.SourceText;
import java.util.List;
import java.util.stream.Stream;

/**
 * A journey: one customer's story, and what must be true of the whole chain.
 *
 * @param id its file below the journeys' folder, without {@code .journey.yaml}
 * @param title its first line
 * @param tags its tags
 * @param exclusive whether no other journey may run beside it
 * @param given what is there before
 * @param steps its steps
 * @param never what must not hold when the journey has ended
 * @param cleanup what puts things back, however the journey ended
 * @param source the file
 * @param at where its title stands
 */
public record Journey(
    String id,
    String title,
    List<String> tags,
    boolean exclusive,
    Given given,
    List<Step> steps,
    List<Expectation> never,
    List<Step> cleanup,
    SourceText source,
    SourceSpan at) {

  /** Its steps, and those that clean up after it. */
  public List<Step> all() {
    return Stream.concat(steps.stream(), cleanup.stream()).toList();
  }

  /** Whether it moves the stage's clock, which others that follow then find ahead. */
  public boolean movesClock() {
    return steps.stream()
        .map(step -> step instanceof Step.Row row ? row.step() : step)
        .anyMatch(Step.Clock.class::isInstance);
  }
}
