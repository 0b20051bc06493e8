package dev.rehearsal.cloud.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Writes the SDK's values as JSON or CBOR. */
final class JsonWriter {

  private final JsonGenerator out;
  private final Function<Member, String> naming;

  JsonWriter(JsonGenerator out) {
    this(out, Member::answerName);
  }

  /**
   * @param naming what members are called
   */
  JsonWriter(JsonGenerator out, Function<Member, String> naming) {
    this.out = out;
    this.naming = naming;
  }

  /** Writes the members of the body as an object. */
  void body(SdkPojo value) throws IOException {
    out.writeStartObject();
    members(value, Shape.of(value).body());
    out.writeEndObject();
  }

  /** Writes members that have a value into an object that is open. */
  void members(SdkPojo value, List<Member> members) throws IOException {
    for (Member member : members) {
      Object each = member.field().getValueOrDefault(value);
      if (each != null && !Absent.is(each)) {
        out.writeFieldName(naming.apply(member));
        value(each, member);
      }
    }
  }

  /** Writes a whole structure, wherever its members travel. */
  void structure(SdkPojo value) throws IOException {
    out.writeStartObject();
    members(value, Shape.of(value).members());
    out.writeEndObject();
  }

  private void value(Object value, Member member) throws IOException {
    switch (member.kind()) {
      case POJO -> structure((SdkPojo) value);
      case LIST -> {
        out.writeStartArray();
        for (Object each : (List<?>) value) {
          nullable(each, member.elementOrFail());
        }
        out.writeEndArray();
      }
      case MAP -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          nullable(entry.getValue(), member.elementOrFail());
        }
        out.writeEndObject();
      }
      case STRING -> out.writeString((String) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INTEGER, LONG, SHORT, BYTE -> out.writeNumber(((Number) value).longValue());
      case FLOAT, DOUBLE -> out.writeNumber(((Number) value).doubleValue());
      case DECIMAL -> out.writeNumber((BigDecimal) value);
      case BYTES -> out.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
      case INSTANT -> instant((Instant) value, member);
      case DOCUMENT -> document((Document) value);
    }
  }

  private void nullable(@org.jspecify.annotations.Nullable Object value, Member member)
      throws IOException {
    if (value == null) {
      out.writeNull();
    } else {
      value(value, member);
    }
  }

  private void instant(Instant value, Member member) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      cbor.writeTag(1);
      long millis = value.toEpochMilli();
      if (millis % 1000 == 0) {
        cbor.writeNumber(millis / 1000);
      } else {
        cbor.writeNumber(millis / 1000.0);
      }
    } else if (member.format() == null || member.format() == Format.UNIX_TIMESTAMP) {
      out.writeNumber(Scalars.epoch(value));
    } else if (member.format() == Format.UNIX_TIMESTAMP_MILLIS) {
      out.writeNumber(value.toEpochMilli());
    } else {
      out.writeString(Scalars.timestamp(value, member.format()));
    }
  }

  private void document(Document value) throws IOException {
    if (value.isNull()) {
      out.writeNull();
    } else if (value.isMap()) {
      out.writeStartObject();
      for (Map.Entry<String, Document> entry : value.asMap().entrySet()) {
        out.writeFieldName(entry.getKey());
        document(entry.getValue());
      }
      out.writeEndObject();
    } else if (value.isList()) {
      out.writeStartArray();
      for (Document each : value.asList()) {
        document(each);
      }
      out.writeEndArray();
    } else if (value.isNumber()) {
      out.writeNumber(value.asNumber().bigDecimalValue());
    } else if (value.isBoolean()) {
      out.writeBoolean(value.asBoolean());
    } else {
      out.writeString(value.asString());
    }
  }
}
