package dev.rehearsal.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the least policy of a role, what it used and no more, as Terraform. */
public final class LeastPolicy {

  private LeastPolicy() {}

  /** An {@code aws_iam_policy_document}, formatted as {@code terraform fmt} does. */
  public static String terraform(AccessReview.Reviewed role) {
    StringBuilder text = new StringBuilder();
    text.append("data \"aws_iam_policy_document\" \"")
        .append(role.name().replaceAll("[^A-Za-z0-9]+", "_"))
        .append("\" {\n");
    boolean first = true;
    for (AccessReview.Grant grant : role.grants()) {
      List<String> actions = used(grant.actions());
      List<String> resources = used(grant.resources());
      if (actions.isEmpty() || resources.isEmpty()) {
        continue;
      }
      text.append(first ? "" : "\n").append("  statement {\n");
      first = false;
      String name = grant.except() ? "not_resources" : "resources";
      List<String[]> arguments = new ArrayList<>();
      if (!grant.sid().startsWith("#")) {
        arguments.add(new String[] {"sid", quoted(grant.sid())});
      }
      arguments.add(new String[] {"actions", list(actions)});
      arguments.add(new String[] {name, list(resources)});
      aligned(text, arguments, "    ");
      for (Map.Entry<String, JsonNode> test : grant.condition().properties()) {
        for (Map.Entry<String, JsonNode> variable : test.getValue().properties()) {
          condition(text, test.getKey(), variable);
        }
      }
      text.append("  }\n");
    }
    return text.append("}\n").toString();
  }

  private static void condition(
      StringBuilder text, String test, Map.Entry<String, JsonNode> variable) {
    List<String> values = new ArrayList<>();
    if (variable.getValue().isArray()) {
      variable.getValue().forEach(each -> values.add(each.asText()));
    } else {
      values.add(variable.getValue().asText());
    }
    text.append("\n    condition {\n");
    aligned(
        text,
        List.of(
            new String[] {"test", quoted(test)},
            new String[] {"variable", quoted(variable.getKey())},
            new String[] {"values", list(values)}),
        "      ");
    text.append("    }\n");
  }

  private static void aligned(StringBuilder text, List<String[]> arguments, String indent) {
    int width = arguments.stream().mapToInt(each -> each[0].length()).max().orElse(0);
    for (String[] each : arguments) {
      text.append(indent)
          .append(each[0])
          .append(" ".repeat(width - each[0].length()))
          .append(" = ")
          .append(each[1])
          .append('\n');
    }
  }

  private static List<String> used(List<AccessReview.Part> parts) {
    return parts.stream().filter(AccessReview.Part::used).map(AccessReview.Part::pattern).toList();
  }

  private static String list(List<String> values) {
    return values.stream().map(LeastPolicy::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Policy variables are written {@code &{…}} in Terraform. */
  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "&{") + "\"";
  }
}
