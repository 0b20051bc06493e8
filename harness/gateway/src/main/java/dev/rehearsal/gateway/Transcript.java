package dev.rehearsal.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** Writes a typed request or response as JSON for the ledger, secrets masked, length bounded. */
final class Transcript {

  private static final int LIMIT = 16 * 1024;
  private static final int DEPTH = 24;
  private static final JsonFactory JSON = new JsonFactory();

  private Transcript() {}

  static String of(SdkPojo pojo) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      pojo(json, pojo, text, 0);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bounded(text.toString());
  }

  static String bounded(String text) {
    return text.length() <= LIMIT
        ? text
        : text.substring(0, LIMIT) + "… (" + text.length() + " characters)";
  }

  private static void pojo(JsonGenerator json, SdkPojo pojo, StringWriter text, int depth)
      throws IOException {
    json.writeStartObject();
    String secret = secret(pojo);
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value == null
          || value instanceof List<?> list && list.isEmpty()
          || value instanceof Map<?, ?> map && map.isEmpty()) {
        continue;
      }
      json.writeFieldName(field.memberName());
      if (Masks.secret(field.memberName()) || field.memberName().equals(secret)) {
        json.writeString(Masks.MASK);
      } else {
        value(json, value, text, depth + 1);
      }
    }
    json.writeEndObject();
  }

  /** The member that may hold a secret though its name does not say so; null where none does. */
  private static @Nullable String secret(SdkPojo pojo) {
    if (pojo instanceof Parameter) {
      return "ParameterValue"; // Whether it is a NoEcho one, only the stack's template knows.
    }
    // A put without a type keeps the one that the parameter has: a SecureString perhaps.
    boolean secure =
        pojo instanceof PutParameterRequest put && put.type() == null
            || "SecureString".equals(Members.value(pojo, "Type"));
    return secure ? "Value" : null;
  }

  private static void value(
      JsonGenerator json, @Nullable Object value, StringWriter text, int depth) throws IOException {
    if (depth > DEPTH || text.getBuffer().length() > LIMIT) {
      json.writeString("…");
    } else if (value instanceof SdkPojo pojo) {
      pojo(json, pojo, text, depth);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        value(json, each, text, depth + 1);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String key = String.valueOf(entry.getKey());
        json.writeFieldName(key);
        if (Masks.secret(key)) {
          json.writeString(Masks.MASK);
        } else {
          value(json, entry.getValue(), text, depth + 1);
        }
      }
      json.writeEndObject();
    } else if (value instanceof SdkBytes bytes) {
      json.writeString(readable(bytes.asByteBuffer()));
    } else if (value instanceof String string) {
      json.writeString(Masks.body(string));
    } else if (value instanceof Number || value instanceof Boolean) {
      json.writeRawValue(value.toString());
    } else {
      json.writeString(String.valueOf(value));
    }
  }

  /** Bytes as text where they are text. */
  private static String readable(ByteBuffer bytes) {
    int size = bytes.remaining();
    if (size > LIMIT) {
      return "(" + size + " bytes)";
    }
    try {
      return Masks.body(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException noText) {
      return "(" + size + " bytes)";
    }
  }
}
