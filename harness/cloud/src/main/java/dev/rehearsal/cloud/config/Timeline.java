package dev.rehearsal.cloud.config;

import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.config.model.ConfigurationItem;
import software.amazon.awssdk.services.config.model.ConfigurationItemStatus;

/** What each resource was configured like, from the first time it was seen. Thread-safe. */
final class Timeline {

  private final Surroundings aws;
  private final Map<String, List<ConfigurationItem>> items = new ConcurrentSkipListMap<>();

  Timeline(Surroundings aws) {
    this.aws = aws;
  }

  /** Records what is new, what changed and what is gone, and answers these items. */
  synchronized List<ConfigurationItem> record(List<Item> now) {
    List<ConfigurationItem> added = new ArrayList<>();
    Instant at = aws.clock().instant();
    Set<String> present = new HashSet<>();
    for (Item item : now) {
      if (item.type().equals(Item.ACCOUNT)) {
        continue;
      }
      String key = key(item.type(), item.id());
      present.add(key);
      List<ConfigurationItem> before = items.computeIfAbsent(key, any -> new ArrayList<>());
      ConfigurationItem last = before.isEmpty() ? null : before.get(before.size() - 1);
      boolean gone =
          last == null
              || last.configurationItemStatus() == ConfigurationItemStatus.RESOURCE_DELETED;
      if (last == null || gone || !item.is().toString().equals(last.configuration())) {
        ConfigurationItem made =
            item(item, at, before.size())
                .configurationItemStatus(
                    gone ? ConfigurationItemStatus.RESOURCE_DISCOVERED : ConfigurationItemStatus.OK)
                .configuration(item.is().toString())
                .build();
        before.add(made);
        added.add(made);
      }
    }
    items.forEach(
        (key, before) -> {
          ConfigurationItem last = before.get(before.size() - 1);
          if (!present.contains(key)
              && last.configurationItemStatus() != ConfigurationItemStatus.RESOURCE_DELETED) {
            ConfigurationItem deleted =
                last.toBuilder()
                    .configurationItemStatus(ConfigurationItemStatus.RESOURCE_DELETED)
                    .configurationItemCaptureTime(at)
                    .configurationStateId(String.valueOf(before.size() + 1))
                    .configuration(null)
                    .build();
            before.add(deleted);
            added.add(deleted);
          }
        });
    return added;
  }

  /** A resource's items, the latest first; none where it was never seen. */
  synchronized List<ConfigurationItem> of(String type, String id) {
    List<ConfigurationItem> found = new ArrayList<>(items.getOrDefault(key(type, id), List.of()));
    Collections.reverse(found);
    return found;
  }

  /** The latest item of each resource that is there. */
  synchronized List<ConfigurationItem> present() {
    return items.values().stream()
        .map(all -> all.get(all.size() - 1))
        .filter(item -> item.configurationItemStatus() != ConfigurationItemStatus.RESOURCE_DELETED)
        .toList();
  }

  private ConfigurationItem.Builder item(Item item, Instant at, int before) {
    return ConfigurationItem.builder()
        .version("1.3")
        .accountId(aws.account())
        .awsRegion(aws.region())
        .configurationItemCaptureTime(at)
        .configurationStateId(String.valueOf(before + 1))
        .arn(item.arn())
        .resourceType(item.type())
        .resourceId(item.id())
        .resourceName(item.id());
  }

  private static String key(String type, String id) {
    return type + " " + id;
  }
}
