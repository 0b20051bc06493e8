package dev.rehearsal.terraform.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares JSON documents and IAM policies by what they mean. */
public final class PolicyJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ROOT = Pattern.compile("arn:aws:iam::(\\d{12}):root");
  private static final Set<String> ORDERED = Set.of("Statement");

  private PolicyJson() {}

  /** Whether two JSON texts are the same but for layout and the order of keys. */
  public static boolean sameJson(Object a, Object b) {
    try {
      return JSON.readTree(a.toString()).equals(JSON.readTree(b.toString()));
    } catch (JsonProcessingException notJson) {
      return a.equals(b);
    }
  }

  /**
   * Whether two policies mean the same: one value or a list of that one, the order of a list's
   * values, an account's root by ARN or number.
   */
  public static boolean equivalent(Object a, Object b) {
    try {
      return normal("", JSON.readTree(a.toString()))
          .equals(normal("", JSON.readTree(b.toString())));
    } catch (JsonProcessingException notJson) {
      return a.equals(b);
    }
  }

  private static String normal(String key, JsonNode node) {
    if (node.isObject()) {
      Map<String, String> sorted = new TreeMap<>();
      node.fields()
          .forEachRemaining(
              entry -> sorted.put(entry.getKey(), normal(entry.getKey(), entry.getValue())));
      return key.equals("Statement") ? Set.of(sorted.toString()).toString() : sorted.toString();
    }
    if (node.isArray()) {
      Set<String> sorted = new TreeSet<>();
      node.forEach(one -> sorted.add(normal(ORDERED.contains(key) ? "" : key, one)));
      return sorted.size() == 1 && !ORDERED.contains(key)
          ? sorted.iterator().next()
          : sorted.toString();
    }
    Matcher root = ROOT.matcher(node.asText());
    return key.equals("AWS") && root.matches() ? root.group(1) : node.asText();
  }
}
