package dev.rehearsal.stage.desk;

import java.util.function.Consumer;

/** Builds HTML; every text and every attribute is escaped. Not thread-safe. */
final class Html {

  private final StringBuilder out = new StringBuilder(1 << 13);

  /** An element with what {@code inner} puts into it; attributes as names and values by turns. */
  Html in(String element, Consumer<Html> inner, String... attributes) {
    open(element, attributes);
    inner.accept(this);
    out.append("</").append(element).append('>');
    return this;
  }

  /** An element with text alone. */
  Html leaf(String element, String text, String... attributes) {
    return in(element, self -> self.text(text), attributes);
  }

  /** An element that has no end tag. */
  Html open(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\r' -> {}
        default -> out.append(each < ' ' && each != '\n' && each != '\t' ? '\uFFFD' : each);
      }
    }
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
