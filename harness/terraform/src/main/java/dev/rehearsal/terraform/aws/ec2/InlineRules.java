package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * The rules that stand inside a security group: the objects of {@code ingress} and {@code egress}.
 */
final class InlineRules {

  private record Shape(
      @Nullable String protocol,
      @Nullable Integer from,
      @Nullable Integer to,
      @Nullable String description) {}

  private InlineRules() {}

  /** Makes a group's rules those of the values. */
  static void put(ResourceInstance it, String group) {
    Ec2Client ec2 = it.client(Ec2Client.class);
    SecurityGroup there = describe(it, group);
    if (!there.ipPermissions().isEmpty()) {
      ec2.revokeSecurityGroupIngress(
          revoke -> revoke.groupId(group).ipPermissions(there.ipPermissions()));
    }
    if (!there.ipPermissionsEgress().isEmpty()) {
      ec2.revokeSecurityGroupEgress(
          revoke -> revoke.groupId(group).ipPermissions(there.ipPermissionsEgress()));
    }
    List<IpPermission> in = permissions(it.values().blocks("ingress"), group);
    if (!in.isEmpty()) {
      ec2.authorizeSecurityGroupIngress(allow -> allow.groupId(group).ipPermissions(in));
    }
    List<IpPermission> out = permissions(it.values().blocks("egress"), group);
    if (!out.isEmpty()) {
      ec2.authorizeSecurityGroupEgress(allow -> allow.groupId(group).ipPermissions(out));
    }
  }

  static SecurityGroup describe(ResourceInstance it, String group) {
    return it.client(Ec2Client.class)
        .describeSecurityGroups(describe -> describe.groupIds(group))
        .securityGroups()
        .get(0);
  }

  /** A group's permissions as objects: one for each protocol, ports and description. */
  static List<Map<String, @Nullable Object>> objects(List<IpPermission> permissions, String group) {
    Map<Shape, Map<String, @Nullable Object>> objects = new LinkedHashMap<>();
    for (IpPermission each : permissions) {
      each.ipRanges()
          .forEach(range -> add(objects, each, range.description(), "cidr_blocks", range.cidrIp()));
      each.prefixListIds()
          .forEach(
              list ->
                  add(objects, each, list.description(), "prefix_list_ids", list.prefixListId()));
      each.userIdGroupPairs()
          .forEach(
              pair -> {
                if (pair.groupId().equals(group)) {
                  object(objects, each, pair.description()).put("self", true);
                } else {
                  add(objects, each, pair.description(), "security_groups", pair.groupId());
                }
              });
    }
    return List.copyOf(objects.values());
  }

  private static void add(
      Map<Shape, Map<String, @Nullable Object>> objects,
      IpPermission permission,
      @Nullable String description,
      String attribute,
      String value) {
    Map<String, @Nullable Object> object = object(objects, permission, description);
    List<@Nullable Object> more = new ArrayList<>();
    if (object.get(attribute) instanceof List<?> before) {
      more.addAll(before);
    }
    more.add(value);
    object.put(attribute, more);
  }

  private static Map<String, @Nullable Object> object(
      Map<Shape, Map<String, @Nullable Object>> objects,
      IpPermission permission,
      @Nullable String description) {
    return objects.computeIfAbsent(
        new Shape(permission.ipProtocol(), permission.fromPort(), permission.toPort(), description),
        shape -> {
          Map<String, @Nullable Object> object = new LinkedHashMap<>();
          object.put("cidr_blocks", List.of());
          object.put("description", description == null ? "" : description);
          object.put("from_port", shape.from() == null ? 0 : shape.from());
          object.put("ipv6_cidr_blocks", List.of());
          object.put("prefix_list_ids", List.of());
          object.put("protocol", shape.protocol());
          object.put("security_groups", List.of());
          object.put("self", false);
          object.put("to_port", shape.to() == null ? 0 : shape.to());
          return object;
        });
  }

  private static List<IpPermission> permissions(List<Values> objects, String group) {
    List<IpPermission> permissions = new ArrayList<>();
    for (Values each : objects) {
      String description = each.text("description");
      List<String> groups = new ArrayList<>(each.strings("security_groups"));
      if (each.bool("self")) {
        groups.add(group);
      }
      permissions.add(
          IpPermission.builder()
              .ipProtocol(each.text("protocol"))
              .fromPort(each.integer("from_port"))
              .toPort(each.integer("to_port"))
              .ipRanges(
                  each.strings("cidr_blocks").stream()
                      .map(cidr -> IpRange.builder().cidrIp(cidr).description(description).build())
                      .toList())
              .ipv6Ranges(
                  each.strings("ipv6_cidr_blocks").stream()
                      .map(
                          cidr ->
                              Ipv6Range.builder().cidrIpv6(cidr).description(description).build())
                      .toList())
              .prefixListIds(
                  each.strings("prefix_list_ids").stream()
                      .map(
                          id ->
                              PrefixListId.builder()
                                  .prefixListId(id)
                                  .description(description)
                                  .build())
                      .toList())
              .userIdGroupPairs(
                  groups.stream()
                      .map(
                          id ->
                              UserIdGroupPair.builder()
                                  .groupId(id)
                                  .description(description)
                                  .build())
                      .toList())
              .build());
    }
    return permissions;
  }
}
