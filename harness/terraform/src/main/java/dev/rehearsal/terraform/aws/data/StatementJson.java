package dev.rehearsal.terraform.aws.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One statement of a policy document. */
final class StatementJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ORDER =
      List.of(
          "Sid",
          "Effect",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Principal",
          "NotPrincipal",
          "Condition");

  private StatementJson() {}

  static ObjectNode of(Values block) {
    ObjectNode statement = JSON.createObjectNode();
    if (block.has("sid")) {
      statement.put("Sid", block.string("sid"));
    }
    String effect = block.text("effect");
    statement.put("Effect", effect == null ? "Allow" : effect);
    list(statement, "Action", block.strings("actions"));
    list(statement, "NotAction", block.strings("not_actions"));
    list(statement, "Resource", block.strings("resources"));
    list(statement, "NotResource", block.strings("not_resources"));
    principals(statement, "Principal", block.blocks("principals"));
    principals(statement, "NotPrincipal", block.blocks("not_principals"));
    conditions(statement, block.blocks("condition"));
    return statement;
  }

  /** The members in the order in which the official provider writes them. */
  static ObjectNode ordered(JsonNode statement) {
    ObjectNode ordered = JSON.createObjectNode();
    ORDER.stream()
        .filter(statement::hasNonNull)
        .forEach(key -> ordered.set(key, statement.get(key)));
    return ordered;
  }

  private static void list(ObjectNode into, String key, List<String> values) {
    if (values.isEmpty()) {
      return;
    }
    // The official provider writes sets in descending order, and a single value by itself.
    List<String> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.reverseOrder());
    put(into, key, sorted);
  }

  private static void put(ObjectNode into, String key, List<String> values) {
    String[] decoded = values.stream().map(StatementJson::interpolated).toArray(String[]::new);
    if (decoded.length == 1) {
      into.put(key, decoded[0]);
    } else {
      ArrayNode array = into.putArray(key);
      for (String value : decoded) {
        array.add(value);
      }
    }
  }

  /** Policy variables are written {@code &{…}} in HCL. */
  private static String interpolated(String value) {
    return value.replace("&{", "${");
  }

  private static void principals(ObjectNode statement, String key, List<Values> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    Map<String, List<String>> byType = new TreeMap<>();
    for (Values block : blocks) {
      byType
          .computeIfAbsent(block.string("type"), any -> new ArrayList<>())
          .addAll(block.strings("identifiers"));
    }
    if (byType.size() == 1 && List.of("*").equals(byType.get("*"))) {
      statement.put(key, "*");
      return;
    }
    ObjectNode principals = statement.putObject(key);
    byType.forEach((type, identifiers) -> list(principals, type, identifiers));
  }

  private static void conditions(ObjectNode statement, List<Values> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    Map<String, Map<String, List<String>>> byTest = new TreeMap<>();
    for (Values block : blocks) {
      byTest
          .computeIfAbsent(block.string("test"), any -> new TreeMap<>())
          .computeIfAbsent(block.string("variable"), any -> new ArrayList<>())
          .addAll(block.strings("values"));
    }
    ObjectNode conditions = statement.putObject("Condition");
    byTest.forEach(
        (test, variables) -> {
          ObjectNode operator = conditions.putObject(test);
          variables.forEach((variable, values) -> put(operator, variable, values));
        });
  }
}
