package dev.rehearsal.cloud.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A part of a query's parameters: {@code Attribute.1.Name} is a path through a tree. */
final class QuerySource implements Source {

  private static final int DEEPEST = 64;

  private final Names names;
  private final Map<String, QuerySource> children = new LinkedHashMap<>();
  private @Nullable String value;

  private QuerySource(Names names) {
    this.names = names;
  }

  static QuerySource of(Map<String, String> parameters, Names names) {
    QuerySource root = new QuerySource(names);
    parameters.forEach(
        (path, value) -> {
          String[] steps = path.split("\\.", -1);
          if (steps.length > DEEPEST) {
            throw new Malformed("The parameter " + steps[0] + " is nested too deeply.");
          }
          QuerySource at = root;
          for (String step : steps) {
            at = at.children.computeIfAbsent(step, any -> new QuerySource(names));
          }
          at.value = value;
        });
    return root;
  }

  @Override
  public @Nullable Source member(Member member) {
    QuerySource found = children.get(names.asked(member));
    if (found == null && member.flattened() && member.elementName() != null) {
      found = children.get(member.elementName());
    }
    return found;
  }

  @Override
  public List<Source> elements(Member list) {
    QuerySource holder = children.get("member");
    if (holder == null && list.elementName() != null) {
      holder = children.get(list.elementName());
    }
    return List.copyOf((holder == null ? this : holder).numbered(list).values());
  }

  @Override
  public Map<String, Source> entries(Member map) {
    QuerySource holder = children.getOrDefault("entry", this);
    Map<String, Source> entries = new LinkedHashMap<>();
    for (QuerySource entry : holder.numbered(map).values()) {
      QuerySource key = entry.children.get(names.keyOf(map));
      QuerySource mapped = entry.children.get(names.valueOf(map));
      if (key == null || key.value == null || mapped == null) {
        throw new Malformed("An entry of " + map.name() + " lacks its key or its value.");
      }
      entries.put(key.value, mapped);
    }
    return entries;
  }

  @Override
  public Object scalar(Member member) {
    if (value == null) {
      throw new Malformed(member.name() + " takes a single value.");
    }
    return Scalars.parse(value, member);
  }

  private Map<Integer, QuerySource> numbered(Member member) {
    Map<Integer, QuerySource> found = new TreeMap<>();
    children.forEach(
        (step, child) -> {
          try {
            found.put(Integer.valueOf(step), child);
          } catch (NumberFormatException notOne) {
            throw new Malformed(
                "'" + step + "' is not the number of an element of " + member.name() + ".", notOne);
          }
        });
    return found;
  }
}
