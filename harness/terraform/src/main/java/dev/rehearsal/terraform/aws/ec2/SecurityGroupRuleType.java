package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** One rule of a security group, in or out. */
final class SecurityGroupRuleType implements ResourceType {

  private final String name;
  private final boolean egress;

  private SecurityGroupRuleType(String name, boolean egress) {
    this.name = name;
    this.egress = egress;
  }

  static SecurityGroupRuleType ingress() {
    return new SecurityGroupRuleType("aws_vpc_security_group_ingress_rule", false);
  }

  static SecurityGroupRuleType egress() {
    return new SecurityGroupRuleType("aws_vpc_security_group_egress_rule", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("VPC Security Group Rule")
        .forcesNew("security_group_id")
        .exactlyOneOf("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
        .between("from_port", -1, 65535)
        .between("to_port", -1, 65535)
        .member("security_group_id", "GroupId")
        .member("arn", "SecurityGroupRuleArn")
        .untaken("from_port", "to_port", "referenced_security_group_id")
        .called(it -> it.values().string("security_group_id"))
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    String group = values.string("security_group_id");
    IpPermission permission = permission(values);
    Ec2Client ec2 = it.client(Ec2Client.class);
    List<TagSpecification> tags = Ec2Types.tagged(it, "security-group-rule");
    SecurityGroupRule made =
        egress
            ? ec2.authorizeSecurityGroupEgress(
                    allow -> allow.groupId(group).ipPermissions(permission).tagSpecifications(tags))
                .securityGroupRules()
                .get(0)
            : ec2.authorizeSecurityGroupIngress(
                    allow -> allow.groupId(group).ipPermissions(permission).tagSpecifications(tags))
                .securityGroupRules()
                .get(0);
    it.id(made.securityGroupRuleId());
  }

  @Override
  public void read(ResourceInstance it) {
    SecurityGroupRule found =
        it.client(Ec2Client.class)
            .describeSecurityGroupRules(describe -> describe.securityGroupRuleIds(it.id()))
            .securityGroupRules()
            .get(0);
    it.take(found);
    boolean all = found.ipProtocol().equals("-1");
    it.values().set("from_port", all ? null : found.fromPort());
    it.values().set("to_port", all ? null : found.toPort());
    it.values()
        .set(
            "referenced_security_group_id",
            found.referencedGroupInfo() == null ? null : found.referencedGroupInfo().groupId());
  }

  @Override
  public void update(ResourceInstance it) {
    Values values = it.values();
    it.client(Ec2Client.class)
        .modifySecurityGroupRules(
            modify ->
                modify
                    .groupId(values.string("security_group_id"))
                    .securityGroupRules(
                        update ->
                            update
                                .securityGroupRuleId(it.id())
                                .securityGroupRule(
                                    rule ->
                                        rule.ipProtocol(values.string("ip_protocol"))
                                            .fromPort(values.integer("from_port"))
                                            .toPort(values.integer("to_port"))
                                            .cidrIpv4(values.text("cidr_ipv4"))
                                            .cidrIpv6(values.text("cidr_ipv6"))
                                            .prefixListId(values.text("prefix_list_id"))
                                            .referencedGroupId(
                                                values.text("referenced_security_group_id"))
                                            .description(values.text("description")))));
  }

  @Override
  public void delete(ResourceInstance it) {
    String group = it.values().string("security_group_id");
    if (egress) {
      it.client(Ec2Client.class)
          .revokeSecurityGroupEgress(revoke -> revoke.groupId(group).securityGroupRuleIds(it.id()));
    } else {
      it.client(Ec2Client.class)
          .revokeSecurityGroupIngress(
              revoke -> revoke.groupId(group).securityGroupRuleIds(it.id()));
    }
  }

  private static IpPermission permission(Values values) {
    String description = values.text("description");
    IpPermission.Builder permission =
        IpPermission.builder()
            .ipProtocol(values.string("ip_protocol"))
            .fromPort(values.integer("from_port"))
            .toPort(values.integer("to_port"));
    String cidr = values.text("cidr_ipv4");
    if (cidr != null) {
      permission.ipRanges(range -> range.cidrIp(cidr).description(description));
    }
    String cidr6 = values.text("cidr_ipv6");
    if (cidr6 != null) {
      permission.ipv6Ranges(range -> range.cidrIpv6(cidr6).description(description));
    }
    String list = values.text("prefix_list_id");
    if (list != null) {
      permission.prefixListIds(prefix -> prefix.prefixListId(list).description(description));
    }
    String group = values.text("referenced_security_group_id");
    if (group != null) {
      permission.userIdGroupPairs(pair -> pair.groupId(group).description(description));
    }
    return permission.build();
  }
}
