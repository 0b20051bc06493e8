package dev.rehearsal.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What a target gets of an event: all, a part, a constant, or a transformed text. */
final class EventInput {

  private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9._-]+)>");

  private EventInput() {}

  static String of(Target target, ObjectNode event, StoredRule rule) {
    if (target.input() != null) {
      return target.input();
    }
    if (target.inputPath() != null) {
      return at(event, target.inputPath()).toString();
    }
    if (target.inputTransformer() == null) {
      return event.toString();
    }
    Map<String, String> paths = target.inputTransformer().inputPathsMap();
    String template = target.inputTransformer().inputTemplate();
    Matcher variables = VARIABLE.matcher(template);
    StringBuilder text = new StringBuilder();
    while (variables.find()) {
      boolean quoted =
          variables.start() > 0
              && template.chars().limit(variables.start()).filter(c -> c == '"').count() % 2 == 1;
      JsonNode value = value(variables.group(1), paths, event, rule);
      String shown = value.isTextual() && quoted ? value.asText() : value.toString();
      variables.appendReplacement(
          text, Matcher.quoteReplacement(value.isMissingNode() ? "" : shown));
    }
    return variables.appendTail(text).toString();
  }

  private static JsonNode value(
      String name, Map<String, String> paths, ObjectNode event, StoredRule rule) {
    return switch (name) {
      case "aws.events.rule-arn" -> event.textNode(rule.arn());
      case "aws.events.rule-name" -> event.textNode(rule.name());
      case "aws.events.event.ingestion-time" -> event.path("time");
      case "aws.events.event", "aws.events.event.json" -> event;
      default -> at(event, paths.getOrDefault(name, "$." + name));
    };
  }

  private static JsonNode at(JsonNode event, String path) {
    JsonNode found = event;
    for (String step : path.replaceFirst("^\\$\\.?", "").split("\\.", -1)) {
      if (!step.isEmpty()) {
        found = found.path(step);
      }
    }
    return found;
  }
}
