package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;

final class NetworkAclRuleType implements ResourceType {

  @Override
  public String name() {
    return "aws_network_acl_rule";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EC2 Network ACL Rule")
        .forcesNew(
            "cidr_block",
            "egress",
            "from_port",
            "icmp_code",
            "icmp_type",
            "ipv6_cidr_block",
            "network_acl_id",
            "protocol",
            "rule_action",
            "rule_number",
            "to_port")
        .defaults("egress", false)
        .exactlyOneOf("cidr_block", "ipv6_cidr_block")
        .oneOf("rule_action", "allow", "deny")
        .same(AclEntries::sameProtocol, "protocol")
        .called(it -> it.values().string("network_acl_id"))
        .imports(
            it -> {
              String[] parts = it.id().split(":", -1);
              if (parts.length != 4) {
                throw new ProviderException(
                    "unexpected format of ID ("
                        + it.id()
                        + "), expected NETWORK_ACL_ID:RULE_NUMBER:PROTOCOL:EGRESS");
              }
              it.values().set("network_acl_id", parts[0]);
              it.values().set("rule_number", new java.math.BigDecimal(parts[1]));
              it.values().set("egress", Boolean.valueOf(parts[3]));
            });
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    String acl = values.string("network_acl_id");
    AclEntries.add(it, acl, values.bool("egress"), values, "rule_number");
    it.id(acl + ":" + values.integer("rule_number") + ":" + values.bool("egress"));
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    Optional<NetworkAclEntry> found =
        it
            .client(Ec2Client.class)
            .describeNetworkAcls(
                describe -> describe.networkAclIds(values.string("network_acl_id")))
            .networkAcls()
            .get(0)
            .entries()
            .stream()
            .filter(
                entry ->
                    entry.egress() == values.bool("egress")
                        && entry.ruleNumber().equals(values.integer("rule_number")))
            .findFirst();
    if (found.isEmpty()) {
      it.gone();
      return;
    }
    NetworkAclEntry entry = found.get();
    values.set("cidr_block", entry.cidrBlock());
    values.set("protocol", AclEntries.protocol(entry.protocol()));
    values.set("rule_action", entry.ruleActionAsString());
    values.set("from_port", entry.portRange() == null ? null : entry.portRange().from());
    values.set("to_port", entry.portRange() == null ? null : entry.portRange().to());
  }

  @Override
  public void delete(ResourceInstance it) {
    Values values = it.values();
    it.client(Ec2Client.class)
        .deleteNetworkAclEntry(
            delete ->
                delete
                    .networkAclId(values.string("network_acl_id"))
                    .egress(values.bool("egress"))
                    .ruleNumber(values.integer("rule_number")));
  }
}
