package dev.rehearsal.journeys.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.List;

/**
 * A text with {@code ${…}} references.
 *
 * @param source the text as written
 * @param parts its parts, in order
 * @param at where it stands
 */
public record Template(String source, List<Part> parts, SourceSpan at) {

  /** A piece of a template. */
  public sealed interface Part {}

  /** Text that stands for itself. */
  public record Plain(String text) implements Part {}

  /**
   * A reference.
   *
   * @param name what stands between the braces
   */
  public record Reference(String name) implements Part {}

  /** A template without references. */
  public static Template plain(String text) {
    return new Template(text, List.of(new Plain(text)), SourceSpan.START);
  }

  /** The text, every reference replaced. */
  public String text(Names names) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Reference reference) {
        JsonNode value = names.lookup(reference.name());
        text.append(value.isValueNode() ? value.asText() : value.toString());
      } else if (part instanceof Plain plain) {
        text.append(plain.text());
      }
    }
    return text.toString();
  }

  /** The value: of its own type where the template is one reference, else text. */
  public JsonNode value(Names names) {
    return parts.size() == 1 && parts.get(0) instanceof Reference reference
        ? names.lookup(reference.name())
        : TextNode.valueOf(text(names));
  }

  @Override
  public String toString() {
    return source;
  }
}
