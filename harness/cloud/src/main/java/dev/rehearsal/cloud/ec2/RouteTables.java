package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationStateCode;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Route tables: where packets that leave a subnet go. */
final class RouteTables {

  private final Store store;

  RouteTables(Store store) {
    this.store = store;
  }

  void createMain(Vpc vpc) {
    RouteTable main = table(vpc);
    store.routeTables.put(
        main.routeTableId(),
        main.toBuilder().associations(association(main.routeTableId(), null, true)).build());
  }

  CreateRouteTableResponse create(CreateRouteTableRequest asked) {
    RouteTable table = table(store.vpcs.get(Ec2Errors.required(asked.vpcId(), "vpcId")));
    store.routeTables.put(table.routeTableId(), table);
    store.tags.create(table.routeTableId(), asked.tagSpecifications());
    return CreateRouteTableResponse.builder().routeTable(shown(table)).build();
  }

  DescribeRouteTablesResponse describe(DescribeRouteTablesRequest asked) {
    Page<RouteTable> page =
        Listing.page(
            store.routeTables.find(asked.routeTableIds(), asked.filters()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeRouteTablesResponse.builder()
        .routeTables(page.items().stream().map(this::shown).toList())
        .nextToken(page.next())
        .build();
  }

  DeleteRouteTableResponse delete(DeleteRouteTableRequest asked) {
    RouteTable table = store.routeTables.get(asked.routeTableId());
    if (!table.associations().isEmpty()) {
      throw Ec2Errors.inUse(
          "The routeTable '" + table.routeTableId() + "' has dependencies and cannot be deleted.");
    }
    store.routeTables.remove(table.routeTableId());
    return DeleteRouteTableResponse.builder().build();
  }

  CreateRouteResponse add(CreateRouteRequest asked) {
    RouteTable table = store.routeTables.get(asked.routeTableId());
    Route route = route(asked);
    if (find(table, route).isPresent()) {
      throw Ec2Errors.of(
          "RouteAlreadyExists",
          "The route identified by " + destination(route) + " already exists.");
    }
    change(table, null, route);
    return CreateRouteResponse.builder().returnValue(true).build();
  }

  ReplaceRouteResponse replace(ReplaceRouteRequest asked) {
    RouteTable table = store.routeTables.get(asked.routeTableId());
    Route route =
        route(
            CreateRouteRequest.builder()
                .routeTableId(asked.routeTableId())
                .destinationCidrBlock(asked.destinationCidrBlock())
                .destinationIpv6CidrBlock(asked.destinationIpv6CidrBlock())
                .destinationPrefixListId(asked.destinationPrefixListId())
                .gatewayId(asked.gatewayId())
                .natGatewayId(asked.natGatewayId())
                .build());
    change(table, find(table, route).orElseThrow(() -> noRoute(table, destination(route))), route);
    return ReplaceRouteResponse.builder().build();
  }

  DeleteRouteResponse remove(DeleteRouteRequest asked) {
    RouteTable table = store.routeTables.get(asked.routeTableId());
    Route named =
        Route.builder()
            .destinationCidrBlock(asked.destinationCidrBlock())
            .destinationPrefixListId(asked.destinationPrefixListId())
            .build();
    Route found = find(table, named).orElseThrow(() -> noRoute(table, destination(named)));
    if (found.origin() == RouteOrigin.CREATE_ROUTE_TABLE) {
      throw Ec2Errors.invalid(
          "cannot remove local route "
              + destination(found)
              + " in route table "
              + table.routeTableId());
    }
    change(table, found, null);
    return DeleteRouteResponse.builder().build();
  }

  AssociateRouteTableResponse associate(AssociateRouteTableRequest asked) {
    Ec2Errors.refuse(asked.gatewayId(), "GatewayId");
    RouteTable table = store.routeTables.get(asked.routeTableId());
    Subnet subnet = store.subnets.get(Ec2Errors.required(asked.subnetId(), "subnetId"));
    if (!table.vpcId().equals(subnet.vpcId())) {
      throw Ec2Errors.invalid(
          "Route table "
              + table.routeTableId()
              + " and network "
              + subnet.vpcId()
              + " belong to different networks");
    }
    Optional<RouteTableAssociation> taken = associationOf(subnet.subnetId());
    if (taken.isPresent()) {
      throw Ec2Errors.of(
          "Resource.AlreadyAssociated",
          "the specified association for route table "
              + table.routeTableId()
              + " conflicts with"
              + " an existing association");
    }
    RouteTableAssociation made = association(table.routeTableId(), subnet.subnetId(), false);
    associations(table, added(table.associations(), made));
    return AssociateRouteTableResponse.builder()
        .associationId(made.routeTableAssociationId())
        .associationState(made.associationState())
        .build();
  }

  ReplaceRouteTableAssociationResponse reassociate(ReplaceRouteTableAssociationRequest asked) {
    RouteTable before = tableOf(asked.associationId());
    RouteTableAssociation old = in(before, asked.associationId());
    RouteTable after = store.routeTables.get(asked.routeTableId());
    associations(before, without(before.associations(), old));
    RouteTableAssociation made =
        association(after.routeTableId(), old.subnetId(), Boolean.TRUE.equals(old.main()));
    RouteTable now = store.routeTables.get(after.routeTableId());
    associations(now, added(now.associations(), made));
    return ReplaceRouteTableAssociationResponse.builder()
        .newAssociationId(made.routeTableAssociationId())
        .associationState(made.associationState())
        .build();
  }

  DisassociateRouteTableResponse disassociate(DisassociateRouteTableRequest asked) {
    RouteTable table = tableOf(asked.associationId());
    RouteTableAssociation association = in(table, asked.associationId());
    if (Boolean.TRUE.equals(association.main())) {
      throw Ec2Errors.invalid(
          "cannot disassociate the main route table association " + asked.associationId());
    }
    associations(table, without(table.associations(), association));
    return DisassociateRouteTableResponse.builder().build();
  }

  /** The table that a subnet's packets follow: its own, or the VPC's main one. */
  RouteTable of(Subnet subnet) {
    List<RouteTable> all =
        store.routeTables.all().stream().filter(t -> t.vpcId().equals(subnet.vpcId())).toList();
    return all.stream()
        .filter(
            table ->
                table.associations().stream()
                    .anyMatch(each -> subnet.subnetId().equals(each.subnetId())))
        .findFirst()
        .orElseGet(() -> all.stream().filter(RouteTables::isMain).findFirst().orElseThrow());
  }

  /** Whether a VPC has tables beside the main one. */
  boolean more(String vpc) {
    return store.routeTables.all().stream()
        .anyMatch(table -> table.vpcId().equals(vpc) && !isMain(table));
  }

  void forget(String vpc) {
    store.routeTables.all().stream()
        .filter(table -> table.vpcId().equals(vpc))
        .forEach(table -> store.routeTables.remove(table.routeTableId()));
  }

  /** A subnet that is deleted leaves its table. */
  void leave(String subnet) {
    associationOf(subnet)
        .ifPresent(
            association -> {
              RouteTable table = store.routeTables.get(association.routeTableId());
              associations(table, without(table.associations(), association));
            });
  }

  /** Routes to a gateway endpoint's service, added and removed with the endpoint. */
  void endpointRoute(String tableId, String prefixList, String endpoint, boolean present) {
    RouteTable table = store.routeTables.get(tableId);
    Route route =
        Route.builder()
            .destinationPrefixListId(prefixList)
            .gatewayId(endpoint)
            .state(RouteState.ACTIVE)
            .origin(RouteOrigin.CREATE_ROUTE)
            .build();
    change(table, find(table, route).orElse(null), present ? route : null);
  }

  private RouteTable table(Vpc vpc) {
    return RouteTable.builder()
        .routeTableId(store.id("rtb"))
        .vpcId(vpc.vpcId())
        .ownerId(store.aws().account())
        .associations(List.of())
        .propagatingVgws(List.of())
        .routes(
            Route.builder()
                .destinationCidrBlock(vpc.cidrBlock())
                .gatewayId("local")
                .state(RouteState.ACTIVE)
                .origin(RouteOrigin.CREATE_ROUTE_TABLE)
                .build())
        .build();
  }

  private Route route(CreateRouteRequest asked) {
    Ec2Errors.refuse(asked.destinationIpv6CidrBlock(), "DestinationIpv6CidrBlock");
    Ec2Errors.refuse(asked.transitGatewayId(), "TransitGatewayId");
    Ec2Errors.refuse(asked.vpcPeeringConnectionId(), "VpcPeeringConnectionId");
    Ec2Errors.refuse(asked.networkInterfaceId(), "NetworkInterfaceId");
    Ec2Errors.refuse(asked.instanceId(), "InstanceId");
    Ec2Errors.refuse(asked.egressOnlyInternetGatewayId(), "EgressOnlyInternetGatewayId");
    if (asked.natGatewayId() != null) {
      store.natGateways.get(asked.natGatewayId());
    } else if (asked.gatewayId() != null && asked.gatewayId().startsWith("igw-")) {
      store.internetGateways.get(asked.gatewayId());
    } else if (!"local".equals(asked.gatewayId())) {
      throw Ec2Errors.missing("gatewayId or natGatewayId");
    }
    String destination = Ec2Errors.required(asked.destinationCidrBlock(), "destinationCidrBlock");
    return Route.builder()
        .destinationCidrBlock(Ec2Errors.cidr(destination, "destinationCidrBlock").toString())
        .gatewayId(asked.gatewayId())
        .natGatewayId(asked.natGatewayId())
        .state(RouteState.ACTIVE)
        .origin(RouteOrigin.CREATE_ROUTE)
        .build();
  }

  private static Optional<Route> find(RouteTable table, Route like) {
    return table.routes().stream()
        .filter(each -> destination(each).equals(destination(like)))
        .findFirst();
  }

  private static String destination(Route route) {
    return route.destinationCidrBlock() != null
        ? route.destinationCidrBlock()
        : String.valueOf(route.destinationPrefixListId());
  }

  private static AwsServiceException noRoute(RouteTable table, String destination) {
    return Ec2Errors.of(
        "InvalidRoute.NotFound",
        "no route with destination-cidr-block "
            + destination
            + " in route table "
            + table.routeTableId());
  }

  private void change(RouteTable table, @Nullable Route old, @Nullable Route with) {
    List<Route> routes = new ArrayList<>(table.routes());
    if (old != null) {
      routes.remove(old);
    }
    if (with != null) {
      routes.add(with);
    }
    store.routeTables.put(table.routeTableId(), table.toBuilder().routes(routes).build());
  }

  private void associations(RouteTable table, List<RouteTableAssociation> now) {
    store.routeTables.put(table.routeTableId(), table.toBuilder().associations(now).build());
  }

  private RouteTableAssociation association(String table, @Nullable String subnet, boolean main) {
    return RouteTableAssociation.builder()
        .routeTableAssociationId(store.id("rtbassoc"))
        .routeTableId(table)
        .subnetId(subnet)
        .main(main)
        .associationState(state -> state.state(RouteTableAssociationStateCode.ASSOCIATED))
        .build();
  }

  private Optional<RouteTableAssociation> associationOf(String subnet) {
    return store.routeTables.all().stream()
        .flatMap(table -> table.associations().stream())
        .filter(each -> subnet.equals(each.subnetId()))
        .findFirst();
  }

  private RouteTable tableOf(@Nullable String association) {
    return store.routeTables.all().stream()
        .filter(
            table ->
                table.associations().stream()
                    .anyMatch(each -> each.routeTableAssociationId().equals(association)))
        .findFirst()
        .orElseThrow(
            () ->
                Ec2Errors.of(
                    "InvalidAssociationID.NotFound",
                    "The association ID '" + association + "' does not exist"));
  }

  private static RouteTableAssociation in(RouteTable table, String association) {
    return table.associations().stream()
        .filter(each -> each.routeTableAssociationId().equals(association))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isMain(RouteTable table) {
    return table.associations().stream().anyMatch(each -> Boolean.TRUE.equals(each.main()));
  }

  private static <T> List<T> added(List<T> all, T one) {
    List<T> more = new ArrayList<>(all);
    more.add(one);
    return more;
  }

  private static <T> List<T> without(List<T> all, T one) {
    return all.stream().filter(each -> !each.equals(one)).toList();
  }

  private RouteTable shown(RouteTable table) {
    return table.toBuilder().tags(store.tags.of(table.routeTableId())).build();
  }
}
