package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.PrefixList;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

final class VpcEndpointType implements ResourceType {

  @Override
  public String name() {
    return "aws_vpc_endpoint";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EC2 VPC Endpoint")
        .forcesNew("service_name", "service_region", "vpc_endpoint_type", "vpc_id")
        .defaults("vpc_endpoint_type", "Gateway")
        .oneOf(
            "vpc_endpoint_type",
            "Gateway",
            "Interface",
            "GatewayLoadBalancer",
            "Resource",
            "ServiceNetwork")
        .policies("policy")
        .member("policy", "PolicyDocument")
        .untaken("security_group_ids", "dns_entry")
        .called(it -> it.values().string("service_name"))
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .createVpcEndpoint(
                it.fill(CreateVpcEndpointRequest.builder())
                    .tagSpecifications(Ec2Types.tagged(it, "vpc-endpoint"))
                    .build())
            .vpcEndpoint()
            .vpcEndpointId());
  }

  @Override
  public void read(ResourceInstance it) {
    VpcEndpoint found =
        it.client(Ec2Client.class)
            .describeVpcEndpoints(describe -> describe.vpcEndpointIds(it.id()))
            .vpcEndpoints()
            .get(0);
    it.take(found);
    Values values = it.values();
    values.set("arn", Ec2Types.arn(it, "vpc-endpoint"));
    values.set("service_region", it.region());
    values.set(
        "security_group_ids",
        found.groups().stream().map(SecurityGroupIdentifier::groupId).toList());
    values.set("dns_entry", List.of());
    values.set("cidr_blocks", List.of());
    values.set(
        "prefix_list_id",
        it
            .client(Ec2Client.class)
            .describePrefixLists(
                describe ->
                    describe.filters(
                        filter -> filter.name("prefix-list-name").values(found.serviceName())))
            .prefixLists()
            .stream()
            .map(PrefixList::prefixListId)
            .findFirst()
            .orElse(null));
  }

  @Override
  public void update(ResourceInstance it) {
    Values values = it.values();
    ModifyVpcEndpointRequest.Builder modify =
        ModifyVpcEndpointRequest.builder()
            .vpcEndpointId(it.id())
            .addRouteTableIds(more(it, "route_table_ids"))
            .removeRouteTableIds(less(it, "route_table_ids"))
            .addSubnetIds(more(it, "subnet_ids"))
            .removeSubnetIds(less(it, "subnet_ids"))
            .addSecurityGroupIds(more(it, "security_group_ids"))
            .removeSecurityGroupIds(less(it, "security_group_ids"));
    if (it.changed("policy")) {
      modify.policyDocument(values.text("policy")).resetPolicy(values.text("policy") == null);
    }
    if (it.changed("private_dns_enabled")) {
      modify.privateDnsEnabled(values.bool("private_dns_enabled"));
    }
    it.client(Ec2Client.class).modifyVpcEndpoint(modify.build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).deleteVpcEndpoints(delete -> delete.vpcEndpointIds(it.id()));
  }

  private static List<String> more(ResourceInstance it, String attribute) {
    List<String> before = it.prior().strings(attribute);
    return it.values().strings(attribute).stream().filter(id -> !before.contains(id)).toList();
  }

  private static List<String> less(ResourceInstance it, String attribute) {
    List<String> after = it.values().strings(attribute);
    return it.prior().strings(attribute).stream().filter(id -> !after.contains(id)).toList();
  }
}
