package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;

final class SubnetType implements ResourceType {

  @Override
  public String name() {
    return "aws_subnet";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EC2 Subnet")
        .forcesNew(
            "availability_zone",
            "availability_zone_id",
            "cidr_block",
            "ipv6_native",
            "outpost_arn",
            "vpc_id")
        .conflicts("availability_zone", "availability_zone_id")
        .defaults("map_public_ip_on_launch", false)
        .defaults("assign_ipv6_address_on_creation", false)
        .defaults("enable_dns64", false)
        .defaults("enable_resource_name_dns_a_record_on_launch", false)
        .defaults("enable_resource_name_dns_aaaa_record_on_launch", false)
        .defaults("ipv6_native", false)
        .member("arn", "SubnetArn")
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .createSubnet(
                it.fill(CreateSubnetRequest.builder())
                    .ipv6Native(null)
                    .tagSpecifications(Ec2Types.tagged(it, "subnet"))
                    .build())
            .subnet()
            .subnetId());
    if (it.values().bool("map_public_ip_on_launch")) {
      update(it);
    }
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(Ec2Client.class)
            .describeSubnets(describe -> describe.subnetIds(it.id()))
            .subnets()
            .get(0));
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(Ec2Client.class)
        .modifySubnetAttribute(
            modify ->
                modify
                    .subnetId(it.id())
                    .mapPublicIpOnLaunch(
                        value -> value.value(it.values().bool("map_public_ip_on_launch"))));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).deleteSubnet(delete -> delete.subnetId(it.id()));
  }
}
