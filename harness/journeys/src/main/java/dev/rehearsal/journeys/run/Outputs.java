package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.language.Names;
import java.util.Map;

/** Terraform's outputs, by the short names journeys use. */
record Outputs(Map<String, String> all) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An output.
   *
   * @throws Names.UnknownName where there is none of that name
   */
  String get(String name) {
    String value = all.get(name);
    if (value == null) {
      String hint = Nearest.hint(name, all.keySet());
      throw new Names.UnknownName(
          "The stage has no Terraform output `" + name + "`" + (hint == null ? "" : ": " + hint));
    }
    return value;
  }

  String table(String name) {
    return get(snake(name) + "_table");
  }

  String bucket(String name) {
    return get(snake(name) + "_bucket");
  }

  String queueUrl(String name) {
    String url = all.get(snake(name) + "_url");
    return url != null ? url : get(snake(name) + "_queue_url");
  }

  /** A function's full name, by its short one. */
  String function(String name) {
    JsonNode functions = functions();
    JsonNode full = functions.path(name);
    if (full.isTextual()) {
      return full.textValue();
    }
    if (name.equals("database-migrate") && all.containsKey("migrate_function_name")) {
      return get("migrate_function_name");
    }
    throw new Names.UnknownName(
        "The output `function_names` has no `" + name + "`; it has " + functions);
  }

  /** A function's short name; the full one where the outputs do not know it. */
  String shortName(String full) {
    for (Map.Entry<String, JsonNode> each : functions().properties()) {
      if (each.getValue().asText().equals(full)) {
        return each.getKey();
      }
    }
    return full;
  }

  JsonNode functions() {
    try {
      return JSON.readTree(get("function_names"));
    } catch (JsonProcessingException error) {
      throw new Names.UnknownName("The output `function_names` is no JSON object.");
    }
  }

  private static String snake(String name) {
    return name.replace('-', '_');
  }
}
