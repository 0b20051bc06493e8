package dev.rehearsal.cloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.cloudwatch.CloudWatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the metrics out of log events in the embedded metric format. */
final class EmbeddedMetrics {

  private final Surroundings aws;

  EmbeddedMetrics(Surroundings aws) {
    this.aws = aws;
  }

  /** Reports the event's metrics; does nothing for events of another form. */
  void apply(String message) {
    if (!message.contains("\"CloudWatchMetrics\"")) {
      return;
    }
    JsonNode event = JsonPattern.read(message);
    if (event == null) {
      return;
    }
    for (JsonNode directive : event.path("_aws").path("CloudWatchMetrics")) {
      List<Map<String, String>> sets = dimensions(event, directive.path("Dimensions"));
      for (JsonNode metric : directive.path("Metrics")) {
        for (JsonNode value : values(event.path(metric.path("Name").asText()))) {
          for (Map<String, String> set : sets) {
            aws.peer(CloudWatch.class, aws.region())
                .emit(
                    directive.path("Namespace").asText(),
                    metric.path("Name").asText(),
                    set,
                    value.doubleValue(),
                    metric.path("Unit").asText("None"));
          }
        }
      }
    }
  }

  /** A metric's target is a number or a list of numbers. */
  private static List<JsonNode> values(JsonNode target) {
    List<JsonNode> values = new ArrayList<>();
    if (target.isNumber()) {
      values.add(target);
    } else {
      target.forEach(
          each -> {
            if (each.isNumber()) {
              values.add(each);
            }
          });
    }
    return values;
  }

  private static List<Map<String, String>> dimensions(JsonNode event, JsonNode sets) {
    List<Map<String, String>> found = new ArrayList<>();
    for (JsonNode set : sets) {
      Map<String, String> dimensions = new LinkedHashMap<>();
      set.forEach(name -> dimensions.put(name.asText(), event.path(name.asText()).asText()));
      found.add(dimensions);
    }
    return found.isEmpty() ? List.of(Map.of()) : found;
  }
}
