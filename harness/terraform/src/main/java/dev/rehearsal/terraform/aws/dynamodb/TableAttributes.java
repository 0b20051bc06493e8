package dev.rehearsal.terraform.aws.dynamodb;

import dev.rehearsal.terraform.provider.Validation;
import dev.rehearsal.terraform.value.Unknown;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every declared attribute must be a key of the table or an index, and the other way round. */
final class TableAttributes {

  private TableAttributes() {}

  static void check(Validation checked) {
    Values config = checked.config();
    if (Unknown.in(config.asMap().get("attribute"))
        || Unknown.in(config.asMap().get("global_secondary_index"))
        || Unknown.in(config.asMap().get("hash_key"))
        || Unknown.in(config.asMap().get("range_key"))) {
      return;
    }
    Set<String> keys = new TreeSet<>();
    add(keys, config.text("hash_key"));
    add(keys, config.text("range_key"));
    for (String index : List.of("global_secondary_index", "local_secondary_index")) {
      for (Values block : config.blocks(index)) {
        add(keys, block.text("range_key"));
        if (index.startsWith("global")) {
          add(keys, block.text("hash_key"));
        }
      }
    }
    Set<String> declared = new TreeSet<>();
    config.blocks("attribute").forEach(attribute -> add(declared, attribute.text("name")));
    Set<String> unused = new TreeSet<>(declared);
    unused.removeAll(keys);
    if (!unused.isEmpty()) {
      checked.add(
          "attribute", "all attributes must be indexed. Unused attributes: " + quoted(unused), "");
    }
    Set<String> missing = new TreeSet<>(keys);
    missing.removeAll(declared);
    if (!missing.isEmpty()) {
      checked.add(
          "attribute",
          "all indexes must match a defined attribute. Unmatched indexes: " + quoted(missing),
          "");
    }
  }

  private static void add(Set<String> keys, @Nullable String key) {
    if (key != null) {
      keys.add(key);
    }
  }

  private static String quoted(Set<String> names) {
    return names.stream()
        .map(name -> '"' + name + '"')
        .collect(java.util.stream.Collectors.joining(" ", "[", "]"));
  }
}
