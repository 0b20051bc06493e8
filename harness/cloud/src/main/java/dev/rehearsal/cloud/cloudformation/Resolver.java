package dev.rehearsal.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.pattern.OneOrMany;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Works out the intrinsic functions of a template for one stack. */
final class Resolver {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(!?)([^}]+)}");

  private final Template template;
  private final Map<String, String> parameters;
  private final Map<String, String> pseudo;
  private final Function<String, @Nullable Made> made;
  private final UnaryOperator<String> imported;
  private final Map<String, Boolean> conditions = new HashMap<>();

  /**
   * @param parameters values of the template's parameters
   * @param pseudo values such as that of {@code AWS::Region}
   * @param made what a resource has become; null where it was not made
   * @param imported what another stack exports under a name
   */
  Resolver(
      Template template,
      Map<String, String> parameters,
      Map<String, String> pseudo,
      Function<String, @Nullable Made> made,
      UnaryOperator<String> imported) {
    this.template = template;
    this.parameters = parameters;
    this.pseudo = pseudo;
    this.made = made;
    this.imported = imported;
  }

  /** A value without functions; missing where it is {@code AWS::NoValue}. */
  JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = NODES.arrayNode();
      for (JsonNode each : node) {
        JsonNode value = resolve(each);
        if (!value.isMissingNode()) {
          array.add(value);
        }
      }
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      String name = node.fieldNames().next();
      if (name.equals("Ref") || name.startsWith("Fn::")) {
        return function(name, node.get(name));
      }
    }
    ObjectNode object = NODES.objectNode();
    for (var each : node.properties()) {
      JsonNode value = resolve(each.getValue());
      if (!value.isMissingNode()) {
        object.set(each.getKey(), value);
      }
    }
    return object;
  }

  private JsonNode function(String name, JsonNode of) {
    return switch (name) {
      case "Ref" -> ref(of.asText());
      case "Fn::GetAtt" -> attribute(of);
      case "Fn::Sub" -> substituted(of);
      case "Fn::Join" -> joined(of);
      case "Fn::If" -> resolve(of.path(holds(of.path(0).asText()) ? 1 : 2));
      case "Fn::Select" -> selected(of);
      case "Fn::Split" -> split(of);
      case "Fn::FindInMap" -> mapped(of);
      case "Fn::ImportValue" -> NODES.textNode(imported.apply(resolve(of).asText()));
      case "Fn::Base64" ->
          NODES.textNode(
              Base64.getEncoder()
                  .encodeToString(resolve(of).asText().getBytes(StandardCharsets.UTF_8)));
      case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" -> NODES.booleanNode(test(name, of));
      default -> throw StackErrors.notHere("the function " + name);
    };
  }

  private JsonNode ref(String name) {
    if (name.equals("AWS::NoValue")) {
      return MissingNode.getInstance();
    }
    String parameter = parameters.get(name);
    if (parameter != null) {
      return value(name, parameter);
    }
    return NODES.textNode(text(name));
  }

  /** Parameters that are lists are lists where they are referred to. */
  private JsonNode value(String name, String text) {
    String type = template.parameters().path(name).path("Type").asText();
    if (!type.equals("CommaDelimitedList") && !type.startsWith("List<")) {
      return NODES.textNode(text);
    }
    ArrayNode all = NODES.arrayNode();
    for (String each : text.split(",")) {
      if (!each.isBlank()) {
        all.add(each.strip());
      }
    }
    return all;
  }

  /** What a name of a pseudo parameter, a parameter or a resource stands for. */
  private String text(String name) {
    String own = pseudo.get(name);
    if (own == null) {
      own = parameters.get(name);
    }
    if (own == null) {
      Made resource = made.apply(name);
      own = resource == null ? null : resource.id();
    }
    if (own == null) {
      throw StackErrors.template("Unresolved resource dependencies [" + name + "]");
    }
    return own;
  }

  private JsonNode attribute(JsonNode of) {
    String[] parts =
        of.isArray()
            ? new String[] {of.path(0).asText(), resolve(of.path(1)).asText()}
            : of.asText().split("\\.", 2);
    return NODES.textNode(attribute(parts[0], parts.length > 1 ? parts[1] : ""));
  }

  private String attribute(String name, String attribute) {
    Made resource = made.apply(name);
    if (resource == null) {
      throw StackErrors.template("Unresolved resource dependencies [" + name + "]");
    }
    String value = resource.attributes().get(attribute);
    if (value == null) {
      throw StackErrors.template(
          "resource "
              + name
              + " does not support attribute type "
              + attribute
              + " in Fn::GetAtt; it has "
              + resource.attributes().keySet());
    }
    return value;
  }

  private JsonNode substituted(JsonNode of) {
    JsonNode own = of.isArray() ? of.path(1) : MissingNode.getInstance();
    Matcher matcher = REFERENCE.matcher(of.isArray() ? of.path(0).asText() : of.asText());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(2).strip();
      String value;
      if (!matcher.group(1).isEmpty()) {
        value = "${" + matcher.group(2) + "}";
      } else if (own.has(name)) {
        value = resolve(own.get(name)).asText();
      } else {
        int dot = name.indexOf('.');
        value = dot < 0 ? text(name) : attribute(name.substring(0, dot), name.substring(dot + 1));
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return NODES.textNode(matcher.appendTail(text).toString());
  }

  private JsonNode joined(JsonNode of) {
    return NODES.textNode(String.join(of.path(0).asText(), OneOrMany.texts(resolve(of.path(1)))));
  }

  private JsonNode selected(JsonNode of) {
    JsonNode list = resolve(of.path(1));
    int index = resolve(of.path(0)).asInt(-1);
    if (!list.has(index)) {
      throw StackErrors.template("Fn::Select cannot select nonexistent value at index " + index);
    }
    return list.get(index);
  }

  private JsonNode split(JsonNode of) {
    ArrayNode parts = NODES.arrayNode();
    for (String part : resolve(of.path(1)).asText().split(Pattern.quote(of.path(0).asText()), -1)) {
      parts.add(part);
    }
    return parts;
  }

  private JsonNode mapped(JsonNode of) {
    JsonNode found = template.mappings();
    for (JsonNode key : of) {
      found = found.path(resolve(key).asText());
    }
    if (found.isMissingNode()) {
      throw StackErrors.template("Unable to get mapping for " + of);
    }
    return found;
  }

  /** Whether a condition of the template holds. */
  boolean holds(String name) {
    Boolean known = conditions.get(name);
    if (known == null) {
      JsonNode condition = template.conditions().path(name);
      if (!condition.isObject()) {
        throw StackErrors.template("Unresolved condition " + name);
      }
      conditions.put(name, false); // a condition that refers to itself ends here
      known = test(condition);
      conditions.put(name, known);
    }
    return known;
  }

  private boolean test(JsonNode condition) {
    if (condition.isObject() && condition.size() == 1) {
      String name = condition.fieldNames().next();
      JsonNode of = condition.get(name);
      return name.equals("Condition") ? holds(of.asText()) : test(name, of);
    }
    throw StackErrors.template("Conditions can only be boolean operations on parameters");
  }

  private boolean test(String name, JsonNode of) {
    return switch (name) {
      case "Fn::Equals" -> resolve(of.path(0)).asText().equals(resolve(of.path(1)).asText());
      case "Fn::Not" -> !test(of.path(0));
      case "Fn::And" -> {
        boolean all = true;
        for (JsonNode each : of) {
          all &= test(each);
        }
        yield all;
      }
      case "Fn::Or" -> {
        boolean any = false;
        for (JsonNode each : of) {
          any |= test(each);
        }
        yield any;
      }
      default ->
          throw StackErrors.template("Conditions can only be boolean operations on parameters");
    };
  }
}
