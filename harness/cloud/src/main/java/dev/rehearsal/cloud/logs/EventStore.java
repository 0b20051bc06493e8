package dev.rehearsal.cloud.logs;

import dev.rehearsal.cloud.Surroundings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/** Takes log events in and gives them out. */
final class EventStore {

  private static final int MOST = 10_000;
  private static final long FUTURE_MILLIS = 2 * 3_600_000L;
  private static final long PAST_MILLIS = 14 * 86_400_000L;

  private final Surroundings aws;
  private final Groups groups;
  private final MetricRules rules;
  private final EmbeddedMetrics embedded;
  private final AtomicLong count = new AtomicLong();

  EventStore(Surroundings aws, Groups groups, MetricRules rules) {
    this.aws = aws;
    this.groups = groups;
    this.rules = rules;
    this.embedded = new EmbeddedMetrics(aws);
  }

  PutLogEventsResponse put(PutLogEventsRequest request) {
    Group group = groups.open(groups.get(request.logGroupName()));
    Stream stream = group.stream(request.logStreamName());
    List<InputLogEvent> events = request.logEvents();
    check(events);
    long now = aws.clock().millis();
    long oldest = Math.max(now - PAST_MILLIS, group.oldest(now));
    int tooOld = 0;
    int tooNew = events.size();
    for (int i = 0; i < events.size(); i++) {
      InputLogEvent event = events.get(i);
      if (event.timestamp() < oldest) {
        tooOld = i + 1;
      } else if (event.timestamp() > now + FUTURE_MILLIS) {
        tooNew = Math.min(tooNew, i);
      } else {
        String id = String.format(Locale.ROOT, "%056d", count.incrementAndGet());
        stream.add(new StoredEvent(id, event.timestamp(), now, event.message()));
        rules.apply(group, event.message());
        embedded.apply(event.message());
      }
    }
    PutLogEventsResponse.Builder response =
        PutLogEventsResponse.builder().nextSequenceToken("49039859585283028458934");
    if (tooOld > 0 || tooNew < events.size()) {
      response.rejectedLogEventsInfo(
          RejectedLogEventsInfo.builder()
              .tooOldLogEventEndIndex(tooOld > 0 ? tooOld : null)
              .tooNewLogEventStartIndex(tooNew < events.size() ? tooNew : null)
              .build());
    }
    return response.build();
  }

  private static void check(List<InputLogEvent> events) {
    if (events.isEmpty() || events.size() > MOST) {
      throw Errors.invalid(
          "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member"
              + " must have length between 1 and 10000");
    }
    long before = Long.MIN_VALUE;
    long size = 0;
    for (InputLogEvent event : events) {
      if (event.timestamp() < before) {
        throw Errors.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
      before = event.timestamp();
      if (event.message().isEmpty()) {
        throw Errors.invalid("Log event message must have a length of at least 1.");
      }
      size += LogBatches.bytes(event);
    }
    if (size > LogBatches.MOST_BYTES) {
      throw Errors.invalid(
          "Upload too large: " + size + " bytes exceeds limit of " + LogBatches.MOST_BYTES);
    }
  }

  GetLogEventsResponse get(GetLogEventsRequest request) {
    Group group = groups.open(groups.get(request.logGroupName(), request.logGroupIdentifier()));
    List<StoredEvent> all =
        group.stream(request.logStreamName()).since(group.oldest(aws.clock().millis()));
    List<StoredEvent> events =
        all.stream()
            .filter(event -> within(event, request.startTime(), request.endTime(), false))
            .toList();
    int limit = request.limit() == null ? MOST : Math.min(MOST, request.limit());
    String token = request.nextToken();
    int from;
    int to;
    if (token == null) {
      from = Boolean.TRUE.equals(request.startFromHead()) ? 0 : Math.max(0, events.size() - limit);
      to = Math.min(events.size(), from + limit);
    } else {
      int at = Math.min(events.size(), position(token));
      from = token.startsWith("f/") ? at : Math.max(0, at - limit);
      to = token.startsWith("f/") ? Math.min(events.size(), at + limit) : at;
    }
    return GetLogEventsResponse.builder()
        .events(events.subList(from, to).stream().map(EventStore::output).toList())
        .nextForwardToken(String.format(Locale.ROOT, "f/%056d", to))
        .nextBackwardToken(String.format(Locale.ROOT, "b/%056d", from))
        .build();
  }

  private static int position(String token) {
    if (!token.matches("[fb]/\\d{56}")) {
      throw Errors.invalid("The specified nextToken is invalid.");
    }
    return Integer.parseInt(token.substring(48));
  }

  private static OutputLogEvent output(StoredEvent event) {
    return OutputLogEvent.builder()
        .timestamp(event.timestamp())
        .ingestionTime(event.ingested())
        .message(event.message())
        .build();
  }

  FilterLogEventsResponse filter(FilterLogEventsRequest request) {
    Group group = groups.open(groups.get(request.logGroupName(), request.logGroupIdentifier()));
    if (request.hasLogStreamNames() && request.logStreamNamePrefix() != null) {
      throw Errors.invalid("logStreamNames and logStreamNamePrefix are mutually exclusive.");
    }
    request.logStreamNames().forEach(group::stream);
    FilterPattern pattern = FilterPattern.parse(request.filterPattern());
    long oldest = group.oldest(aws.clock().millis());
    List<FilteredLogEvent> found = new ArrayList<>();
    for (Stream stream : group.streams.values()) {
      if (!wanted(request, stream.name())) {
        continue;
      }
      for (StoredEvent event : stream.since(oldest)) {
        if (within(event, request.startTime(), request.endTime(), true)
            && pattern.matches(event.message())) {
          found.add(
              FilteredLogEvent.builder()
                  .eventId(event.id())
                  .logStreamName(stream.name())
                  .timestamp(event.timestamp())
                  .ingestionTime(event.ingested())
                  .message(event.message())
                  .build());
        }
      }
    }
    found.sort(
        Comparator.comparing(FilteredLogEvent::timestamp).thenComparing(FilteredLogEvent::eventId));
    Part<FilteredLogEvent> part = Part.of(found, request.nextToken(), request.limit(), MOST);
    return FilterLogEventsResponse.builder()
        .events(part.items())
        .nextToken(part.next())
        .searchedLogStreams(List.of())
        .build();
  }

  private static boolean wanted(FilterLogEventsRequest request, String stream) {
    return (!request.hasLogStreamNames() || request.logStreamNames().contains(stream))
        && (request.logStreamNamePrefix() == null
            || stream.startsWith(request.logStreamNamePrefix()));
  }

  private static boolean within(
      StoredEvent event, @Nullable Long start, @Nullable Long end, boolean inclusive) {
    return (start == null || event.timestamp() >= start)
        && (end == null || (inclusive ? event.timestamp() <= end : event.timestamp() < end));
  }
}
