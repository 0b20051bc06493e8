package dev.rehearsal.terraform.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.rehearsal.terraform.protocol.DynamicValue;
import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.schema.NestedBlock;
import dev.rehearsal.terraform.schema.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads and writes the protocol's values.
 *
 * <p>A value is a {@code String}, {@code Boolean}, {@code Number}, {@code List} (lists and sets),
 * {@code Map} (maps, objects and blocks), {@link Unknown#VALUE}, or null.
 */
public final class DynamicValues {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Without the 16 KiB that each one has by itself, for texts that come in pieces: none does. */
  private static final MessagePack.UnpackerConfig UNPACKER =
      new MessagePack.UnpackerConfig().withStringDecoderBufferSize(64);

  private DynamicValues() {}

  /** The object in a message; null where the message holds null or nothing. */
  @SuppressWarnings("unchecked")
  public static @Nullable Map<String, @Nullable Object> decode(DynamicValue message) {
    if (message.getMsgpack().isEmpty()) {
      return message.getJson().isEmpty() ? null : decodeJson(message.getJson());
    }
    try (MessageUnpacker unpacker = UNPACKER.newUnpacker(message.getMsgpack().toByteArray())) {
      return (Map<String, @Nullable Object>) unpack(unpacker);
    } catch (IOException broken) {
      throw new UncheckedIOException("Terraform sent a value that is not MessagePack.", broken);
    }
  }

  /** The object in a JSON text. */
  @SuppressWarnings("unchecked")
  public static @Nullable Map<String, @Nullable Object> decodeJson(ByteString json) {
    try {
      return (Map<String, @Nullable Object>) fromJson(JSON.readTree(json.toByteArray()));
    } catch (IOException broken) {
      throw new UncheckedIOException("Terraform sent a value that is not JSON.", broken);
    }
  }

  /** Writes a block's value; attributes that are missing become null. */
  public static DynamicValue encode(Block block, @Nullable Map<String, ?> value) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      if (value == null) {
        packer.packNil();
      } else {
        pack(packer, block, value);
      }
      return DynamicValue.newBuilder()
          .setMsgpack(ByteString.copyFrom(packer.toByteArray()))
          .build();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void pack(MessageBufferPacker packer, Block block, Map<?, ?> value)
      throws IOException {
    packer.packMapHeader(block.attributes().size() + block.blocks().size());
    for (var attribute : block.attributes().values()) {
      packer.packString(attribute.name());
      pack(packer, attribute.type(), value.get(attribute.name()));
    }
    for (NestedBlock nested : block.blocks().values()) {
      packer.packString(nested.name());
      packNested(packer, nested, value.get(nested.name()));
    }
  }

  private static void packNested(
      MessageBufferPacker packer, NestedBlock nested, @Nullable Object value) throws IOException {
    if (value == Unknown.VALUE) {
      packUnknown(packer);
    } else if (nested.nesting() == NestedBlock.Nesting.SINGLE) {
      if (value == null) {
        packer.packNil();
      } else {
        pack(packer, nested.block(), (Map<?, ?>) value);
      }
    } else {
      List<?> all = value == null ? List.of() : (List<?>) value;
      packer.packArrayHeader(all.size());
      for (Object one : all) {
        if (one == Unknown.VALUE) {
          packUnknown(packer);
        } else {
          pack(packer, nested.block(), one == null ? Map.of() : (Map<?, ?>) one);
        }
      }
    }
  }

  private static void pack(MessageBufferPacker packer, Type type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      packer.packNil();
    } else if (value == Unknown.VALUE) {
      packUnknown(packer);
    } else if (type instanceof Type.ListOf list) {
      packAll(packer, list.element(), (List<?>) value);
    } else if (type instanceof Type.SetOf set) {
      packAll(packer, set.element(), distinct((List<?>) value));
    } else if (type instanceof Type.MapOf map) {
      Map<?, ?> entries = (Map<?, ?>) value;
      packer.packMapHeader(entries.size());
      for (var entry : entries.entrySet()) {
        packer.packString(entry.getKey().toString());
        pack(packer, map.element(), entry.getValue());
      }
    } else if (type instanceof Type.ObjectOf object) {
      Map<?, ?> entries = (Map<?, ?>) value;
      packer.packMapHeader(object.attributes().size());
      for (var attribute : object.attributes().entrySet()) {
        packer.packString(attribute.getKey());
        pack(packer, attribute.getValue(), entries.get(attribute.getKey()));
      }
    } else {
      packPrimitive(packer, (Type.Primitive) type, value);
    }
  }

  /** A set's elements, each once; two that aren't known yet may turn out to be different. */
  private static List<?> distinct(List<?> set) {
    List<Object> elements = new ArrayList<>();
    for (Object one : set) {
      if (Unknown.in(one) || !elements.contains(one)) {
        elements.add(one);
      }
    }
    return elements;
  }

  private static void packAll(MessageBufferPacker packer, Type element, List<?> values)
      throws IOException {
    packer.packArrayHeader(values.size());
    for (Object one : values) {
      pack(packer, element, one);
    }
  }

  private static void packPrimitive(MessageBufferPacker packer, Type.Primitive type, Object value)
      throws IOException {
    switch (type) {
      case STRING -> packer.packString(value.toString());
      case BOOL -> packer.packBoolean(Boolean.parseBoolean(value.toString()));
      case NUMBER -> {
        BigDecimal number = Values.number(value);
        if (number.stripTrailingZeros().scale() <= 0) {
          packer.packLong(number.longValueExact());
        } else {
          packer.packDouble(number.doubleValue());
        }
      }
      case DYNAMIC ->
          throw new IllegalArgumentException(
              "The extract of the official schema can't tell this attribute's type.");
    }
  }

  private static void packUnknown(MessageBufferPacker packer) throws IOException {
    packer.packExtensionTypeHeader((byte) 0, 1);
    packer.writePayload(new byte[] {0});
  }

  private static @Nullable Object unpack(MessageUnpacker unpacker) throws IOException {
    return switch (unpacker.getNextFormat().getValueType()) {
      case NIL -> {
        unpacker.unpackNil();
        yield null;
      }
      case BOOLEAN -> unpacker.unpackBoolean();
      case INTEGER -> unpacker.unpackLong();
      case FLOAT -> unpacker.unpackDouble();
      case STRING -> unpacker.unpackString();
      case BINARY ->
          new String(
              unpacker.readPayload(unpacker.unpackBinaryHeader()),
              java.nio.charset.StandardCharsets.UTF_8);
      case ARRAY -> {
        int size = unpacker.unpackArrayHeader();
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(unpack(unpacker));
        }
        yield list;
      }
      case MAP -> {
        int size = unpacker.unpackMapHeader();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          map.put(unpacker.unpackString(), unpack(unpacker));
        }
        yield map;
      }
      case EXTENSION -> {
        unpacker.readPayload(unpacker.unpackExtensionTypeHeader().getLength());
        yield Unknown.VALUE;
      }
    };
  }

  private static @Nullable Object fromJson(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? (Object) node.longValue()
              : node.decimalValue();
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(one -> list.add(fromJson(one)));
        yield list;
      }
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.fields()
            .forEachRemaining(entry -> map.put(entry.getKey(), fromJson(entry.getValue())));
        yield map;
      }
      default -> null;
    };
  }
}
