package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.Surroundings;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.FlowLog;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** Everything EC2 keeps for one account and region. Used under {@link #locked} only. */
final class Store {

  final Tags tags = new Tags();
  final Shelf<Vpc> vpcs =
      this.<Vpc>shelf("vpc ID", "InvalidVpcID.NotFound")
          .filter("vpc-id", Vpc::vpcId)
          .filter("cidr", Vpc::cidrBlock)
          .filter("state", Vpc::stateAsString)
          .filter("is-default", Vpc::isDefault)
          .filter("isDefault", Vpc::isDefault)
          .filter("owner-id", Vpc::ownerId);
  final Shelf<Subnet> subnets =
      this.<Subnet>shelf("subnet ID", "InvalidSubnetID.NotFound")
          .filter("subnet-id", Subnet::subnetId)
          .filter("vpc-id", Subnet::vpcId)
          .filter("cidr-block", Subnet::cidrBlock)
          .filter("availability-zone", Subnet::availabilityZone)
          .filter("availability-zone-id", Subnet::availabilityZoneId)
          .filter("default-for-az", Subnet::defaultForAz)
          .filter("map-public-ip-on-launch", Subnet::mapPublicIpOnLaunch)
          .filter("state", Subnet::stateAsString)
          .filter("owner-id", Subnet::ownerId);
  final Shelf<InternetGateway> internetGateways =
      this.<InternetGateway>shelf("internetGateway ID", "InvalidInternetGatewayID.NotFound")
          .filter("internet-gateway-id", InternetGateway::internetGatewayId)
          .filter("owner-id", InternetGateway::ownerId)
          .filterAny("attachment.vpc-id", each -> each.attachments().stream().map(a -> a.vpcId()));
  final Shelf<Address> addresses =
      this.<Address>shelf("allocation ID", "InvalidAllocationID.NotFound")
          .filter("allocation-id", Address::allocationId)
          .filter("public-ip", Address::publicIp)
          .filter("domain", Address::domainAsString)
          .filter("association-id", Address::associationId)
          .filter("network-interface-id", Address::networkInterfaceId);
  final Shelf<NatGateway> natGateways =
      this.<NatGateway>shelf("NatGateway", "NatGatewayNotFound")
          .filter("nat-gateway-id", NatGateway::natGatewayId)
          .filter("subnet-id", NatGateway::subnetId)
          .filter("vpc-id", NatGateway::vpcId)
          .filter("state", NatGateway::stateAsString);
  final Shelf<RouteTable> routeTables =
      this.<RouteTable>shelf("routeTable ID", "InvalidRouteTableID.NotFound")
          .filter("route-table-id", RouteTable::routeTableId)
          .filter("vpc-id", RouteTable::vpcId)
          .filter("owner-id", RouteTable::ownerId)
          .filterAny(
              "association.route-table-association-id",
              each -> each.associations().stream().map(a -> a.routeTableAssociationId()))
          .filterAny(
              "association.subnet-id", each -> each.associations().stream().map(a -> a.subnetId()))
          .filterAny(
              "association.main",
              each -> each.associations().stream().map(a -> String.valueOf(a.main())));
  final Shelf<SecurityGroup> securityGroups =
      this.<SecurityGroup>shelf("security group", "InvalidGroup.NotFound")
          .filter("group-id", SecurityGroup::groupId)
          .filter("group-name", SecurityGroup::groupName)
          .filter("vpc-id", SecurityGroup::vpcId)
          .filter("description", SecurityGroup::description)
          .filter("owner-id", SecurityGroup::ownerId);
  final Shelf<SecurityGroupRule> rules =
      this.<SecurityGroupRule>shelf("security group rule ID", "InvalidSecurityGroupRuleId.NotFound")
          .filter("security-group-rule-id", SecurityGroupRule::securityGroupRuleId)
          .filter("group-id", SecurityGroupRule::groupId);
  final Shelf<NetworkAcl> acls =
      this.<NetworkAcl>shelf("networkAcl ID", "InvalidNetworkAclID.NotFound")
          .filter("network-acl-id", NetworkAcl::networkAclId)
          .filter("vpc-id", NetworkAcl::vpcId)
          .filter("default", NetworkAcl::isDefault)
          .filter("owner-id", NetworkAcl::ownerId)
          .filterAny(
              "association.subnet-id", each -> each.associations().stream().map(a -> a.subnetId()))
          .filterAny(
              "association.association-id",
              each -> each.associations().stream().map(a -> a.networkAclAssociationId()));
  final Shelf<VpcEndpoint> endpoints =
      this.<VpcEndpoint>shelf("Vpc Endpoint Id", "InvalidVpcEndpointId.NotFound")
          .filter("vpc-endpoint-id", VpcEndpoint::vpcEndpointId)
          .filter("vpc-id", VpcEndpoint::vpcId)
          .filter("service-name", VpcEndpoint::serviceName)
          .filter("vpc-endpoint-type", VpcEndpoint::vpcEndpointTypeAsString)
          .filter("vpc-endpoint-state", VpcEndpoint::stateAsString);
  final Shelf<NetworkInterface> interfaces =
      this.<NetworkInterface>shelf("networkInterface ID", "InvalidNetworkInterfaceID.NotFound")
          .filter("network-interface-id", NetworkInterface::networkInterfaceId)
          .filter("subnet-id", NetworkInterface::subnetId)
          .filter("vpc-id", NetworkInterface::vpcId)
          .filter("description", NetworkInterface::description)
          .filter("status", NetworkInterface::statusAsString)
          .filter("private-ip-address", NetworkInterface::privateIpAddress)
          .filter("requester-id", NetworkInterface::requesterId)
          .filter("interface-type", NetworkInterface::interfaceTypeAsString)
          .filterAny("group-id", each -> each.groups().stream().map(group -> group.groupId()));
  final Shelf<FlowLog> flowLogs =
      this.<FlowLog>shelf("flowLog ID", "InvalidFlowLogId.NotFound")
          .filter("flow-log-id", FlowLog::flowLogId)
          .filter("resource-id", FlowLog::resourceId)
          .filter("log-group-name", FlowLog::logGroupName)
          .filter("traffic-type", FlowLog::trafficTypeAsString);

  private final Surroundings aws;

  Store(Surroundings aws) {
    this.aws = aws;
  }

  synchronized <R> R locked(Supplier<R> work) {
    return work.get();
  }

  /** An id such as {@code vpc-0a1b2c3d4e5f67890}. */
  String id(String prefix) {
    return prefix + "-0" + aws.ids().hex(16);
  }

  String arn(String resource) {
    return aws.arn("ec2", resource);
  }

  Surroundings aws() {
    return aws;
  }

  /** What a person calls a resource: its name and id. */
  String named(String id) {
    String name = tags.map(id).get("Name");
    if (name == null && securityGroups.has(id)) {
      name = securityGroups.get(id).groupName();
    }
    return name == null ? id : name + " (" + id + ")";
  }

  private <T> Shelf<T> shelf(String noun, String missing) {
    return new Shelf<>(noun, missing, tags);
  }
}
