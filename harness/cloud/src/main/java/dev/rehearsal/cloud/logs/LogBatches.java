package dev.rehearsal.cloud.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Brings events into requests that {@code PutLogEvents} takes: in order of time, of its sizes. */
public final class LogBatches {

  static final int MOST_EVENTS = 10_000;
  static final long MOST_BYTES = 1_048_576;

  /** What an event counts beside its message. */
  private static final int OVERHEAD = 26;

  private LogBatches() {}

  /** The batches of events that came in any order; none of no events. */
  public static List<List<InputLogEvent>> of(List<InputLogEvent> events) {
    List<InputLogEvent> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparing(InputLogEvent::timestamp));
    List<List<InputLogEvent>> batches = new ArrayList<>();
    List<InputLogEvent> batch = new ArrayList<>();
    long size = 0;
    for (InputLogEvent event : sorted) {
      long bytes = bytes(event);
      if (!batch.isEmpty() && (batch.size() == MOST_EVENTS || size + bytes > MOST_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        size = 0;
      }
      batch.add(event);
      size += bytes;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /** What an event counts in a batch, in bytes. */
  static long bytes(InputLogEvent event) {
    return event.message().getBytes(StandardCharsets.UTF_8).length + (long) OVERHEAD;
  }
}
