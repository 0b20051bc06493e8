package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.language.Journey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journey that has ended.
 *
 * @param journey the journey
 * @param status how it ended
 * @param started when it started
 * @param took how long it took
 * @param steps its steps, in order
 * @param failure why it failed or was skipped; null where it passed
 * @param hops what it caused on the street, in the order of their start, secrets masked
 * @param logs what each invocation logged, secrets masked, by the id of its hop
 */
public record JourneyResult(
    Journey journey,
    Status status,
    Instant started,
    Duration took,
    List<StepResult> steps,
    @Nullable Failure failure,
    List<Hop> hops,
    Map<String, List<String>> logs) {}
