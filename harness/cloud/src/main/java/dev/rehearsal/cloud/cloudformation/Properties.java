package dev.rehearsal.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.pattern.OneOrMany;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A resource's properties, resolved. */
record Properties(JsonNode node) {

  static final Properties NONE = new Properties(MissingNode.getInstance());

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  @Nullable String text(String name) {
    return has(name) ? node.get(name).asText() : null;
  }

  String textOr(String name, String otherwise) {
    return has(name) ? node.get(name).asText() : otherwise;
  }

  @Nullable Integer integer(String name) {
    return has(name) ? (Integer) node.get(name).asInt() : null;
  }

  boolean bool(String name) {
    return node.path(name).asBoolean();
  }

  List<String> texts(String name) {
    return OneOrMany.texts(node.path(name));
  }

  Properties in(String name) {
    return new Properties(node.path(name));
  }

  List<Properties> each(String name) {
    List<Properties> all = new ArrayList<>();
    node.path(name).forEach(one -> all.add(new Properties(one)));
    return all;
  }

  /** A document such as a policy: JSON, written out or as text. */
  String json(String name) {
    JsonNode document = node.path(name);
    return document.isTextual() ? document.asText() : document.toString();
  }

  /** Tags as a service's client takes them. */
  static <T> List<T> tags(Map<String, String> tags, BiFunction<String, String, T> tag) {
    return tags.entrySet().stream().map(each -> tag.apply(each.getKey(), each.getValue())).toList();
  }

  /** The resource's own tags. */
  Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    each("Tags").forEach(tag -> tags.put(tag.textOr("Key", ""), tag.textOr("Value", "")));
    return tags;
  }

  /** With a stack's tags, where a kind of resource has tags; its own come first. */
  Properties tagged(ResourceKind kind, Map<String, String> stackTags) {
    if (stackTags.isEmpty() || !kind.properties().contains("Tags")) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(stackTags);
    all.putAll(tags());
    ObjectNode with = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(each -> with.set(each.getKey(), each.getValue()));
    ArrayNode tags = with.putArray("Tags");
    all.forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    return new Properties(with);
  }

  /** Refuses what is within a property and is not served: it would be left out silently. */
  void only(String within, String... names) {
    node.path(within)
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!List.of(names).contains(name)) {
                throw StackErrors.notHere("the property " + within + "." + name);
              }
            });
  }
}
