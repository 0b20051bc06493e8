package dev.rehearsal.cloud.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.cloud.wire.Member.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;

/**
 * A JSON or CBOR value.
 *
 * @param naming what members are called in it
 */
record JsonSource(JsonNode node, Function<Member, String> naming) implements Source {

  /** A value as it comes over the wire. */
  JsonSource(JsonNode node) {
    this(node, Member::name);
  }

  @Override
  public boolean isNull() {
    return node.isNull();
  }

  @Override
  public @Nullable Source member(Member member) {
    if (!node.isObject()) {
      throw new Malformed("A structure was expected, not " + kindOf(node) + ".");
    }
    JsonNode found = node.get(naming.apply(member));
    return found == null ? null : new JsonSource(found, naming);
  }

  @Override
  public List<Source> elements(Member list) {
    if (!node.isArray()) {
      throw new Malformed(list.name() + " takes a list, not " + kindOf(node) + ".");
    }
    List<Source> elements = new ArrayList<>(node.size());
    for (JsonNode each : node) {
      elements.add(new JsonSource(each, naming));
    }
    return elements;
  }

  @Override
  public Map<String, Source> entries(Member map) {
    if (!node.isObject()) {
      throw new Malformed(map.name() + " takes a map, not " + kindOf(node) + ".");
    }
    Map<String, Source> entries = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            each -> entries.put(each.getKey(), new JsonSource(each.getValue(), naming)));
    return entries;
  }

  @Override
  public @Nullable Object scalar(Member member) {
    return switch (member.kind()) {
      case STRING -> expect(node.isTextual(), member).textValue();
      case BOOLEAN -> expect(node.isBoolean(), member).booleanValue();
      case INTEGER -> (int) whole(member, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(member, Long.MIN_VALUE, Long.MAX_VALUE);
      case SHORT -> (short) whole(member, Short.MIN_VALUE, Short.MAX_VALUE);
      case BYTE -> (byte) whole(member, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case FLOAT, DOUBLE -> real(member);
      case DECIMAL -> expect(node.isNumber(), member).decimalValue();
      case INSTANT ->
          node.isNumber()
              ? Scalars.instant(node.decimalValue())
              : Scalars.parse(expect(node.isTextual(), member).textValue(), member);
      case BYTES -> bytes(member);
      case DOCUMENT -> document(node);
      default -> throw new Malformed(member.name() + " takes a structure.");
    };
  }

  private Object real(Member member) {
    double value =
        node.isTextual()
            ? switch (node.textValue()) {
              case "NaN" -> Double.NaN;
              case "Infinity" -> Double.POSITIVE_INFINITY;
              case "-Infinity" -> Double.NEGATIVE_INFINITY;
              default -> expect(false, member).doubleValue();
            }
            : expect(node.isNumber(), member).doubleValue();
    if (member.kind() == Kind.FLOAT) {
      return (float) value;
    }
    return value;
  }

  private long whole(Member member, long least, long most) {
    expect(node.isNumber(), member);
    double value = node.doubleValue();
    if (!node.canConvertToLong() || value != Math.rint(value)) {
      throw new Malformed(member.name() + " takes a whole number, not " + node + ".");
    }
    long whole = node.longValue();
    if (whole < least || whole > most) {
      throw new Malformed(whole + " is out of the range of " + member.name() + ".");
    }
    return whole;
  }

  private SdkBytes bytes(Member member) {
    try {
      return SdkBytes.fromByteArrayUnsafe(
          node.isBinary()
              ? node.binaryValue()
              : Base64.getDecoder().decode(expect(node.isTextual(), member).textValue()));
    } catch (IOException | IllegalArgumentException notOne) {
      throw new Malformed(member.name() + " is not valid base64.", notOne);
    }
  }

  private JsonNode expect(boolean fits, Member member) {
    if (!fits) {
      throw new Malformed(
          kindOf(node) + " can not be converted to " + member.kind() + " (" + member.name() + ").");
    }
    return node;
  }

  private static String kindOf(JsonNode node) {
    return node.getNodeType() + "_VALUE";
  }

  private static Document document(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Document> fields = new LinkedHashMap<>();
        node.fields().forEachRemaining(e -> fields.put(e.getKey(), document(e.getValue())));
        yield Document.fromMap(fields);
      }
      case ARRAY -> {
        List<Document> values = new ArrayList<>();
        node.forEach(each -> values.add(document(each)));
        yield Document.fromList(values);
      }
      case NUMBER -> Document.fromNumber(node.decimalValue());
      case BOOLEAN -> Document.fromBoolean(node.booleanValue());
      case NULL -> Document.fromNull();
      default -> Document.fromString(node.asText());
    };
  }
}
