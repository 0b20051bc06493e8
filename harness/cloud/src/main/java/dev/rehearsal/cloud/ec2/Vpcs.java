package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneOptInStatus;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.HostnameType;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;
import software.amazon.awssdk.services.ec2.model.Tenancy;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockStateCode;
import software.amazon.awssdk.services.ec2.model.VpcState;

/** VPCs and their subnets. */
final class Vpcs {

  /** AWS keeps the first four addresses of a subnet and the last one. */
  private static final int RESERVED = 5;

  private static final List<String> ZONES = List.of("a", "b", "c");

  private final Store store;
  private final RouteTables routes;
  private final NetworkAcls acls;
  private final SecurityGroups groups;
  private final Map<String, Map<String, Boolean>> attributes = new HashMap<>();

  Vpcs(Store store, RouteTables routes, NetworkAcls acls, SecurityGroups groups) {
    this.store = store;
    this.routes = routes;
    this.acls = acls;
    this.groups = groups;
  }

  CreateVpcResponse create(CreateVpcRequest asked) {
    Ec2Errors.refuse(asked.ipv4IpamPoolId(), "Ipv4IpamPoolId");
    Ec2Errors.refuse(asked.ipv6CidrBlock(), "Ipv6CidrBlock");
    if (Boolean.TRUE.equals(asked.amazonProvidedIpv6CidrBlock())) {
      throw Ec2Errors.notHere("AmazonProvidedIpv6CidrBlock");
    }
    Cidr block = Ec2Errors.cidr(Ec2Errors.required(asked.cidrBlock(), "cidrBlock"), "cidrBlock");
    if (block.bits() < 16 || block.bits() > 28) {
      throw Ec2Errors.of("InvalidVpc.Range", "The CIDR '" + block + "' is invalid.");
    }
    String id = store.id("vpc");
    Vpc vpc =
        Vpc.builder()
            .vpcId(id)
            .cidrBlock(block.toString())
            .cidrBlockAssociationSet(
                VpcCidrBlockAssociation.builder()
                    .associationId(store.id("vpc-cidr-assoc"))
                    .cidrBlock(block.toString())
                    .cidrBlockState(state -> state.state(VpcCidrBlockStateCode.ASSOCIATED))
                    .build())
            .state(VpcState.AVAILABLE)
            .dhcpOptionsId("dopt-default")
            .ownerId(store.aws().account())
            .instanceTenancy(
                asked.instanceTenancy() == null ? Tenancy.DEFAULT : asked.instanceTenancy())
            .isDefault(false)
            .build();
    store.vpcs.put(id, vpc);
    store.tags.create(id, asked.tagSpecifications());
    attributes.put(
        id,
        new HashMap<>(
            Map.of(
                "enableDnsSupport", true,
                "enableDnsHostnames", false,
                "enableNetworkAddressUsageMetrics", false)));
    routes.createMain(vpc);
    acls.createDefault(vpc);
    groups.createDefault(vpc);
    return CreateVpcResponse.builder().vpc(shown(vpc)).build();
  }

