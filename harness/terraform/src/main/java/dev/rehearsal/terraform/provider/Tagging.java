package dev.rehearsal.terraform.provider;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkClient;

/** How a service's tags are listed and changed. */
public interface Tagging {

  /** The tags that the resource has. */
  Map<String, String> list(ResourceInstance it);

  /** Sets and removes tags. */
  void change(ResourceInstance it, Map<String, String> set, List<String> remove);

  /**
   * Tagging by {@code TagResource}, {@code UntagResource} and {@code ListTagsForResource}, as most
   * services have it.
   *
   * @param client the service's client
   * @param attribute the attribute that names the resource there, for example {@code arn}
   */
  static OperationTagging of(Class<? extends SdkClient> client, String attribute) {
    return new OperationTagging(
        client, attribute, "TagResource", "UntagResource", "ListTagsForResource", Map.of());
  }
}
