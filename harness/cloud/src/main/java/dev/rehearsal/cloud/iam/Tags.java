package dev.rehearsal.cloud.iam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.Tag;

/** The tags of an entity: keys in any case, at most fifty. */
final class Tags {

  private final Map<String, Tag> tags = new LinkedHashMap<>();

  void put(List<Tag> more) {
    for (Tag tag : more) {
      if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 128) {
        throw IamErrors.validation("A tag's key has 1 to 128 characters.");
      }
      tags.put(tag.key(), tag);
    }
    if (tags.size() > 50) {
      throw IamErrors.limit("The number of tags has reached the maximum limit.");
    }
  }

  void remove(List<String> keys) {
    keys.forEach(tags::remove);
  }

  List<Tag> all() {
    return new ArrayList<>(tags.values());
  }
}
