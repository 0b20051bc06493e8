package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.PrefixList;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/** VPC endpoints: private ways to AWS's services. */
final class VpcEndpoints {

  private static final String ANYONE =
      "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private final Store store;
  private final RouteTables routes;
  private final NetworkInterfaces interfaces;

  VpcEndpoints(Store store, RouteTables routes, NetworkInterfaces interfaces) {
    this.store = store;
    this.routes = routes;
    this.interfaces = interfaces;
  }

  CreateVpcEndpointResponse create(CreateVpcEndpointRequest asked) {
    Ec2Errors.refuse(asked.serviceRegion(), "ServiceRegion");
    Ec2Errors.refuse(asked.dnsOptions(), "DnsOptions");
    String vpc = store.vpcs.get(Ec2Errors.required(asked.vpcId(), "VpcId")).vpcId();
    String service = Ec2Errors.required(asked.serviceName(), "ServiceName");
    VpcEndpointType type =
        asked.vpcEndpointType() == null ? VpcEndpointType.GATEWAY : asked.vpcEndpointType();
    if (type != VpcEndpointType.GATEWAY && type != VpcEndpointType.INTERFACE) {
      throw Ec2Errors.notHere("VpcEndpointType " + asked.vpcEndpointTypeAsString());
    }
    boolean gateway = type == VpcEndpointType.GATEWAY;
    if (!service.startsWith("com.amazonaws." + store.aws().region() + ".")
        || (gateway && prefixList(service).isEmpty())) {
      throw Ec2Errors.of(
          "InvalidServiceName", "The Vpc Endpoint Service '" + service + "' does not exist");
    }
    String id = store.id("vpce");
    List<NetworkInterface> own =
        asked.subnetIds().stream()
            .map(
                subnet ->
                    interfaces.serviceInterface(
                        subnet,
                        asked.securityGroupIds(),
                        "VPC Endpoint Interface " + id,
                        "vpc_endpoint"))
            .toList();
    VpcEndpoint endpoint =
        VpcEndpoint.builder()
            .vpcEndpointId(id)
            .vpcEndpointType(type)
            .vpcId(vpc)
            .serviceName(service)
            .state("available")
            .policyDocument(asked.policyDocument() == null ? ANYONE : asked.policyDocument())
            .routeTableIds(asked.routeTableIds())
            .subnetIds(asked.subnetIds())
            .groups(gateway ? List.of() : groups(own))
            .networkInterfaceIds(own.stream().map(NetworkInterface::networkInterfaceId).toList())
            .privateDnsEnabled(gateway ? false : !Boolean.FALSE.equals(asked.privateDnsEnabled()))
            .requesterManaged(false)
            .ipAddressType("ipv4")
            .dnsEntries(List.of())
            .creationTimestamp(store.aws().clock().instant())
            .ownerId(store.aws().account())
            .build();
    for (String table : asked.routeTableIds()) {
      route(table, endpoint, true);
    }
    store.endpoints.put(id, endpoint);
    store.tags.create(id, asked.tagSpecifications());
    return CreateVpcEndpointResponse.builder().vpcEndpoint(shown(endpoint)).build();
  }

