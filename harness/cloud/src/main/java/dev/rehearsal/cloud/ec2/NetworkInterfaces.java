package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Network interfaces: where functions and databases stand in their subnets. */
final class NetworkInterfaces {

  /** The network, the router, the DNS and one for later: AWS keeps them. */
  private static final int FIRST = 4;

  private final Store store;

  NetworkInterfaces(Store store) {
    this.store = store;
  }

  CreateNetworkInterfaceResponse create(CreateNetworkInterfaceRequest asked) {
    Ec2Errors.refuse(asked.privateIpAddress(), "PrivateIpAddress");
    NetworkInterface made =
        make(
            Ec2Errors.required(asked.subnetId(), "subnetId"),
            asked.groups(),
            asked.description() == null ? "" : asked.description(),
            asked.interfaceTypeAsString() == null ? "interface" : asked.interfaceTypeAsString(),
            null);
    store.tags.create(made.networkInterfaceId(), asked.tagSpecifications());
    return CreateNetworkInterfaceResponse.builder().networkInterface(shown(made)).build();
  }

  DescribeNetworkInterfacesResponse describe(DescribeNetworkInterfacesRequest asked) {
    Page<NetworkInterface> page =
        Listing.page(
            store.interfaces.find(asked.networkInterfaceIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeNetworkInterfacesResponse.builder()
        .networkInterfaces(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  DeleteNetworkInterfaceResponse delete(DeleteNetworkInterfaceRequest asked) {
    NetworkInterface found = store.interfaces.get(asked.networkInterfaceId());
    if (found.requesterManaged()) {
      throw Ec2Errors.of(
          "OperationNotPermitted", "You do not have permission to access the specified resource.");
    }
    store.interfaces.remove(found.networkInterfaceId());
    return DeleteNetworkInterfaceResponse.builder().build();
  }

  /** An interface that an AWS service keeps, and that its owner can't delete. */
  NetworkInterface serviceInterface(
      String subnet, List<String> groups, String description, String type) {
    return make(subnet, groups, description, type, "amazon-" + type);
  }

  void regroup(String id, List<String> groups) {
    NetworkInterface before = store.interfaces.get(id);
    store.interfaces.put(
        id, before.toBuilder().groups(identifiers(before.vpcId(), groups)).build());
  }

  private NetworkInterface make(
      String subnetId,
      List<String> groups,
      String description,
      String type,
      @Nullable String requester) {
    Subnet subnet = store.subnets.get(subnetId);
    String id = store.id("eni");
    NetworkInterface made =
        NetworkInterface.builder()
            .networkInterfaceId(id)
            .subnetId(subnet.subnetId())
            .vpcId(subnet.vpcId())
            .availabilityZone(subnet.availabilityZone())
            .privateIpAddress(free(subnet))
            .groups(type.equals("nat_gateway") ? List.of() : identifiers(subnet.vpcId(), groups))
            .description(description)
            .interfaceType(type)
            .requesterId(requester)
            .requesterManaged(requester != null)
            .ownerId(store.aws().account())
            .sourceDestCheck(!type.equals("nat_gateway"))
            .status(NetworkInterfaceStatus.IN_USE)
            .build();
    store.interfaces.put(id, made);
    return made;
  }

  private List<GroupIdentifier> identifiers(String vpc, List<String> groups) {
    List<SecurityGroup> named =
        groups.isEmpty()
            ? store.securityGroups.all().stream()
                .filter(each -> each.vpcId().equals(vpc) && each.groupName().equals("default"))
                .toList()
            : groups.stream().map(store.securityGroups::get).toList();
    for (SecurityGroup group : named) {
      if (!group.vpcId().equals(vpc)) {
        throw Ec2Errors.of(
            "InvalidParameter",
            "Security group " + group.groupId() + " and subnet belong to different networks.");
      }
    }
    return named.stream()
        .map(
            each ->
                GroupIdentifier.builder()
                    .groupId(each.groupId())
                    .groupName(each.groupName())
                    .build())
        .toList();
  }

  private String free(Subnet subnet) {
    Set<String> taken =
        store.interfaces.all().stream()
            .filter(each -> each.subnetId().equals(subnet.subnetId()))
            .map(NetworkInterface::privateIpAddress)
            .collect(Collectors.toSet());
    Cidr block = Cidr.parse(subnet.cidrBlock());
    for (int number = FIRST; number < block.size() - 1; number++) {
      if (!taken.contains(block.at(number))) {
        return block.at(number);
      }
    }
    throw Ec2Errors.of(
        "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses to satisfy the request.");
  }

  private NetworkInterface shown(NetworkInterface each) {
    return each.toBuilder().tagSet(store.tags.of(each.networkInterfaceId())).build();
  }
}