  DescribeVpcsResponse describe(DescribeVpcsRequest asked) {
    Page<Vpc> page =
        Listing.page(
            store.vpcs.find(asked.vpcIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeVpcsResponse.builder()
        .vpcs(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  DeleteVpcResponse delete(DeleteVpcRequest asked) {
    String id = store.vpcs.get(asked.vpcId()).vpcId();
    boolean used =
        store.subnets.all().stream().anyMatch(subnet -> subnet.vpcId().equals(id))
            || store.internetGateways.all().stream()
                .anyMatch(each -> each.attachments().stream().anyMatch(a -> id.equals(a.vpcId())))
            || store.endpoints.all().stream().anyMatch(each -> each.vpcId().equals(id))
            || routes.more(id)
            || acls.more(id)
            || groups.more(id);
    if (used) {
      throw Ec2Errors.inUse("The vpc '" + id + "' has dependencies and cannot be deleted.");
    }
    routes.forget(id);
    acls.forget(id);
    groups.forget(id);
    attributes.remove(id);
    store.vpcs.remove(id);
    return DeleteVpcResponse.builder().build();
  }

  ModifyVpcAttributeResponse modify(ModifyVpcAttributeRequest asked) {
    Map<String, Boolean> own = attributesOf(asked.vpcId());
    set(own, "enableDnsSupport", asked.enableDnsSupport());
    set(own, "enableDnsHostnames", asked.enableDnsHostnames());
    set(own, "enableNetworkAddressUsageMetrics", asked.enableNetworkAddressUsageMetrics());
    return ModifyVpcAttributeResponse.builder().build();
  }

  DescribeVpcAttributeResponse attribute(DescribeVpcAttributeRequest asked) {
    Map<String, Boolean> own = attributesOf(asked.vpcId());
    DescribeVpcAttributeResponse.Builder answer =
        DescribeVpcAttributeResponse.builder().vpcId(asked.vpcId());
    String name = Ec2Errors.required(asked.attributeAsString(), "attribute");
    AttributeBooleanValue value = AttributeBooleanValue.builder().value(own.get(name)).build();
    switch (name) {
      case "enableDnsSupport" -> answer.enableDnsSupport(value);
      case "enableDnsHostnames" -> answer.enableDnsHostnames(value);
      case "enableNetworkAddressUsageMetrics" -> answer.enableNetworkAddressUsageMetrics(value);
      default -> throw Ec2Errors.invalid("The attribute '" + name + "' is invalid");
    }
    return answer.build();
  }

  CreateSubnetResponse createSubnet(CreateSubnetRequest asked) {
    Ec2Errors.refuse(asked.ipv6CidrBlock(), "Ipv6CidrBlock");
    Ec2Errors.refuse(asked.outpostArn(), "OutpostArn");
    Vpc vpc = store.vpcs.get(Ec2Errors.required(asked.vpcId(), "vpcId"));
    Cidr block = Ec2Errors.cidr(Ec2Errors.required(asked.cidrBlock(), "cidrBlock"), "cidrBlock");
    if (!Cidr.parse(vpc.cidrBlock()).contains(block) || block.bits() > 28) {
      throw Ec2Errors.of("InvalidSubnet.Range", "The CIDR '" + block + "' is invalid.");
    }
    for (Subnet other : store.subnets.all()) {
      if (other.vpcId().equals(vpc.vpcId()) && Cidr.parse(other.cidrBlock()).overlaps(block)) {
        throw Ec2Errors.of(
            "InvalidSubnet.Conflict", "The CIDR '" + block + "' conflicts with another subnet");
      }
    }
    String zone = zone(asked);
    String id = store.id("subnet");
    Subnet subnet =
        Subnet.builder()
            .subnetId(id)
            .subnetArn(store.arn("subnet/" + id))
            .vpcId(vpc.vpcId())
            .cidrBlock(block.toString())
            .availabilityZone(zone)
            .availabilityZoneId(zoneId(zone))
            .state(SubnetState.AVAILABLE)
            .mapPublicIpOnLaunch(false)
            .assignIpv6AddressOnCreation(false)
            .mapCustomerOwnedIpOnLaunch(false)
            .enableDns64(false)
            .ipv6Native(false)
            .defaultForAz(false)
            .ownerId(store.aws().account())
            .privateDnsNameOptionsOnLaunch(
                names ->
                    names
                        .hostnameType(HostnameType.IP_NAME)
                        .enableResourceNameDnsARecord(false)
                        .enableResourceNameDnsAAAARecord(false))
            .build();
    store.subnets.put(id, subnet);
    store.tags.create(id, asked.tagSpecifications());
    acls.join(subnet);
    return CreateSubnetResponse.builder().subnet(shown(subnet)).build();
  }

  DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest asked) {
    Page<Subnet> page =
        Listing.page(
            store.subnets.find(asked.subnetIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeSubnetsResponse.builder()
        .subnets(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  ModifySubnetAttributeResponse modifySubnet(ModifySubnetAttributeRequest asked) {
    Subnet before = store.subnets.get(asked.subnetId());
    if (asked.assignIpv6AddressOnCreation() != null
        && asked.assignIpv6AddressOnCreation().value()) {
      throw Ec2Errors.notHere("AssignIpv6AddressOnCreation");
    }
    Ec2Errors.refuse(asked.enableDns64(), "EnableDns64");
    if (asked.mapPublicIpOnLaunch() != null) {
      store.subnets.put(
          before.subnetId(),
          before.toBuilder().mapPublicIpOnLaunch(asked.mapPublicIpOnLaunch().value()).build());
    }
    return ModifySubnetAttributeResponse.builder().build();
  }

  DeleteSubnetResponse deleteSubnet(DeleteSubnetRequest asked) {
    String id = store.subnets.get(asked.subnetId()).subnetId();
    boolean used =
        store.interfaces.all().stream().anyMatch(each -> each.subnetId().equals(id))
            || store.natGateways.all().stream().anyMatch(each -> each.subnetId().equals(id));
    if (used) {
      throw Ec2Errors.inUse("The subnet '" + id + "' has dependencies and cannot be deleted.");
    }
    routes.leave(id);
    acls.leave(id);
    store.subnets.remove(id);
    return DeleteSubnetResponse.builder().build();
  }

  DescribeAvailabilityZonesResponse zones(DescribeAvailabilityZonesRequest asked) {
    List<AvailabilityZone> zones =
        ZONES.stream()
            .map(letter -> store.aws().region() + letter)
            .filter(name -> asked.zoneNames().isEmpty() || asked.zoneNames().contains(name))
            .filter(name -> asked.filters().stream().allMatch(filter -> meets(name, filter)))
            .map(
                name ->
                    AvailabilityZone.builder()
                        .zoneName(name)
                        .zoneId(zoneId(name))
                        .zoneType("availability-zone")
                        .regionName(store.aws().region())
                        .groupName(store.aws().region())
                        .networkBorderGroup(store.aws().region())
                        .state(AvailabilityZoneState.AVAILABLE)
                        .optInStatus(AvailabilityZoneOptInStatus.OPT_IN_NOT_REQUIRED)
                        .build())
            .toList();
    return DescribeAvailabilityZonesResponse.builder().availabilityZones(zones).build();
  }

  private boolean meets(String zone, Filter filter) {
    String name = Ec2Errors.required(filter.name(), "Filter.Name");
    return filter
        .values()
        .contains(
            switch (name) {
              case "state" -> "available";
              case "zone-name" -> zone;
              case "zone-id" -> zoneId(zone);
              case "zone-type" -> "availability-zone";
              case "opt-in-status" -> "opt-in-not-required";
              case "region-name", "group-name" -> store.aws().region();
              default -> throw Ec2Errors.invalid("The filter '" + name + "' is invalid");
            });
  }

  private Map<String, Boolean> attributesOf(String vpc) {
    return attributes.computeIfAbsent(store.vpcs.get(vpc).vpcId(), id -> new HashMap<>());
  }

  private static void set(
      Map<String, Boolean> own, String name, @Nullable AttributeBooleanValue value) {
    if (value != null) {
      own.put(name, value.value());
    }
  }

  private String zone(CreateSubnetRequest asked) {
    String region = store.aws().region();
    if (asked.availabilityZoneId() != null) {
      return ZONES.stream()
          .map(letter -> region + letter)
          .filter(name -> zoneId(name).equals(asked.availabilityZoneId()))
          .findFirst()
          .orElseThrow(
              () ->
                  Ec2Errors.invalid("Invalid availability zone-id: " + asked.availabilityZoneId()));
    }
    String zone = asked.availabilityZone() == null ? region + "a" : asked.availabilityZone();
    if (ZONES.stream().noneMatch(letter -> zone.equals(region + letter))) {
      throw Ec2Errors.invalid(
          "Value ("
              + zone
              + ") for parameter availabilityZone is invalid. Subnets can currently"
              + " only be created in the following availability zones: "
              + String.join(", ", ZONES.stream().map(letter -> region + letter).toList())
              + ".");
    }
    return zone;
  }

  /** {@code euw1-az1} for {@code eu-west-1a}. */
  static String zoneId(String zone) {
    String[] parts = zone.substring(0, zone.length() - 1).split("-", -1);
    return parts[0]
        + parts[1].charAt(0)
        + parts[parts.length - 1]
        + "-az"
        + (zone.charAt(zone.length() - 1) - 'a' + 1);
  }

  private Vpc shown(Vpc vpc) {
    return vpc.toBuilder().tags(store.tags.of(vpc.vpcId())).build();
  }

  private Subnet shown(Subnet subnet) {
    long taken =
        store.interfaces.all().stream()
            .filter(each -> each.subnetId().equals(subnet.subnetId()))
            .count();
    return subnet.toBuilder()
        .tags(store.tags.of(subnet.subnetId()))
        .availableIpAddressCount((int) (Cidr.parse(subnet.cidrBlock()).size() - RESERVED - taken))
        .build();
  }
}
