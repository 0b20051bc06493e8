package dev.rehearsal.journeys.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A JSON value that may hold references. */
public sealed interface Value {

  /** The value, every reference replaced. */
  JsonNode resolve(Names names);

  /** A number, a truth value or null. */
  record Constant(JsonNode json) implements Value {
    @Override
    public JsonNode resolve(Names names) {
      return json;
    }

    @Override
    public String toString() {
      return json.toString();
    }
  }

  /** A text. */
  record Text(Template template) implements Value {
    @Override
    public JsonNode resolve(Names names) {
      return template.value(names);
    }

    @Override
    public String toString() {
      return template.source();
    }
  }

  /** A list. */
  record Items(List<Value> values) implements Value {
    @Override
    public JsonNode resolve(Names names) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      values.forEach(value -> array.add(value.resolve(names)));
      return array;
    }

    @Override
    public String toString() {
      return values.toString();
    }
  }

  /** An object; its keys hold no references. */
  record Fields(Map<String, Value> values) implements Value {
    @Override
    public JsonNode resolve(Names names) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      values.forEach((key, value) -> object.set(key, value.resolve(names)));
      return object;
    }

    @Override
    public String toString() {
      return values.toString();
    }
  }
}
