package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.findings.SourceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that has ended, or was skipped.
 *
 * @param index its place in the journey, from 0
 * @param title what it does
 * @param at where it is written
 * @param root the correlation id of what it caused
 * @param status how it ended
 * @param started when it started; when it was skipped, where it was
 * @param took how long it took
 * @param exchanges the HTTP requests it sent, secrets masked
 * @param polls what its polls saw, secrets masked
 * @param failure why it failed; null unless it did
 */
public record StepResult(
    int index,
    String title,
    SourceSpan at,
    String root,
    Status status,
    Instant started,
    Duration took,
    List<Exchange> exchanges,
    List<Poll> polls,
    @Nullable Failure failure) {}
