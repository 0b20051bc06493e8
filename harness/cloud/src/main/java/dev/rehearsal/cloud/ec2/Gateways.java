package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.ConnectivityType;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddressStatus;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Internet gateways, elastic addresses and NAT gateways. */
final class Gateways {

  private final Store store;
  private final NetworkInterfaces interfaces;
  private int addresses;

  Gateways(Store store, NetworkInterfaces interfaces) {
    this.store = store;
    this.interfaces = interfaces;
  }

  CreateInternetGatewayResponse create(CreateInternetGatewayRequest asked) {
    String id = store.id("igw");
    store.internetGateways.put(
        id,
        InternetGateway.builder()
            .internetGatewayId(id)
            .ownerId(store.aws().account())
            .attachments(List.of())
            .build());
    store.tags.create(id, asked.tagSpecifications());
    return CreateInternetGatewayResponse.builder()
        .internetGateway(shown(store.internetGateways.get(id)))
        .build();
  }

  AttachInternetGatewayResponse attach(AttachInternetGatewayRequest asked) {
    InternetGateway gateway = store.internetGateways.get(asked.internetGatewayId());
    String vpc = store.vpcs.get(asked.vpcId()).vpcId();
    if (!gateway.attachments().isEmpty()) {
      throw Ec2Errors.of(
          "Resource.AlreadyAssociated",
          "resource "
              + gateway.internetGatewayId()
              + " is already attached to network "
              + gateway.attachments().get(0).vpcId());
    }
    if (of(vpc).isPresent()) {
      throw Ec2Errors.invalid("Network " + vpc + " already has an internet gateway attached");
    }
    store.internetGateways.put(
        gateway.internetGatewayId(),
        gateway.toBuilder()
            .attachments(InternetGatewayAttachment.builder().vpcId(vpc).state("available").build())
            .build());
    return AttachInternetGatewayResponse.builder().build();
  }

  DetachInternetGatewayResponse detach(DetachInternetGatewayRequest asked) {
    InternetGateway gateway = store.internetGateways.get(asked.internetGatewayId());
    if (gateway.attachments().stream().noneMatch(a -> a.vpcId().equals(asked.vpcId()))) {
      throw Ec2Errors.of(
          "Gateway.NotAttached",
          "resource "
              + gateway.internetGatewayId()
              + " is not attached to network "
              + asked.vpcId());
    }
    boolean mapped =
        store.natGateways.all().stream()
            .anyMatch(
                nat -> nat.vpcId().equals(asked.vpcId()) && !nat.natGatewayAddresses().isEmpty());
    if (mapped) {
      throw Ec2Errors.inUse(
          "Network "
              + asked.vpcId()
              + " has some mapped public address(es). Please unmap those"
              + " public address(es) before detaching the gateway.");
    }
    store.internetGateways.put(
        gateway.internetGatewayId(), gateway.toBuilder().attachments(List.of()).build());
    return DetachInternetGatewayResponse.builder().build();
  }

  DeleteInternetGatewayResponse delete(DeleteInternetGatewayRequest asked) {
    InternetGateway gateway = store.internetGateways.get(asked.internetGatewayId());
    if (!gateway.attachments().isEmpty()) {
      throw Ec2Errors.inUse(
          "The internetGateway '"
              + gateway.internetGatewayId()
              + "' has dependencies and cannot"
              + " be deleted.");
    }
    store.internetGateways.remove(gateway.internetGatewayId());
    return DeleteInternetGatewayResponse.builder().build();
  }

