package dev.rehearsal.cloud.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** In policies and templates what there is one of may stand alone instead of in a list. */
public final class OneOrMany {

  private OneOrMany() {}

  /** The texts of a value, or of the values of a list; none of anything else. */
  public static List<String> texts(JsonNode node) {
    List<String> all = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(each -> all.add(each.asText()));
    } else if (node.isValueNode()) {
      all.add(node.asText());
    }
    return all;
  }

  /** An object, or what is in a list; none of anything else. */
  public static List<JsonNode> objects(JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(all::add);
    } else if (node.isObject()) {
      all.add(node);
    }
    return all;
  }
}
