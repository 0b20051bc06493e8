package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.Filter;

final class VpcType implements ResourceType {

  @Override
  public String name() {
    return "aws_vpc";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EC2 VPC")
        .forcesNew("cidr_block", "instance_tenancy", "ipv4_ipam_pool_id", "ipv4_netmask_length")
        .defaults("enable_dns_support", true)
        .defaults("instance_tenancy", "default")
        .defaults("assign_generated_ipv6_cidr_block", false)
        .conflicts("ipv4_ipam_pool_id", "cidr_block")
        .oneOf("instance_tenancy", "default", "dedicated")
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .createVpc(
                it.fill(CreateVpcRequest.builder())
                    .amazonProvidedIpv6CidrBlock(
                        it.values().bool("assign_generated_ipv6_cidr_block") ? true : null)
                    .tagSpecifications(Ec2Types.tagged(it, "vpc"))
                    .build())
            .vpc()
            .vpcId());
    attributes(it);
  }

  @Override
  public void read(ResourceInstance it) {
    Ec2Client ec2 = it.client(Ec2Client.class);
    it.take(ec2.describeVpcs(describe -> describe.vpcIds(it.id())).vpcs().get(0));
    Values values = it.values();
    values.set("arn", Ec2Types.arn(it, "vpc"));
    values.set("enable_dns_support", attribute(it, "enableDnsSupport").enableDnsSupport().value());
    values.set(
        "enable_dns_hostnames", attribute(it, "enableDnsHostnames").enableDnsHostnames().value());
    values.set(
        "enable_network_address_usage_metrics",
        attribute(it, "enableNetworkAddressUsageMetrics")
            .enableNetworkAddressUsageMetrics()
            .value());
    Filter own = Filter.builder().name("vpc-id").values(it.id()).build();
    String main =
        ec2.describeRouteTables(
                describe -> describe.filters(own, filter("association.main", "true")))
            .routeTables()
            .get(0)
            .routeTableId();
    values.set("main_route_table_id", main);
    values.set("default_route_table_id", main);
    values.set(
        "default_security_group_id",
        ec2.describeSecurityGroups(
                describe -> describe.filters(own, filter("group-name", "default")))
            .securityGroups()
            .get(0)
            .groupId());
    values.set(
        "default_network_acl_id",
        ec2.describeNetworkAcls(describe -> describe.filters(own, filter("default", "true")))
            .networkAcls()
            .get(0)
            .networkAclId());
  }

  @Override
  public void update(ResourceInstance it) {
    attributes(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).deleteVpc(delete -> delete.vpcId(it.id()));
  }

  /** AWS takes one attribute at a time; what a new VPC has already is not sent. */
  private static void attributes(ResourceInstance it) {
    Values values = it.values();
    boolean made = it.prior().get("id") == null;
    Ec2Client ec2 = it.client(Ec2Client.class);
    boolean support = values.bool("enable_dns_support");
    if (made ? !support : it.changed("enable_dns_support")) {
      ec2.modifyVpcAttribute(
          modify -> modify.vpcId(it.id()).enableDnsSupport(value -> value.value(support)));
    }
    boolean names = values.bool("enable_dns_hostnames");
    if (made ? names : it.changed("enable_dns_hostnames")) {
      ec2.modifyVpcAttribute(
          modify -> modify.vpcId(it.id()).enableDnsHostnames(value -> value.value(names)));
    }
    boolean metrics = values.bool("enable_network_address_usage_metrics");
    if (made ? metrics : it.changed("enable_network_address_usage_metrics")) {
      ec2.modifyVpcAttribute(
          modify ->
              modify
                  .vpcId(it.id())
                  .enableNetworkAddressUsageMetrics(value -> value.value(metrics)));
    }
  }

  private static DescribeVpcAttributeResponse attribute(ResourceInstance it, String name) {
    return it.client(Ec2Client.class)
        .describeVpcAttribute(describe -> describe.vpcId(it.id()).attribute(name));
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
