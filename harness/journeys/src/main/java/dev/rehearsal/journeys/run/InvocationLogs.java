package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.stage.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** Finds what each invocation logged: all of its stream between its START and END lines. */
record InvocationLogs(Stage stage, Instant since) {

  private static final int LINES = 60;
  private static final Pattern BOUND = Pattern.compile("(START|END) RequestId: (\\S+).*");

  /** The lines of each invocation, secrets masked, by the id of its hop. */
  Map<String, List<String>> of(List<Hop> hops) {
    Map<String, Map<String, List<String>>> functions = new HashMap<>();
    Map<String, List<String>> logs = new LinkedHashMap<>();
    for (Hop hop : hops) {
      String request = hop.facts().get("requestId");
      if (hop.kind() == Hop.Kind.INVOKE && request != null) {
        String function = hop.to().substring("lambda:".length());
        List<String> lines =
            functions.computeIfAbsent(function, this::byRequest).getOrDefault(request, List.of());
        if (!lines.isEmpty()) {
          logs.put(hop.id(), lines.stream().limit(LINES).map(Masker::text).toList());
        }
      }
    }
    return logs;
  }

  private Map<String, List<String>> byRequest(String function) {
    Map<String, List<String>> lines = new HashMap<>();
    Map<String, String> running = new HashMap<>();
    try {
      for (FilteredLogEvent event :
          stage
              .client(CloudWatchLogsClient.class)
              .filterLogEventsPaginator(
                  filter ->
                      filter
                          .logGroupName("/aws/lambda/" + function)
                          .startTime(since.toEpochMilli()))
              .events()) {
        String line = event.message().strip();
        Matcher bound = BOUND.matcher(line);
        if (bound.matches()) {
          running.put(event.logStreamName(), bound.group(1).equals("START") ? bound.group(2) : "");
        } else if (!running.getOrDefault(event.logStreamName(), "").isEmpty()) {
          lines
              .computeIfAbsent(running.get(event.logStreamName()), any -> new ArrayList<>())
              .add(line);
        }
      }
    } catch (CloudWatchLogsException unreadable) {
      // Never logged, or not to be read now: then a report shows no lines.
      return Map.of();
    }
    return lines;
  }
}
