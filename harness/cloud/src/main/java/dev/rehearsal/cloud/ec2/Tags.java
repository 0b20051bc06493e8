package dev.rehearsal.cloud.ec2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The tags of everything EC2 keeps, by resource id. Used under the store's lock only. */
final class Tags {

  private static final int MOST = 50;

  private final Map<String, Map<String, String>> byResource = new HashMap<>();

  /** Gives a new resource the tags that its creation asks for. */
  void create(String resource, List<TagSpecification> asked) {
    asked.forEach(each -> put(resource, each.tags()));
  }

  void put(String resource, List<Tag> tags) {
    Map<String, String> own = byResource.computeIfAbsent(resource, id -> new TreeMap<>());
    for (Tag tag : tags) {
      if (tag.key() != null && tag.key().startsWith("aws:")) {
        throw Ec2Errors.invalid("Tag keys starting with 'aws:' are reserved for internal use");
      }
      own.put(Ec2Errors.required(tag.key(), "Tag.Key"), tag.value() == null ? "" : tag.value());
    }
    if (own.size() > MOST) {
      throw Ec2Errors.of("TagLimitExceeded", "More than " + MOST + " tags on " + resource);
    }
  }

  /** Removes tags: all where none are named, one of a value only where it has it. */
  void remove(String resource, List<Tag> tags) {
    if (tags.isEmpty()) {
      byResource.remove(resource);
      return;
    }
    Map<String, String> own = byResource.getOrDefault(resource, Map.of());
    for (Tag tag : tags) {
      if (tag.value() == null || tag.value().equals(own.get(tag.key()))) {
        own.remove(tag.key());
      }
    }
  }

  void forget(String resource) {
    byResource.remove(resource);
  }

  List<Tag> of(String resource) {
    return map(resource).entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  Map<String, String> map(String resource) {
    return byResource.getOrDefault(resource, Map.of());
  }

  /** All tags that meet the filters. */
  List<TagDescription> described(List<Filter> filters) {
    List<TagDescription> found = new ArrayList<>();
    byResource.forEach(
        (resource, own) ->
            own.forEach(
                (key, value) ->
                    found.add(
                        TagDescription.builder()
                            .resourceId(resource)
                            .resourceType(ResourceKinds.of(resource))
                            .key(key)
                            .value(value)
                            .build())));
    return found.stream()
        .filter(tag -> filters.stream().allMatch(filter -> meets(tag, filter)))
        .sorted(Comparator.comparing(TagDescription::resourceId).thenComparing(TagDescription::key))
        .toList();
  }

  private static boolean meets(TagDescription tag, Filter filter) {
    String name = Ec2Errors.required(filter.name(), "Filter.Name");
    return filter
        .values()
        .contains(
            switch (name) {
              case "resource-id" -> tag.resourceId();
              case "resource-type" -> tag.resourceTypeAsString();
              case "key" -> tag.key();
              case "value" -> tag.value();
              default -> throw Ec2Errors.invalid("The filter '" + name + "' is invalid");
            });
  }
}
