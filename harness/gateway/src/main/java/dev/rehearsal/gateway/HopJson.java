package dev.rehearsal.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rehearsal.cloud.call.Hop;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hop as one line of JSON. */
public final class HopJson {

  private static final JsonFactory JSON = new JsonFactory();

  private HopJson() {}

  /** The line, without its line break. */
  public static String line(Hop hop) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("id", hop.id());
      json.writeStringField("kind", hop.kind().name());
      json.writeStringField("root", hop.trace().root());
      optional(json, "parent", hop.trace().parent());
      json.writeStringField("from", hop.from());
      json.writeStringField("to", hop.to());
      json.writeStringField("action", hop.action());
      optional(json, "resource", hop.resource());
      json.writeStringField("start", hop.start().toString());
      json.writeNumberField("micros", hop.took().toNanos() / 1_000);
      json.writeNumberField("status", hop.status());
      optional(json, "error", hop.error());
      optional(json, "request", hop.request());
      optional(json, "response", hop.response());
      json.writeObjectFieldStart("facts");
      for (Map.Entry<String, String> fact : new TreeMap<>(hop.facts()).entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void optional(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }
}
