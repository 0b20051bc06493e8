package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.language.Expectation;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Looks into the functions' log groups. */
record LogObserver(Walk walk) {

  Observation look(Expectation.Logs expectation) {
    String part = expectation.contains().text(walk);
    List<String> found = new ArrayList<>();
    int lines = 0;
    for (String function : functions(expectation)) {
      for (FilteredLogEvent event : events(function)) {
        lines++;
        if (event.message().contains(part)) {
          found.add(function + ": " + event.message().strip());
        }
      }
    }
    return new Observation(
        Observation.counts(found.size(), expectation.count()),
        Observation.wanted("log line", "with \"" + part + "\"", expectation.count()),
        found.size() + " of " + lines + " log lines",
        found.stream().limit(3).toList());
  }

  private List<String> functions(Expectation.Logs expectation) {
    if (expectation.function() != null) {
      return List.of(walk.outputs().function(expectation.function()));
    }
    List<String> names = new ArrayList<>();
    walk.outputs().functions().forEach(name -> names.add(name.asText()));
    return names;
  }

  private List<FilteredLogEvent> events(String function) {
    try {
      return walk
          .stage()
          .client(CloudWatchLogsClient.class)
          .filterLogEventsPaginator(
              filter ->
                  filter
                      .logGroupName("/aws/lambda/" + function)
                      .startTime(walk.begun().toEpochMilli()))
          .events()
          .stream()
          .toList();
    } catch (ResourceNotFoundException neverLogged) {
      return List.of();
    }
  }
}
