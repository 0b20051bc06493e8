package dev.rehearsal.cloud.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** HTTP headers: names in any case, values in order. Not thread-safe while being filled. */
public final class Headers {

  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public Headers add(String name, String value) {
    values.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    return this;
  }

  public Headers set(String name, String value) {
    values.remove(name);
    return add(name, value);
  }

  public Headers remove(String name) {
    values.remove(name);
    return this;
  }

  public boolean contains(String name) {
    return values.containsKey(name);
  }

  public Optional<String> first(String name) {
    List<String> all = values.get(name);
    return all == null ? Optional.empty() : Optional.of(all.get(0));
  }

  public List<String> all(String name) {
    return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
  }

  /** Names in their first spelling, sorted without regard to case. */
  public Iterable<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  public void forEach(BiConsumer<String, String> each) {
    values.forEach((name, all) -> all.forEach(value -> each.accept(name, value)));
  }

  public Headers copy() {
    Headers copy = new Headers();
    forEach(copy::add);
    return copy;
  }
}