  DescribeInternetGatewaysResponse describe(DescribeInternetGatewaysRequest asked) {
    Page<InternetGateway> page =
        Listing.page(
            store.internetGateways.find(asked.internetGatewayIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeInternetGatewaysResponse.builder()
        .internetGateways(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  /** The internet gateway attached to a VPC. */
  Optional<String> of(String vpc) {
    return store.internetGateways.all().stream()
        .filter(each -> each.attachments().stream().anyMatch(a -> a.vpcId().equals(vpc)))
        .map(InternetGateway::internetGatewayId)
        .findFirst();
  }

  AllocateAddressResponse allocate(AllocateAddressRequest asked) {
    Ec2Errors.refuse(asked.address(), "Address");
    Ec2Errors.refuse(asked.ipamPoolId(), "IpamPoolId");
    Ec2Errors.refuse(asked.customerOwnedIpv4Pool(), "CustomerOwnedIpv4Pool");
    String id = store.id("eipalloc");
    // A block kept for documentation: nobody's address.
    String ip = Cidr.parse("203.0.113.0/24").at(1 + addresses++ % 254);
    Address address =
        Address.builder()
            .allocationId(id)
            .publicIp(ip)
            .domain(DomainType.VPC)
            .publicIpv4Pool("amazon")
            .networkBorderGroup(store.aws().region())
            .build();
    store.addresses.put(id, address);
    store.tags.create(id, asked.tagSpecifications());
    return AllocateAddressResponse.builder()
        .allocationId(id)
        .publicIp(ip)
        .domain(DomainType.VPC)
        .publicIpv4Pool("amazon")
        .networkBorderGroup(store.aws().region())
        .build();
  }

  DescribeAddressesResponse describeAddresses(DescribeAddressesRequest asked) {
    return DescribeAddressesResponse.builder()
        .addresses(
            store.addresses.find(asked.allocationIds(), asked.filters()).stream()
                .filter(
                    each ->
                        asked.publicIps().isEmpty() || asked.publicIps().contains(each.publicIp()))
                .map(each -> each.toBuilder().tags(store.tags.of(each.allocationId())).build())
                .toList())
        .build();
  }

  ReleaseAddressResponse release(ReleaseAddressRequest asked) {
    Address address = store.addresses.get(asked.allocationId());
    if (address.associationId() != null) {
      throw Ec2Errors.of("InvalidIPAddress.InUse", "Address " + address.publicIp() + " is in use.");
    }
    store.addresses.remove(address.allocationId());
    return ReleaseAddressResponse.builder().build();
  }

  CreateNatGatewayResponse createNat(CreateNatGatewayRequest asked) {
    if (asked.connectivityType() == ConnectivityType.PRIVATE) {
      throw Ec2Errors.notHere("ConnectivityType private");
    }
    Subnet subnet = store.subnets.get(Ec2Errors.required(asked.subnetId(), "SubnetId"));
    Address address = store.addresses.get(Ec2Errors.required(asked.allocationId(), "AllocationId"));
    if (address.associationId() != null) {
      throw Ec2Errors.of(
          "Resource.AlreadyAssociated",
          "Elastic IP address [" + address.allocationId() + "] is already associated");
    }
    if (of(subnet.vpcId()).isEmpty()) {
      throw Ec2Errors.of(
          "Gateway.NotAttached", "Network " + subnet.vpcId() + " has no Internet gateway attached");
    }
    String id = store.id("nat");
    NetworkInterface own =
        interfaces.serviceInterface(
            subnet.subnetId(), List.of(), "Interface for NAT Gateway " + id, "nat_gateway");
    String association = store.id("eipassoc");
    store.addresses.put(
        address.allocationId(),
        address.toBuilder()
            .associationId(association)
            .networkInterfaceId(own.networkInterfaceId())
            .privateIpAddress(own.privateIpAddress())
            .build());
    NatGateway nat =
        NatGateway.builder()
            .natGatewayId(id)
            .subnetId(subnet.subnetId())
            .vpcId(subnet.vpcId())
            .state(NatGatewayState.AVAILABLE)
            .connectivityType(ConnectivityType.PUBLIC)
            .createTime(store.aws().clock().instant())
            .natGatewayAddresses(
                NatGatewayAddress.builder()
                    .allocationId(address.allocationId())
                    .associationId(association)
                    .networkInterfaceId(own.networkInterfaceId())
                    .privateIp(own.privateIpAddress())
                    .publicIp(address.publicIp())
                    .isPrimary(true)
                    .status(NatGatewayAddressStatus.SUCCEEDED)
                    .build())
            .build();
    store.natGateways.put(id, nat);
    store.tags.create(id, asked.tagSpecifications());
    return CreateNatGatewayResponse.builder().natGateway(shown(nat)).build();
  }

  DescribeNatGatewaysResponse describeNats(DescribeNatGatewaysRequest asked) {
    Page<NatGateway> page =
        Listing.page(
            store.natGateways.find(asked.natGatewayIds(), asked.filter()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeNatGatewaysResponse.builder()
        .natGateways(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  DeleteNatGatewayResponse deleteNat(DeleteNatGatewayRequest asked) {
    NatGateway nat = store.natGateways.get(asked.natGatewayId());
    for (NatGatewayAddress each : nat.natGatewayAddresses()) {
      store.interfaces.remove(each.networkInterfaceId());
      Address address = store.addresses.get(each.allocationId());
      store.addresses.put(
          address.allocationId(),
          address.toBuilder()
              .associationId(null)
              .networkInterfaceId(null)
              .privateIpAddress(null)
              .build());
    }
    store.natGateways.remove(nat.natGatewayId());
    return DeleteNatGatewayResponse.builder().natGatewayId(nat.natGatewayId()).build();
  }

  private InternetGateway shown(InternetGateway gateway) {
    return gateway.toBuilder().tags(store.tags.of(gateway.internetGatewayId())).build();
  }

  private NatGateway shown(NatGateway nat) {
    return nat.toBuilder().tags(store.tags.of(nat.natGatewayId())).build();
  }
}
