package dev.rehearsal.cloud.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Writes the SDK's values as XML. */
final class XmlWriter {

  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private final StringBuilder out = new StringBuilder(512).append(HEAD);
  private final Names names;
  private final boolean ec2;
  private final boolean millis;

  /**
   * Begins a document.
   *
   * @param ec2 whether lists' elements are called {@code item}
   * @param millis whether timestamps always carry milliseconds, as those of S3 do
   */
  XmlWriter(Names names, boolean ec2, boolean millis) {
    this.names = names;
    this.ec2 = ec2;
    this.millis = millis;
  }

  XmlWriter open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  XmlWriter open(String name, String namespace) {
    out.append('<').append(name);
    if (!namespace.isEmpty()) {
      out.append(" xmlns=\"").append(namespace).append('"');
    }
    out.append('>');
    return this;
  }

  XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  XmlWriter element(String name, String text) {
    open(name);
    text(text);
    return close(name);
  }

  XmlWriter text(String text) {
    escape(text);
    return this;
  }

  /** Writes members that have a value, each as an element. */
  XmlWriter members(SdkPojo value, List<Member> members) {
    for (Member member : members) {
      Object each = member.field().getValueOrDefault(value);
      if (each != null && !Absent.is(each) && !member.attribute()) {
        named(names.answered(member), each, member);
      }
    }
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void named(String name, Object value, Member member) {
    if (member.kind() == Member.Kind.LIST) {
      list(name, (List<?>) value, member);
    } else if (member.kind() == Member.Kind.MAP) {
      map(name, (Map<?, ?>) value, member);
    } else {
      start(name, value, member);
      content(value, member);
      close(name);
    }
  }

  private void start(String name, Object value, Member member) {
    if (member.attributes() == null) {
      open(name);
      return;
    }
    out.append('<').append(name);
    member
        .attributes()
        .attributes()
        .forEach(
            (attribute, accessors) -> {
              Object set = accessors.attributeGetter().apply(value);
              if (set != null) {
                out.append(' ').append(attribute).append("=\"");
                escape(set.toString());
                out.append('"');
              }
            });
    out.append('>');
  }

  private void content(Object value, Member member) {
    if (member.kind() == Member.Kind.POJO) {
      SdkPojo pojo = (SdkPojo) value;
      members(pojo, Shape.of(pojo).members());
    } else if (millis && value instanceof Instant instant && member.format() == null) {
      out.append(Scalars.millis(instant));
    } else {
      escape(Scalars.text(value, member.kind(), member.format(), Format.ISO_8601));
    }
  }

  private void list(String name, List<?> values, Member list) {
    Member element = list.elementOrFail();
    if (list.flattened() && !ec2) {
      values.forEach(each -> item(name, each, element));
      return;
    }
    String itemName = list.elementName() != null ? list.elementName() : ec2 ? "item" : "member";
    open(name);
    values.forEach(each -> item(itemName, each, element));
    close(name);
  }

  private void item(String name, @org.jspecify.annotations.Nullable Object value, Member element) {
    if (value != null) {
      named(name, value, element);
    }
  }

  private void map(String name, Map<?, ?> values, Member map) {
    String entryName = map.flattened() ? name : "entry";
    if (!map.flattened()) {
      open(name);
    }
    values.forEach(
        (key, each) -> {
          open(entryName);
          element(names.keyOf(map), String.valueOf(key));
          item(names.valueOf(map), each, map.elementOrFail());
          close(entryName);
        });
    if (!map.flattened()) {
      close(name);
    }
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#13;");
        case '\n', '\t' -> out.append(c);
        default -> out.append(c < 0x20 || c == 0xfffe || c == 0xffff ? '\ufffd' : c);
      }
    }
  }
}
