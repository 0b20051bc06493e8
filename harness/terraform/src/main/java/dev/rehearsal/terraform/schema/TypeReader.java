package dev.rehearsal.terraform.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads types as the plugin protocol writes them. */
final class TypeReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TypeReader() {}

  static Type read(String text) {
    return switch (text) {
      case "\"string\"" -> Type.Primitive.STRING;
      case "\"number\"" -> Type.Primitive.NUMBER;
      case "\"bool\"" -> Type.Primitive.BOOL;
      case "\"?\"" -> Type.Primitive.DYNAMIC;
      default -> parse(text);
    };
  }

  private static Type parse(String text) {
    try {
      return of(JSON.readTree(text));
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("Not a type: " + text, broken);
    }
  }

  private static Type of(JsonNode node) {
    if (node.isTextual()) {
      return read('"' + node.textValue() + '"');
    }
    JsonNode inner = node.get(1);
    return switch (node.get(0).textValue()) {
      case "list" -> new Type.ListOf(of(inner));
      case "set" -> new Type.SetOf(of(inner));
      case "map" -> new Type.MapOf(of(inner));
      case "object" -> {
        Map<String, Type> attributes = new LinkedHashMap<>();
        inner
            .fields()
            .forEachRemaining(entry -> attributes.put(entry.getKey(), of(entry.getValue())));
        yield new Type.ObjectOf(attributes);
      }
      default -> throw new IllegalArgumentException("Not a type: " + node);
    };
  }
}
