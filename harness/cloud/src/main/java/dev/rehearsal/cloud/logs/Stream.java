package dev.rehearsal.cloud.logs;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;

/** One log stream: its events in the order of their timestamps. Guarded by itself. */
final class Stream {

  private final String name;
  private final String arn;
  private final long created;
  private final List<StoredEvent> events = new ArrayList<>();
  private long lastIngested;

  Stream(String name, String arn, long created) {
    this.name = name;
    this.arn = arn;
    this.created = created;
  }

  String name() {
    return name;
  }

  synchronized void add(StoredEvent event) {
    int at = events.size();
    while (at > 0 && events.get(at - 1).timestamp() > event.timestamp()) {
      at--;
    }
    events.add(at, event);
    lastIngested = event.ingested();
  }

  /** The events that are not older than {@code oldest}. */
  synchronized List<StoredEvent> since(long oldest) {
    int from = 0;
    while (from < events.size() && events.get(from).timestamp() < oldest) {
      from++;
    }
    return List.copyOf(events.subList(from, events.size()));
  }

  synchronized long lastEventTime() {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).timestamp();
  }

  synchronized long bytes() {
    return events.stream().mapToLong(event -> event.message().length() + 26L).sum();
  }

  synchronized LogStream describe() {
    LogStream.Builder described =
        LogStream.builder()
            .logStreamName(name)
            .arn(arn)
            .creationTime(created)
            .storedBytes(0L)
            .uploadSequenceToken("49039859585283028458934");
    if (!events.isEmpty()) {
      described
          .firstEventTimestamp(events.get(0).timestamp())
          .lastEventTimestamp(lastEventTime())
          .lastIngestionTime(lastIngested);
    }
    return described.build();
  }
}