  DescribeVpcEndpointsResponse describe(DescribeVpcEndpointsRequest asked) {
    Page<VpcEndpoint> page =
        Listing.page(
            store.endpoints.find(asked.vpcEndpointIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeVpcEndpointsResponse.builder()
        .vpcEndpoints(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  ModifyVpcEndpointResponse modify(ModifyVpcEndpointRequest asked) {
    if (!asked.addSubnetIds().isEmpty() || !asked.removeSubnetIds().isEmpty()) {
      throw Ec2Errors.notHere("AddSubnetIds");
    }
    VpcEndpoint before = store.endpoints.get(asked.vpcEndpointId());
    List<String> tables =
        changed(before.routeTableIds(), asked.addRouteTableIds(), asked.removeRouteTableIds());
    asked.addRouteTableIds().forEach(table -> route(table, before, true));
    asked.removeRouteTableIds().forEach(table -> route(table, before, false));
    List<String> groups =
        changed(
            before.groups().stream().map(SecurityGroupIdentifier::groupId).toList(),
            asked.addSecurityGroupIds(),
            asked.removeSecurityGroupIds());
    before.networkInterfaceIds().forEach(each -> interfaces.regroup(each, groups));
    String policy = before.policyDocument();
    if (Boolean.TRUE.equals(asked.resetPolicy())) {
      policy = ANYONE;
    } else if (asked.policyDocument() != null) {
      policy = asked.policyDocument();
    }
    store.endpoints.put(
        before.vpcEndpointId(),
        before.toBuilder()
            .routeTableIds(tables)
            .groups(
                before.networkInterfaceIds().isEmpty()
                    ? List.of()
                    : groups(
                        before.networkInterfaceIds().stream().map(store.interfaces::get).toList()))
            .policyDocument(policy)
            .privateDnsEnabled(
                asked.privateDnsEnabled() == null
                    ? before.privateDnsEnabled()
                    : asked.privateDnsEnabled())
            .build());
    return ModifyVpcEndpointResponse.builder().returnValue(true).build();
  }

  DeleteVpcEndpointsResponse delete(DeleteVpcEndpointsRequest asked) {
    for (String id : asked.vpcEndpointIds()) {
      VpcEndpoint endpoint = store.endpoints.get(id);
      endpoint.routeTableIds().stream()
          .filter(store.routeTables::has)
          .forEach(table -> route(table, endpoint, false));
      endpoint.networkInterfaceIds().forEach(store.interfaces::remove);
      store.endpoints.remove(id);
    }
    return DeleteVpcEndpointsResponse.builder().unsuccessful(List.of()).build();
  }

  DescribePrefixListsResponse prefixLists(DescribePrefixListsRequest asked) {
    List<PrefixList> lists =
        Stream.of("s3", "dynamodb")
            .map(service -> "com.amazonaws." + store.aws().region() + "." + service)
            .map(
                name ->
                    PrefixList.builder()
                        .prefixListId(prefixList(name).orElseThrow())
                        .prefixListName(name)
                        .cidrs(List.of())
                        .build())
            .filter(
                list ->
                    asked.prefixListIds().isEmpty()
                        || asked.prefixListIds().contains(list.prefixListId()))
            .filter(
                list ->
                    asked.filters().stream()
                        .allMatch(
                            filter ->
                                filter
                                    .values()
                                    .contains(
                                        "prefix-list-name".equals(filter.name())
                                            ? list.prefixListName()
                                            : list.prefixListId())))
            .toList();
    return DescribePrefixListsResponse.builder().prefixLists(lists).build();
  }

  /** The list of a gateway service's addresses; only S3 and DynamoDB have one. */
  static Optional<String> prefixList(String service) {
    if (service.endsWith(".s3")) {
      return Optional.of("pl-6da54004");
    }
    return service.endsWith(".dynamodb") ? Optional.of("pl-6fa54006") : Optional.empty();
  }

  private void route(String table, VpcEndpoint endpoint, boolean present) {
    routes.endpointRoute(
        table, prefixList(endpoint.serviceName()).orElseThrow(), endpoint.vpcEndpointId(), present);
  }

  private static List<SecurityGroupIdentifier> groups(List<NetworkInterface> interfaces) {
    return interfaces.stream()
        .flatMap(each -> each.groups().stream())
        .distinct()
        .map(
            group ->
                SecurityGroupIdentifier.builder()
                    .groupId(group.groupId())
                    .groupName(group.groupName())
                    .build())
        .toList();
  }

  private static List<String> changed(
      List<String> before, List<String> added, List<String> removed) {
    List<String> after = new ArrayList<>(before);
    after.removeAll(removed);
    after.addAll(added);
    return after.stream().distinct().toList();
  }

  private VpcEndpoint shown(VpcEndpoint endpoint) {
    return endpoint.toBuilder().tags(store.tags.of(endpoint.vpcEndpointId())).build();
  }
}
