package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Security groups and their rules, each rule a record of its own. */
final class SecurityGroups {

  private final Store store;

  SecurityGroups(Store store) {
    this.store = store;
  }

  /** A VPC's default group: everything out, everything in from its own members. */
  void createDefault(Vpc vpc) {
    SecurityGroup group = group("default", "default VPC security group", vpc.vpcId());
    add(
        rule(group.groupId(), false, "-1", null, null)
            .referencedGroupInfo(
                info -> info.groupId(group.groupId()).userId(store.aws().account()))
            .build());
    add(openEgress(group.groupId()));
  }

  CreateSecurityGroupResponse create(CreateSecurityGroupRequest asked) {
    String name = Ec2Errors.required(asked.groupName(), "groupName");
    String description = Ec2Errors.required(asked.description(), "groupDescription");
    String vpc = store.vpcs.get(Ec2Errors.required(asked.vpcId(), "vpcId")).vpcId();
    if (name.startsWith("sg-")) {
      throw Ec2Errors.invalid("Invalid value '" + name + "' for groupName.");
    }
    if (in(vpc).anyMatch(each -> each.groupName().equals(name))) {
      throw Ec2Errors.of(
          "InvalidGroup.Duplicate",
          "The security group '" + name + "' already exists for VPC '" + vpc + "'");
    }
    SecurityGroup group = group(name, description, vpc);
    store.tags.create(group.groupId(), asked.tagSpecifications());
    add(openEgress(group.groupId()));
    return CreateSecurityGroupResponse.builder()
        .groupId(group.groupId())
        .securityGroupArn(group.securityGroupArn())
        .tags(store.tags.of(group.groupId()))
        .build();
  }

