package dev.rehearsal.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.cloud.pattern.OneOrMany;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/** The values that a stack's parameters have. */
final class Parameters {

  private static final Set<String> TYPES =
      Set.of("String", "Number", "CommaDelimitedList", "List<Number>");

  private Parameters() {}

  /**
   * The values asked for, or the template's own.
   *
   * @param before the values that a stack has; null for a new one
   */
  static Map<String, String> of(
      Template template, List<Parameter> asked, @Nullable Map<String, String> before) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> unknown = new TreeSet<>();
    for (Parameter each : asked) {
      String name = each.parameterKey();
      if (!template.parameters().has(name)) {
        unknown.add(name);
      } else if (Boolean.TRUE.equals(each.usePreviousValue())) {
        if (before == null || !before.containsKey(name)) {
          throw StackErrors.invalid(
              "Invalid input for parameter key "
                  + name
                  + ". Cannot specify usePreviousValue as true for a parameter key not in the"
                  + " previous template");
        }
        values.put(name, before.get(name));
      } else if (each.parameterValue() != null) {
        values.put(name, each.parameterValue());
      }
    }
    if (!unknown.isEmpty()) {
      throw StackErrors.invalid("Parameters: " + unknown + " do not exist in the template");
    }
    Set<String> missing = new TreeSet<>();
    for (var each : template.parameters().properties()) {
      String name = each.getKey();
      JsonNode declared = each.getValue();
      if (!values.containsKey(name) && declared.has("Default")) {
        values.put(name, declared.get("Default").asText());
      }
      String value = values.get(name);
      if (value == null) {
        missing.add(name);
      } else {
        check(name, declared, value);
      }
    }
    if (!missing.isEmpty()) {
      throw StackErrors.invalid("Parameters: " + missing + " must have values");
    }
    return values;
  }

  private static void check(String name, JsonNode declared, String value) {
    String type = declared.path("Type").asText();
    if (!TYPES.contains(type)) {
      throw StackErrors.notHere("the type " + type + " of the parameter " + name);
    }
    List<String> allowed = OneOrMany.texts(declared.path("AllowedValues"));
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      throw refused(name, declared, "Parameter '" + name + "' must be one of AllowedValues");
    }
    String pattern = declared.path("AllowedPattern").asText("");
    if (!pattern.isEmpty() && !value.matches(pattern)) {
      throw refused(name, declared, "Parameter '" + name + "' must match pattern " + pattern);
    }
    if (value.length() < declared.path("MinLength").asInt(0)) {
      throw refused(
          name,
          declared,
          "Parameter '"
              + name
              + "' must contain at least "
              + declared.get("MinLength").asText()
              + " characters");
    }
    if (value.length() > declared.path("MaxLength").asInt(Integer.MAX_VALUE)) {
      throw refused(
          name,
          declared,
          "Parameter '"
              + name
              + "' must contain at most "
              + declared.get("MaxLength").asText()
              + " characters");
    }
    if (type.equals("Number") && !value.matches("-?\\d+(\\.\\d+)?")) {
      throw refused(name, declared, "Parameter '" + name + "' must be a number");
    }
  }

  private static RuntimeException refused(String name, JsonNode declared, String message) {
    String own = declared.path("ConstraintDescription").asText("");
    return StackErrors.invalid(
        own.isEmpty() ? message : "Parameter " + name + " failed to satisfy constraint: " + own);
  }
}
