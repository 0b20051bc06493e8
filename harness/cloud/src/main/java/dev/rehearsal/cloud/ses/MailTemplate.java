package dev.rehearsal.cloud.ses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A template of a mail. */
public record MailTemplate(
    String name,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String html,
    Instant created) {

  private static final Pattern TAG = Pattern.compile("\\{\\{\\{?\\s*([^{}]+?)\\s*\\}?\\}\\}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A template filled in. */
  public record Rendered(String subject, @Nullable String text, @Nullable String html) {}

  /** Fails where the data is no JSON or lacks an attribute that the template names. */
  public static final class RenderingFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the data could not be read at all. */
    public final boolean invalidData;

    RenderingFailure(String message, boolean invalidData) {
      super(message);
      this.invalidData = invalidData;
    }
  }

  /** The block tag that this cannot render; null where there is none. */
  public @Nullable String unsupportedTag() {
    for (String part : new String[] {subject, text, html}) {
      Matcher tags = TAG.matcher(part == null ? "" : part);
      while (tags.find()) {
        if (!tags.group(1).matches("[\\w.@-]+")) {
          return tags.group();
        }
      }
    }
    return null;
  }

  /** Fills in {@code {{name}}} and {@code {{object.name}}}; HTML is escaped in the HTML part. */
  public Rendered render(@Nullable String data) throws RenderingFailure {
    JsonNode values;
    try {
      values = JSON.readTree(data == null ? "{}" : data);
    } catch (JsonProcessingException invalid) {
      throw new RenderingFailure("Template data is not valid JSON.", true);
    }
    return new Rendered(
        subject == null ? "" : fill(subject, values, false),
        text == null ? null : fill(text, values, false),
        html == null ? null : fill(html, values, true));
  }

  private static String fill(String part, JsonNode values, boolean escape) throws RenderingFailure {
    Matcher tags = TAG.matcher(part);
    StringBuilder filled = new StringBuilder();
    while (tags.find()) {
      JsonNode value = values;
      for (String step : tags.group(1).split("\\.", -1)) {
        value = value.path(step);
      }
      if (value.isMissingNode()) {
        throw new RenderingFailure(
            "Attribute '" + tags.group(1) + "' is not present in the rendering data.", false);
      }
      boolean raw = !escape || tags.group().startsWith("{{{");
      String text = value.isValueNode() ? value.asText() : value.toString();
      tags.appendReplacement(filled, Matcher.quoteReplacement(raw ? text : escaped(text)));
    }
    return tags.appendTail(filled).toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
