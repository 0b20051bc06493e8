package dev.rehearsal.report.html;

/** Builds HTML; every text is escaped, every attribute too. Not thread-safe. */
final class Html {

  private final StringBuilder out = new StringBuilder(1 << 16);

  /** Opens an element; attributes as names and values by turns. */
  Html open(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escape(attributes[i + 1]))
          .append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String element) {
    out.append("</").append(element).append('>');
    return this;
  }

  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** An element with text alone. */
  Html leaf(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close(element);
  }

  /** Adds what is HTML already. */
  Html raw(String html) {
    out.append(html);
    return this;
  }

  Html line() {
    out.append('\n');
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(each < ' ' && each != '\n' && each != '\t' ? '\uFFFD' : each);
      }
    }
    return safe.toString();
  }
}
