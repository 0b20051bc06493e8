package dev.rehearsal.cloud.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of one name below an XML element: one for a value, many for a flattened list. */
record XmlSource(List<XmlElement> elements) implements Source {

  static XmlSource of(XmlElement element) {
    return new XmlSource(List.of(element));
  }

  private XmlElement element() {
    return elements.get(0);
  }

  @Override
  public @Nullable Source member(Member member) {
    if (member.attribute()) {
      String name = member.name();
      String value = element().attribute(name.substring(name.indexOf(':') + 1));
      return value == null ? null : new XmlText(value);
    }
    List<XmlElement> found = element().children(member.name());
    return found.isEmpty() ? null : new XmlSource(found);
  }

  @Override
  public List<Source> elements(Member list) {
    List<XmlElement> members = list.flattened() ? elements : element().children();
    List<Source> sources = new ArrayList<>(members.size());
    for (XmlElement each : members) {
      sources.add(of(each));
    }
    return sources;
  }

  @Override
  public Map<String, Source> entries(Member map) {
    Map<String, Source> entries = new LinkedHashMap<>();
    for (XmlElement entry : map.flattened() ? elements : element().children()) {
      List<XmlElement> keys = entry.children(map.keyName());
      List<XmlElement> values = entry.children(map.valueName());
      if (keys.isEmpty() || values.isEmpty()) {
        throw new Malformed("An entry of " + map.name() + " lacks its key or its value.");
      }
      entries.put(keys.get(0).text(), of(values.get(0)));
    }
    return entries;
  }

  @Override
  public Object scalar(Member member) {
    return Scalars.parse(element().text(), member);
  }

  /** An attribute's value. */
  private record XmlText(String text) implements Source {
    @Override
    public @Nullable Source member(Member member) {
      return null;
    }

    @Override
    public List<Source> elements(Member list) {
      return List.of();
    }

    @Override
    public Map<String, Source> entries(Member map) {
      return Map.of();
    }

    @Override
    public Object scalar(Member member) {
      return Scalars.parse(text, member);
    }
  }
}
