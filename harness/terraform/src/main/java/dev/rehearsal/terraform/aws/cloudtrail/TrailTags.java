package dev.rehearsal.terraform.aws.cloudtrail;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Tag;

/** A trail's tags: CloudTrail lists those of several resources, and removes them as whole tags. */
final class TrailTags implements Tagging {

  @Override
  public Map<String, String> list(ResourceInstance it) {
    Map<String, String> tags = new LinkedHashMap<>();
    it.client(CloudTrailClient.class)
        .listTags(list -> list.resourceIdList(it.id()))
        .resourceTagList()
        .forEach(resource -> resource.tagsList().forEach(tag -> tags.put(tag.key(), tag.value())));
    return tags;
  }

  @Override
  public void change(ResourceInstance it, Map<String, String> set, List<String> remove) {
    CloudTrailClient trails = it.client(CloudTrailClient.class);
    if (!remove.isEmpty()) {
      List<Tag> gone = remove.stream().map(key -> Tag.builder().key(key).build()).toList();
      trails.removeTags(tags -> tags.resourceId(it.id()).tagsList(gone));
    }
    if (!set.isEmpty()) {
      trails.addTags(tags -> tags.resourceId(it.id()).tagsList(of(set)));
    }
  }

  static List<Tag> of(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
