package dev.rehearsal.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the events that Terraform writes with {@code -json}. Not thread-safe. */
final class EventReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Consumer<TerraformEvent> listener;
  private final List<TerraformEvent.Planned> planned = new ArrayList<>();
  private final List<TerraformEvent.Drifted> drifted = new ArrayList<>();
  private final List<TerraformDiagnostic> diagnostics = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private final Map<String, Instant> started = new HashMap<>();
  private int total;
  private int done;
  private int added;
  private int changed;
  private int destroyed;

  EventReader(Consumer<TerraformEvent> listener) {
    this.listener = listener;
  }

  void line(String line) {
    if (!line.startsWith("{")) {
      unread.add(line);
      return;
    }
    try {
      event(JSON.readTree(line));
    } catch (JsonProcessingException notJson) {
      unread.add(line);
    }
  }

  TerraformRun run() {
    return new TerraformRun(
        List.copyOf(planned),
        List.copyOf(drifted),
        diagnostics.stream().filter(one -> !one.isError()).toList(),
        added,
        changed,
        destroyed);
  }

  List<TerraformDiagnostic> errors() {
    return diagnostics.stream().filter(TerraformDiagnostic::isError).toList();
  }

  /** What was not an event: Terraform's last words, where it crashed. */
  String unread() {
    return String.join("\n", unread).strip();
  }

  private void event(JsonNode event) {
    switch (event.path("type").asText()) {
      case "planned_change" -> {
        TerraformEvent.Planned change =
            new TerraformEvent.Planned(
                address(event.path("change")), event.path("change").path("action").asText());
        planned.add(change);
        total += change.action().equals("replace") ? 2 : 1;
        listener.accept(change);
      }
      case "resource_drift" -> {
        TerraformEvent.Drifted drift =
            new TerraformEvent.Drifted(
                address(event.path("change")), event.path("change").path("action").asText());
        drifted.add(drift);
        listener.accept(drift);
      }
      case "apply_start" -> {
        JsonNode hook = event.path("hook");
        started.put(address(hook), Instant.parse(event.path("@timestamp").asText()));
        listener.accept(new TerraformEvent.Started(address(hook), action(hook)));
      }
      case "apply_complete" -> finished(event);
      case "apply_errored" -> {
        JsonNode hook = event.path("hook");
        listener.accept(new TerraformEvent.Failed(address(hook), action(hook)));
      }
      case "change_summary" -> {
        JsonNode changes = event.path("changes");
        added = changes.path("add").asInt();
        changed = changes.path("change").asInt();
        destroyed = changes.path("remove").asInt();
      }
      case "diagnostic" -> {
        TerraformDiagnostic diagnostic = diagnostic(event.path("diagnostic"));
        diagnostics.add(diagnostic);
        listener.accept(new TerraformEvent.Reported(diagnostic));
      }
      default -> {}
    }
  }

  private void finished(JsonNode event) {
    JsonNode hook = event.path("hook");
    Instant end = Instant.parse(event.path("@timestamp").asText());
    Instant start = started.getOrDefault(address(hook), end);
    done++;
    listener.accept(
        new TerraformEvent.Finished(
            address(hook),
            action(hook),
            Duration.between(start, end).toMillis() / 1000.0,
            done,
            Math.max(total, done)));
  }

  static TerraformDiagnostic diagnostic(JsonNode node) {
    JsonNode range = node.path("range");
    return new TerraformDiagnostic(
        node.path("severity").asText(),
        node.path("summary").asText(),
        node.path("detail").asText(),
        node.has("address") ? node.get("address").asText() : null,
        range.has("filename") ? range.get("filename").asText() : null,
        range.path("start").path("line").asInt());
  }

  private static String address(JsonNode change) {
    return change.path("resource").path("addr").asText();
  }

  private static String action(JsonNode hook) {
    return hook.path("action").asText();
  }
}
