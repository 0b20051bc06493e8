package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping's fields. Keys that are no text, or stand there twice, are findings. */
final class Fields {

  private final Reading reading;
  private final SourceSpan at;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, SourceSpan> places = new LinkedHashMap<>();

  private Fields(Reading reading, SourceSpan at) {
    this.reading = reading;
    this.at = at;
  }

  /** Reads a mapping; empty, with a finding, where the node is something else. */
  static Optional<Fields> of(Reading reading, Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      reading.add(
          Rule.WRONG_TYPE,
          YamlDocument.at(node),
          what + " is a mapping of keys to values, not " + Reading.kind(node),
          "such as { key: value }");
      return Optional.empty();
    }
    Fields fields = new Fields(reading, YamlDocument.at(node));
    for (NodeTuple tuple : mapping.getValue()) {
      fields.put(tuple);
    }
    return Optional.of(fields);
  }

  /** Reads a mapping with known keys; any other key is a finding. */
  static Optional<Fields> of(Reading reading, Node node, String what, Set<String> known) {
    Optional<Fields> fields = of(reading, node, what);
    fields.ifPresent(all -> all.restrict(what, known));
    return fields;
  }

  /** Reports every key that is not known. */
  void restrict(String what, Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        reading.add(
            Rule.UNKNOWN_KEY,
            place(key),
            what + " has no key `" + key + "`",
            Nearest.hint(key, known));
      }
    }
  }

  SourceSpan at() {
    return at;
  }

  /** Where a key stands. */
  SourceSpan place(String key) {
    return places.getOrDefault(key, at);
  }

  Optional<Node> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** A field that must be there. */
  Optional<Node> need(String key, String what) {
    if (!values.containsKey(key)) {
      reading.add(Rule.MISSING_KEY, at, what + " needs the key `" + key + "`", null);
    }
    return get(key);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Map<String, Node> all() {
    return values;
  }

  private void put(NodeTuple tuple) {
    SourceSpan place = YamlDocument.at(tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      reading.add(Rule.WRONG_TYPE, place, "a key is a text", "put it in quotes");
      return;
    }
    SourceSpan first = places.get(key.getValue());
    if (first != null) {
      reading.add(
          Rule.DUPLICATE_KEY,
          place,
          "`" + key.getValue() + "` stands in line " + first.line() + " already",
          "keep one of the two");
      return;
    }
    places.put(key.getValue(), place);
    values.put(key.getValue(), tuple.getValueNode());
  }
}
