package dev.rehearsal.cloud.ec2;

import java.util.Map;

/** Tells what an id is the id of. */
public final class ResourceKinds {

  private static final Map<String, String> BY_PREFIX =
      Map.ofEntries(
          Map.entry("vpc", "vpc"),
          Map.entry("subnet", "subnet"),
          Map.entry("igw", "internet-gateway"),
          Map.entry("eipalloc", "elastic-ip"),
          Map.entry("nat", "natgateway"),
          Map.entry("rtb", "route-table"),
          Map.entry("sg", "security-group"),
          Map.entry("sgr", "security-group-rule"),
          Map.entry("acl", "network-acl"),
          Map.entry("vpce", "vpc-endpoint"),
          Map.entry("eni", "network-interface"),
          Map.entry("fl", "vpc-flow-log"));

  private ResourceKinds() {}

  /**
   * The type of a resource as its ARN has it, by the id's prefix: {@code sg-…} is security-group.
   */
  public static String of(String id) {
    int dash = id.indexOf('-');
    return BY_PREFIX.getOrDefault(dash < 0 ? id : id.substring(0, dash), "resource");
  }
}
