package dev.rehearsal.terraform.aws;

import dev.rehearsal.terraform.provider.ResourceInstance;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Terraform's arguments that a service keeps as a map of text attributes, as SNS and SQS do.
 *
 * @param names AWS's attribute by Terraform's argument, in the order they are sent
 */
public record AttributeNames(Map<String, String> names) {

  /** Pairs of Terraform's and AWS's name. */
  public static AttributeNames of(String... pairs) {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return new AttributeNames(names);
  }

  /** What is set, as attributes. */
  public Map<String, String> given(ResourceInstance it) {
    Map<String, String> attributes = new LinkedHashMap<>();
    names.forEach(
        (argument, attribute) -> {
          if (it.values().has(argument)) {
            attributes.put(attribute, text(it.values().get(argument)));
          }
        });
    return attributes;
  }

  /** What an update changes; what it takes away becomes empty text. */
  public Map<String, String> changed(ResourceInstance it) {
    Map<String, String> attributes = new LinkedHashMap<>();
    names.forEach(
        (argument, attribute) -> {
          if (it.changed(argument)) {
            Object value = it.values().get(argument);
            attributes.put(attribute, value == null ? "" : text(value));
          }
        });
    return attributes;
  }

  /** Takes what AWS has. An attribute that it does not have becomes null. */
  public void take(ResourceInstance it, Map<String, String> attributes) {
    names.forEach(
        (argument, attribute) -> it.values().set(argument, typed(attributes.get(attribute))));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Number number
        ? new java.math.BigDecimal(number.toString()).toPlainString()
        : String.valueOf(value);
  }

  private static @Nullable Object typed(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text.length() < 18 && text.chars().allMatch(Character::isDigit)
        ? (Object) Long.valueOf(text)
        : text;
  }
}