  DescribeSecurityGroupsResponse describe(DescribeSecurityGroupsRequest asked) {
    Page<SecurityGroup> page =
        Listing.page(
            store.securityGroups.find(asked.groupIds(), asked.filters()).stream()
                .filter(
                    each ->
                        asked.groupNames().isEmpty()
                            || asked.groupNames().contains(each.groupName()))
                .toList(),
            asked.nextToken(),
            asked.maxResults());
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  DescribeSecurityGroupRulesResponse describeRules(DescribeSecurityGroupRulesRequest asked) {
    Page<SecurityGroupRule> page =
        Listing.page(
            store.rules.find(asked.securityGroupRuleIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeSecurityGroupRulesResponse.builder()
        .securityGroupRules(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  DeleteSecurityGroupResponse delete(DeleteSecurityGroupRequest asked) {
    SecurityGroup group = store.securityGroups.get(asked.groupId());
    String id = group.groupId();
    if (group.groupName().equals("default")) {
      throw Ec2Errors.of(
          "CannotDelete",
          "the specified group: \"" + id + "\" name: \"default\" cannot be deleted" + " by a user");
    }
    boolean used =
        store.interfaces.all().stream()
                .anyMatch(each -> each.groups().stream().anyMatch(g -> g.groupId().equals(id)))
            || store.rules.all().stream()
                .anyMatch(
                    rule -> !rule.groupId().equals(id) && id.equals(Reachability.referenced(rule)));
    if (used) {
      throw Ec2Errors.inUse("resource " + id + " has a dependent object");
    }
    remove(id);
    return DeleteSecurityGroupResponse.builder().groupId(id).build();
  }

  List<SecurityGroupRule> authorize(
      String groupId, boolean egress, List<IpPermission> permissions, List<TagSpecification> tags) {
    SecurityGroup group = store.securityGroups.get(groupId);
    List<SecurityGroupRule> wanted = rules(group.groupId(), egress, permissions);
    if (wanted.isEmpty()) {
      throw Ec2Errors.missing("ipPermissions");
    }
    for (SecurityGroupRule rule : wanted) {
      if (same(rule).isPresent()) {
        throw Ec2Errors.of(
            "InvalidPermission.Duplicate",
            "the specified rule \"peer: "
                + peer(rule)
                + ", "
                + rule.ipProtocol()
                + ", from port: "
                + rule.fromPort()
                + ", to port: "
                + rule.toPort()
                + ", ALLOW\" already exists");
      }
    }
    List<SecurityGroupRule> made = new ArrayList<>();
    for (SecurityGroupRule rule : wanted) {
      add(rule);
      store.tags.create(rule.securityGroupRuleId(), tags);
      made.add(shown(rule));
    }
    return made;
  }

  List<RevokedSecurityGroupRule> revoke(
      @Nullable String groupId,
      boolean egress,
      List<IpPermission> permissions,
      List<String> ruleIds) {
    SecurityGroup group = store.securityGroups.get(groupId);
    List<SecurityGroupRule> gone = new ArrayList<>();
    for (String id : ruleIds) {
      SecurityGroupRule rule = store.rules.get(id);
      if (!rule.groupId().equals(group.groupId()) || rule.isEgress() != egress) {
        throw Ec2Errors.of(
            "InvalidSecurityGroupRuleId.NotFound",
            "The security group rule ID '" + id + "' does not exist");
      }
      gone.add(rule);
    }
    for (SecurityGroupRule like : rules(group.groupId(), egress, permissions)) {
      gone.add(
          same(like)
              .orElseThrow(
                  () ->
                      Ec2Errors.of(
                          "InvalidPermission.NotFound",
                          "The specified rule does not exist in this security group.")));
    }
    gone.forEach(rule -> store.rules.remove(rule.securityGroupRuleId()));
    return gone.stream()
        .map(
            rule ->
                RevokedSecurityGroupRule.builder()
                    .securityGroupRuleId(rule.securityGroupRuleId())
                    .groupId(rule.groupId())
                    .isEgress(rule.isEgress())
                    .ipProtocol(rule.ipProtocol())
                    .fromPort(rule.fromPort())
                    .toPort(rule.toPort())
                    .cidrIpv4(rule.cidrIpv4())
                    .prefixListId(rule.prefixListId())
                    .referencedGroupId(Reachability.referenced(rule))
                    .description(rule.description())
                    .build())
        .toList();
  }

  ModifySecurityGroupRulesResponse modifyRules(ModifySecurityGroupRulesRequest asked) {
    String group = store.securityGroups.get(asked.groupId()).groupId();
    for (SecurityGroupRuleUpdate update : asked.securityGroupRules()) {
      SecurityGroupRule before = store.rules.get(update.securityGroupRuleId());
      SecurityGroupRuleRequest wanted = update.securityGroupRule();
      Ec2Errors.refuse(wanted.cidrIpv6(), "CidrIpv6");
      store.rules.put(
          before.securityGroupRuleId(),
          checked(
              before.toBuilder()
                  .groupId(group)
                  .ipProtocol(protocol(wanted.ipProtocol()))
                  .fromPort(wanted.fromPort())
                  .toPort(wanted.toPort())
                  .cidrIpv4(wanted.cidrIpv4())
                  .prefixListId(wanted.prefixListId())
                  .description(wanted.description())
                  .referencedGroupInfo(reference(wanted.referencedGroupId()))
                  .build()));
    }
    return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
  }

  /** Whether a VPC has groups beside the default one. */
  boolean more(String vpc) {
    return in(vpc).anyMatch(group -> !group.groupName().equals("default"));
  }

  void forget(String vpc) {
    in(vpc).forEach(group -> remove(group.groupId()));
  }

  private Stream<SecurityGroup> in(String vpc) {
    return store.securityGroups.all().stream().filter(each -> each.vpcId().equals(vpc));
  }

  private SecurityGroup group(String name, String description, String vpc) {
    String id = store.id("sg");
    SecurityGroup group =
        SecurityGroup.builder()
            .groupId(id)
            .groupName(name)
            .description(description)
            .vpcId(vpc)
            .ownerId(store.aws().account())
            .securityGroupArn(store.arn("security-group/" + id))
            .build();
    store.securityGroups.put(id, group);
    return group;
  }

  private void remove(String group) {
    store.rules.all().stream()
        .filter(rule -> rule.groupId().equals(group))
        .forEach(rule -> store.rules.remove(rule.securityGroupRuleId()));
    store.securityGroups.remove(group);
  }

  private void add(SecurityGroupRule rule) {
    store.rules.put(rule.securityGroupRuleId(), rule);
  }

  private SecurityGroupRule openEgress(String group) {
    return rule(group, true, "-1", null, null).cidrIpv4("0.0.0.0/0").build();
  }

  private SecurityGroupRule.Builder rule(
      String group, boolean egress, String protocol, @Nullable Integer from, @Nullable Integer to) {
    String id = store.id("sgr");
    boolean all = protocol.equals("-1");
    return SecurityGroupRule.builder()
        .securityGroupRuleId(id)
        .securityGroupRuleArn(store.arn("security-group-rule/" + id))
        .groupId(group)
        .groupOwnerId(store.aws().account())
        .isEgress(egress)
        .ipProtocol(protocol)
        .fromPort(all ? Integer.valueOf(-1) : from)
        .toPort(all ? Integer.valueOf(-1) : to);
  }

  /** The rules that permissions stand for: one for each peer. */
  private List<SecurityGroupRule> rules(
      String group, boolean egress, List<IpPermission> permissions) {
    List<SecurityGroupRule> found = new ArrayList<>();
    for (IpPermission each : permissions) {
      if (!each.ipv6Ranges().isEmpty()) {
        throw Ec2Errors.notHere("Ipv6Ranges");
      }
      String protocol = protocol(each.ipProtocol());
      for (IpRange range : each.ipRanges()) {
        found.add(
            rule(group, egress, protocol, each.fromPort(), each.toPort())
                .cidrIpv4(range.cidrIp())
                .description(range.description())
                .build());
      }
      for (UserIdGroupPair pair : each.userIdGroupPairs()) {
        found.add(
            rule(group, egress, protocol, each.fromPort(), each.toPort())
                .referencedGroupInfo(reference(pair.groupId()))
                .description(pair.description())
                .build());
      }
      for (PrefixListId list : each.prefixListIds()) {
        found.add(
            rule(group, egress, protocol, each.fromPort(), each.toPort())
                .prefixListId(list.prefixListId())
                .description(list.description())
                .build());
      }
    }
    found.forEach(this::checked);
    return found;
  }

  private @Nullable ReferencedSecurityGroup reference(@Nullable String group) {
    return group == null
        ? null
        : ReferencedSecurityGroup.builder()
            .groupId(store.securityGroups.get(group).groupId())
            .userId(store.aws().account())
            .build();
  }

  private SecurityGroupRule checked(SecurityGroupRule rule) {
    if (rule.cidrIpv4() != null) {
      Ec2Errors.cidr(rule.cidrIpv4(), "cidrIpv4");
    }
    boolean ports = rule.ipProtocol().equals("tcp") || rule.ipProtocol().equals("udp");
    if (ports && (rule.fromPort() == null || rule.toPort() == null)) {
      throw Ec2Errors.invalid(
          "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    }
    if (ports && rule.fromPort() > rule.toPort()) {
      throw Ec2Errors.invalid(
          "Invalid value 'Invalid TCP/UDP port range: "
              + rule.fromPort()
              + ":"
              + rule.toPort()
              + "' for portRange.");
    }
    return rule;
  }

  private static String protocol(@Nullable String asked) {
    String protocol = Ec2Errors.required(asked, "ipProtocol").toLowerCase(Locale.ROOT);
    return switch (protocol) {
      case "6" -> "tcp";
      case "17" -> "udp";
      case "1" -> "icmp";
      case "all" -> "-1";
      case "tcp", "udp", "icmp", "-1" -> protocol;
      default -> throw Ec2Errors.invalid("Invalid value '" + asked + "' for IP protocol.");
    };
  }

  private Optional<SecurityGroupRule> same(SecurityGroupRule like) {
    return store.rules.all().stream()
        .filter(
            each ->
                each.groupId().equals(like.groupId())
                    && each.isEgress().equals(like.isEgress())
                    && each.ipProtocol().equals(like.ipProtocol())
                    && Objects.equals(each.fromPort(), like.fromPort())
                    && Objects.equals(each.toPort(), like.toPort())
                    && peer(each).equals(peer(like)))
        .findFirst();
  }

  private static String peer(SecurityGroupRule rule) {
    if (rule.cidrIpv4() != null) {
      return rule.cidrIpv4();
    }
    return rule.prefixListId() != null
        ? rule.prefixListId()
        : String.valueOf(Reachability.referenced(rule));
  }

  private SecurityGroupRule shown(SecurityGroupRule rule) {
    return rule.toBuilder().tags(store.tags.of(rule.securityGroupRuleId())).build();
  }

  private SecurityGroup shown(SecurityGroup group) {
    return group.toBuilder()
        .tags(store.tags.of(group.groupId()))
        .ipPermissions(permissions(group.groupId(), false))
        .ipPermissionsEgress(permissions(group.groupId(), true))
        .build();
  }

  /** Rules of the same protocol and ports are one permission. */
  private List<IpPermission> permissions(String group, boolean egress) {
    record Ports(String protocol, @Nullable Integer from, @Nullable Integer to) {}
    Map<Ports, List<SecurityGroupRule>> byPorts = new LinkedHashMap<>();
    for (SecurityGroupRule rule : store.rules.all()) {
      if (rule.groupId().equals(group) && rule.isEgress() == egress) {
        byPorts
            .computeIfAbsent(
                new Ports(rule.ipProtocol(), rule.fromPort(), rule.toPort()),
                ports -> new ArrayList<>())
            .add(rule);
      }
    }
    return byPorts.entrySet().stream()
        .map(
            each ->
                IpPermission.builder()
                    .ipProtocol(each.getKey().protocol())
                    .fromPort(each.getKey().protocol().equals("-1") ? null : each.getKey().from())
                    .toPort(each.getKey().protocol().equals("-1") ? null : each.getKey().to())
                    .ipRanges(ranges(each.getValue()))
                    .userIdGroupPairs(pairs(each.getValue()))
                    .prefixListIds(lists(each.getValue()))
                    .build())
        .toList();
  }

  private static List<IpRange> ranges(List<SecurityGroupRule> rules) {
    return rules.stream()
        .filter(rule -> rule.cidrIpv4() != null)
        .map(
            rule ->
                IpRange.builder().cidrIp(rule.cidrIpv4()).description(rule.description()).build())
        .toList();
  }

  private static List<UserIdGroupPair> pairs(List<SecurityGroupRule> rules) {
    return rules.stream()
        .filter(rule -> rule.referencedGroupInfo() != null)
        .map(
            rule ->
                UserIdGroupPair.builder()
                    .groupId(rule.referencedGroupInfo().groupId())
                    .userId(rule.referencedGroupInfo().userId())
                    .description(rule.description())
                    .build())
        .toList();
  }

  private static List<PrefixListId> lists(List<SecurityGroupRule> rules) {
    return rules.stream()
        .filter(rule -> rule.prefixListId() != null)
        .map(
            rule ->
                PrefixListId.builder()
                    .prefixListId(rule.prefixListId())
                    .description(rule.description())
                    .build())
        .toList();
  }
}
