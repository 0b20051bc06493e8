package dev.rehearsal.cloud.wire;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.core.traits.XmlAttributesTrait;

/**
 * What the wire layer needs to know of one {@link SdkField}, looked up once.
 *
 * @param field the SDK's metadata
 * @param kind what its values are
 * @param location where in an HTTP message it travels
 * @param name its name in requests
 * @param answerName its name in responses; EC2 alone tells them apart
 * @param format its timestamp format, or null for the protocol's default
 * @param payload whether it alone is the body
 * @param required whether a request must carry it
 * @param element a list's elements or a map's values; null for other kinds
 * @param elementName the element name of a list's members, or null for the protocol's default
 * @param keyName the name of a map's keys
 * @param valueName the name of a map's values
 * @param flattened whether a list or map has no element around it
 * @param attribute whether it is an XML attribute
 * @param attributes the XML attributes that its element carries, or null
 */
record Member(
    SdkField<?> field,
    Kind kind,
    MarshallLocation location,
    String name,
    String answerName,
    @Nullable Format format,
    boolean payload,
    boolean required,
    @Nullable Member element,
    @Nullable String elementName,
    String keyName,
    String valueName,
    boolean flattened,
    boolean attribute,
    @Nullable XmlAttributesTrait attributes) {

  enum Kind {
    STRING,
    INTEGER,
    LONG,
    SHORT,
    BYTE,
    FLOAT,
    DOUBLE,
    DECIMAL,
    BOOLEAN,
    INSTANT,
    BYTES,
    POJO,
    LIST,
    MAP,
    DOCUMENT
  }

  static Member of(SdkField<?> field) {
    Kind kind = kind(field.marshallingType().getTargetClass());
    ListTrait list = field.getOptionalTrait(ListTrait.class).orElse(null);
    MapTrait map = field.getOptionalTrait(MapTrait.class).orElse(null);
    TimestampFormatTrait timestamp =
        field.getOptionalTrait(TimestampFormatTrait.class).orElse(null);
    Member element = null;
    if (list != null) {
      element = of(list.memberFieldInfo());
    } else if (map != null) {
      element = of(map.valueFieldInfo());
    }
    return new Member(
        field,
        kind,
        field.location(),
        field.locationName(),
        field.unmarshallLocationName(),
        timestamp == null ? null : timestamp.format(),
        field.containsTrait(PayloadTrait.class),
        field.containsTrait(RequiredTrait.class),
        element,
        list == null ? null : list.memberLocationName(),
        map == null ? "key" : map.keyLocationName(),
        map == null ? "value" : map.valueLocationName(),
        list != null ? list.isFlattened() : map != null && map.isFlattened(),
        field.containsTrait(XmlAttributeTrait.class),
        field.getOptionalTrait(XmlAttributesTrait.class).orElse(null));
  }

  /** The elements of a list or the values of a map. */
  Member elementOrFail() {
    if (element == null) {
      throw new IllegalStateException(name + " is neither a list nor a map.");
    }
    return element;
  }

  private static Kind kind(Class<?> type) {
    if (type == String.class) {
      return Kind.STRING;
    } else if (type == Integer.class) {
      return Kind.INTEGER;
    } else if (type == Long.class) {
      return Kind.LONG;
    } else if (type == Short.class) {
      return Kind.SHORT;
    } else if (type == Byte.class) {
      return Kind.BYTE;
    } else if (type == Float.class) {
      return Kind.FLOAT;
    } else if (type == Double.class) {
      return Kind.DOUBLE;
    } else if (type == java.math.BigDecimal.class) {
      return Kind.DECIMAL;
    } else if (type == Boolean.class) {
      return Kind.BOOLEAN;
    } else if (type == java.time.Instant.class) {
      return Kind.INSTANT;
    } else if (type == SdkBytes.class) {
      return Kind.BYTES;
    } else if (type == java.util.List.class) {
      return Kind.LIST;
    } else if (type == java.util.Map.class) {
      return Kind.MAP;
    } else if (type == Document.class) {
      return Kind.DOCUMENT;
    }
    return Kind.POJO;
  }
}
