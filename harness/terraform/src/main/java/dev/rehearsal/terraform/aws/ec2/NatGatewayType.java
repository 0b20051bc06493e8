package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;

final class NatGatewayType implements ResourceType {

  @Override
  public String name() {
    return "aws_nat_gateway";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EC2 NAT Gateway")
        .forcesNew(
            "allocation_id", "availability_mode", "connectivity_type", "private_ip", "subnet_id")
        .defaults("connectivity_type", "public")
        .oneOf("connectivity_type", "private", "public")
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .createNatGateway(
                it.fill(CreateNatGatewayRequest.builder())
                    .tagSpecifications(Ec2Types.tagged(it, "natgateway"))
                    .build())
            .natGateway()
            .natGatewayId());
  }

  @Override
  public void read(ResourceInstance it) {
    NatGateway found =
        it.client(Ec2Client.class)
            .describeNatGateways(describe -> describe.natGatewayIds(it.id()))
            .natGateways()
            .get(0);
    it.take(found);
    NatGatewayAddress address = found.natGatewayAddresses().get(0);
    Values values = it.values();
    values.set("allocation_id", address.allocationId());
    values.set("association_id", address.associationId());
    values.set("network_interface_id", address.networkInterfaceId());
    values.set("private_ip", address.privateIp());
    values.set("public_ip", address.publicIp());
    values.set("availability_mode", "zonal");
    values.set("secondary_allocation_ids", List.of());
    values.set("secondary_private_ip_addresses", List.of());
    values.set("secondary_private_ip_address_count", 0);
    values.set("regional_nat_gateway_address", List.of());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).deleteNatGateway(delete -> delete.natGatewayId(it.id()));
  }
}
