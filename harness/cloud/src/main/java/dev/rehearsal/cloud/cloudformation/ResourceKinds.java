package dev.rehearsal.cloud.cloudformation;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every type of resource that templates can have: one line each. */
final class ResourceKinds {

  private static final Map<String, ResourceKind> ALL =
      Stream.<ResourceKind>of(
              new BucketKind(),
              new BucketPolicyKind(),
              new IpSetKind(),
              new LogGroupKind(),
              new ManagedPolicyKind(),
              new QueueKind(),
              new QueuePolicyKind(),
              new SecurityGroupKind(),
              new SubscriptionKind(),
              new TopicKind())
          .collect(Collectors.toUnmodifiableMap(ResourceKind::type, kind -> kind));

  private ResourceKinds() {}

  static ResourceKind of(String type) {
    ResourceKind kind = ALL.get(type);
    if (kind == null) {
      throw StackErrors.notHere(
          "the resource type " + type + "; it has " + new TreeSet<>(ALL.keySet()));
    }
    return kind;
  }
}
