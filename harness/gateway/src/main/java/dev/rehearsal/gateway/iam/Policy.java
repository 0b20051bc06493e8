package dev.rehearsal.gateway.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy document.
 *
 * @param name what the policy is called in a decision: its name, ARN or the resource it belongs to
 * @param version the language's version; policy variables need {@code 2012-10-17}
 */
public record Policy(String name, String version, List<Statement> statements) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Set<String> DOCUMENT = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT =
      Set.of(
          "Sid",
          "Effect",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Principal",
          "NotPrincipal",
          "Condition");

  /** A document that is no policy. */
  public static final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Malformed(String name, String why) {
      super("The policy " + name + " is malformed: " + why);
    }
  }

  /**
   * Reads a document.
   *
   * @throws Malformed where it is no policy
   */
  public static Policy parse(String name, String json) {
    JsonNode document;
    try {
      document = JSON.readTree(json);
    } catch (JsonProcessingException | StackOverflowError broken) {
      throw new Malformed(name, "it is no JSON.");
    }
    if (!document.isObject()) {
      throw new Malformed(name, "it is no JSON object.");
    }
    only(name, document, DOCUMENT);
    String version = document.path("Version").asText("2008-10-17");
    if (!version.equals("2012-10-17") && !version.equals("2008-10-17")) {
      throw new Malformed(name, "Version '" + version + "' is none.");
    }
    JsonNode listed = document.path("Statement");
    List<JsonNode> nodes = new ArrayList<>();
    if (listed.isArray()) {
      listed.forEach(nodes::add);
    } else if (listed.isObject()) {
      nodes.add(listed);
    } else {
      throw new Malformed(name, "it has no Statement.");
    }
    List<Statement> statements = new ArrayList<>();
    for (JsonNode node : nodes) {
      statements.add(statement(name, node, statements.size() + 1));
    }
    return new Policy(name, version, List.copyOf(statements));
  }

  private static Statement statement(String name, JsonNode node, int place) {
    if (!node.isObject()) {
      throw new Malformed(name, "statement " + place + " is no object.");
    }
    only(name, node, STATEMENT);
    Statement.Effect effect =
        switch (node.path("Effect").asText()) {
          case "Allow" -> Statement.Effect.ALLOW;
          case "Deny" -> Statement.Effect.DENY;
          default -> throw new Malformed(name, "statement " + place + " has no Effect.");
        };
    Statement.Patterns actions = patterns(name, node, "Action");
    if (actions == null) {
      throw new Malformed(name, "statement " + place + " has no Action.");
    }
    return new Statement(
        node.path("Sid").asText("#" + place),
        effect,
        new Statement.Patterns(
            actions.values().stream().map(action -> action.toLowerCase(Locale.ROOT)).toList(),
            actions.negated()),
        patterns(name, node, "Resource"),
        principals(name, node),
        conditions(name, node.path("Condition")));
  }

  private static Statement.@Nullable Patterns patterns(String name, JsonNode node, String element) {
    if (node.has(element) && node.has("Not" + element)) {
      throw new Malformed(name, element + " and Not" + element + " exclude each other.");
    }
    if (node.has(element)) {
      return new Statement.Patterns(texts(name, node.get(element)), false);
    }
    return node.has("Not" + element)
        ? new Statement.Patterns(texts(name, node.get("Not" + element)), true)
        : null;
  }

  private static Statement.@Nullable Principals principals(String name, JsonNode node) {
    boolean negated = node.has("NotPrincipal");
    JsonNode value = negated ? node.get("NotPrincipal") : node.path("Principal");
    if (value.isMissingNode()) {
      return null;
    }
    if (value.isTextual() && value.asText().equals("*")) {
      return new Statement.Principals(Map.of("AWS", List.of("*")), negated);
    }
    if (!value.isObject()) {
      throw new Malformed(name, "Principal is neither '*' nor an object.");
    }
    Map<String, List<String>> principals = new LinkedHashMap<>();
    value
        .properties()
        .forEach(entry -> principals.put(entry.getKey(), texts(name, entry.getValue())));
    return new Statement.Principals(principals, negated);
  }

  private static List<Statement.Condition> conditions(String name, JsonNode block) {
    if (block.isMissingNode()) {
      return List.of();
    }
    if (!block.isObject()) {
      throw new Malformed(name, "Condition is no object.");
    }
    List<Statement.Condition> conditions = new ArrayList<>();
    block
        .properties()
        .forEach(
            operator -> {
              if (!operator.getValue().isObject() || !Conditions.knows(operator.getKey())) {
                throw new Malformed(name, "Condition has no operator '" + operator.getKey() + "'.");
              }
              operator
                  .getValue()
                  .properties()
                  .forEach(
                      key ->
                          conditions.add(
                              new Statement.Condition(
                                  operator.getKey(), key.getKey(), texts(name, key.getValue()))));
            });
    return List.copyOf(conditions);
  }

  private static List<String> texts(String name, JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      for (JsonNode each : node) {
        texts.add(text(name, each));
      }
    } else {
      texts.add(text(name, node));
    }
    return List.copyOf(texts);
  }

  private static String text(String name, JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      throw new Malformed(name, "a value is neither text, number nor truth.");
    }
    return node.asText();
  }

  private static void only(String name, JsonNode node, Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw new Malformed(name, "it has no element '" + field + "'.");
              }
            });
  }
}
