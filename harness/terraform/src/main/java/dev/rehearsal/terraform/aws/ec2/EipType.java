package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;

final class EipType implements ResourceType {

  @Override
  public String name() {
    return "aws_eip";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EC2 EIP")
        .forcesNew("address", "customer_owned_ipv4_pool", "domain", "public_ipv4_pool")
        .oneOf("domain", "vpc")
        .check(
            checked -> {
              for (String argument : new String[] {"instance", "network_interface"}) {
                if (checked.given(argument)) {
                  checked.add(
                      argument,
                      argument + " is not served by the embedded provider",
                      "The embedded EC2 has no instances.");
                }
              }
            })
        .member("private_ip", "PrivateIpAddress")
        .member("network_interface", "NetworkInterfaceId")
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .allocateAddress(
                it.fill(AllocateAddressRequest.builder())
                    .domain("vpc")
                    .tagSpecifications(Ec2Types.tagged(it, "elastic-ip"))
                    .build())
            .allocationId());
  }

  @Override
  public void read(ResourceInstance it) {
    Address found =
        it.client(Ec2Client.class)
            .describeAddresses(describe -> describe.allocationIds(it.id()))
            .addresses()
            .get(0);
    it.take(found);
    Values values = it.values();
    values.set("arn", Ec2Types.arn(it, "elastic-ip"));
    values.set(
        "public_dns",
        "ec2-" + found.publicIp().replace('.', '-') + "." + it.region() + ".compute.amazonaws.com");
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).releaseAddress(release -> release.allocationId(it.id()));
  }
}
