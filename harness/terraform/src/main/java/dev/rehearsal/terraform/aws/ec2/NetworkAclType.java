package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;

final class NetworkAclType implements ResourceType {

  @Override
  public String name() {
    return "aws_network_acl";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EC2 Network ACL")
        .forcesNew("vpc_id")
        .same(AclEntries::sameProtocol, "ingress.protocol", "egress.protocol")
        .untaken("ingress", "egress", "subnet_ids")
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .createNetworkAcl(
                create ->
                    create
                        .vpcId(it.values().string("vpc_id"))
                        .tagSpecifications(Ec2Types.tagged(it, "network-acl")))
            .networkAcl()
            .networkAclId());
    entries(it, "ingress", false);
    entries(it, "egress", true);
    it.values().strings("subnet_ids").forEach(subnet -> associate(it, subnet, it.id()));
  }

  @Override
  public void read(ResourceInstance it) {
    NetworkAcl found = describe(it);
    it.take(found);
    Values values = it.values();
    values.set("arn", Ec2Types.arn(it, "network-acl"));
    values.set("ingress", AclEntries.objects(found, false));
    values.set("egress", AclEntries.objects(found, true));
    values.set(
        "subnet_ids", found.associations().stream().map(NetworkAclAssociation::subnetId).toList());
  }

  @Override
  public void update(ResourceInstance it) {
    if (it.changed("ingress")) {
      replace(it, "ingress", false);
    }
    if (it.changed("egress")) {
      replace(it, "egress", true);
    }
    List<String> before = it.prior().strings("subnet_ids");
    List<String> after = it.values().strings("subnet_ids");
    before.stream()
        .filter(subnet -> !after.contains(subnet))
        .forEach(subnet -> associate(it, subnet, defaultAcl(it)));
    after.stream()
        .filter(subnet -> !before.contains(subnet))
        .forEach(subnet -> associate(it, subnet, it.id()));
  }

  /** The subnets go back under the VPC's default list first. */
  @Override
  public void delete(ResourceInstance it) {
    describe(it).associations().forEach(each -> associate(it, each.subnetId(), defaultAcl(it)));
    it.client(Ec2Client.class).deleteNetworkAcl(delete -> delete.networkAclId(it.id()));
  }

  private static NetworkAcl describe(ResourceInstance it) {
    return it.client(Ec2Client.class)
        .describeNetworkAcls(describe -> describe.networkAclIds(it.id()))
        .networkAcls()
        .get(0);
  }

  private static void entries(ResourceInstance it, String attribute, boolean egress) {
    it.values()
        .blocks(attribute)
        .forEach(entry -> AclEntries.add(it, it.id(), egress, entry, "rule_no"));
  }

  private static void replace(ResourceInstance it, String attribute, boolean egress) {
    for (Values old : it.prior().blocks(attribute)) {
      it.client(Ec2Client.class)
          .deleteNetworkAclEntry(
              delete ->
                  delete.networkAclId(it.id()).egress(egress).ruleNumber(old.integer("rule_no")));
    }
    entries(it, attribute, egress);
  }

  private static String defaultAcl(ResourceInstance it) {
    return acl(
            it,
            Filter.builder().name("vpc-id").values(it.values().string("vpc_id")).build(),
            Filter.builder().name("default").values("true").build())
        .networkAclId();
  }

  private static void associate(ResourceInstance it, String subnet, String acl) {
    String association =
        acl(it, Filter.builder().name("association.subnet-id").values(subnet).build())
            .associations()
            .stream()
            .filter(each -> each.subnetId().equals(subnet))
            .findFirst()
            .orElseThrow()
            .networkAclAssociationId();
    it.client(Ec2Client.class)
        .replaceNetworkAclAssociation(
            replace -> replace.associationId(association).networkAclId(acl));
  }

  private static NetworkAcl acl(ResourceInstance it, Filter... filters) {
    return it.client(Ec2Client.class)
        .describeNetworkAcls(describe -> describe.filters(filters))
        .networkAcls()
        .get(0);
  }
}
