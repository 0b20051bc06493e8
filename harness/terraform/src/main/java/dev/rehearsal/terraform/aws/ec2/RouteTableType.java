package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RouteTable;

final class RouteTableType implements ResourceType {

  /** What an object of {@code route} can name as its target and the embedded EC2 serves. */
  private static final List<String> TARGETS = List.of("gateway_id", "nat_gateway_id");

  private static final List<String> ATTRIBUTES =
      List.of(
          "carrier_gateway_id",
          "cidr_block",
          "core_network_arn",
          "destination_prefix_list_id",
          "egress_only_gateway_id",
          "gateway_id",
          "ipv6_cidr_block",
          "local_gateway_id",
          "nat_gateway_id",
          "network_interface_id",
          "transit_gateway_id",
          "vpc_endpoint_id",
          "vpc_peering_connection_id");

  @Override
  public String name() {
    return "aws_route_table";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Route Table")
        .forcesNew("vpc_id")
        .untaken("route", "propagating_vgws")
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .createRouteTable(
                create ->
                    create
                        .vpcId(it.values().string("vpc_id"))
                        .tagSpecifications(Ec2Types.tagged(it, "route-table")))
            .routeTable()
            .routeTableId());
    it.values().blocks("route").forEach(route -> add(it, route));
  }

  @Override
  public void read(ResourceInstance it) {
    RouteTable found =
        it.client(Ec2Client.class)
            .describeRouteTables(describe -> describe.routeTableIds(it.id()))
            .routeTables()
            .get(0);
    it.take(found);
    Values values = it.values();
    values.set("arn", Ec2Types.arn(it, "route-table"));
    values.set("propagating_vgws", List.of());
    values.set(
        "route",
        found.routes().stream()
            .filter(route -> !"local".equals(route.gatewayId()))
            // Routes of gateway endpoints are the endpoint's own.
            .filter(route -> route.destinationPrefixListId() == null)
            .map(
                route -> {
                  Map<String, @Nullable Object> object = new LinkedHashMap<>();
                  ATTRIBUTES.forEach(name -> object.put(name, ""));
                  object.put("cidr_block", route.destinationCidrBlock());
                  object.put("gateway_id", route.gatewayId() == null ? "" : route.gatewayId());
                  object.put(
                      "nat_gateway_id", route.natGatewayId() == null ? "" : route.natGatewayId());
                  return object;
                })
            .toList());
  }

  @Override
  public void update(ResourceInstance it) {
    List<Values> before = it.prior().blocks("route");
    List<Values> after = it.values().blocks("route");
    for (Values old : before) {
      if (after.stream().noneMatch(route -> same(route, old))) {
        it.client(Ec2Client.class)
            .deleteRoute(
                delete ->
                    delete.routeTableId(it.id()).destinationCidrBlock(old.string("cidr_block")));
      }
    }
    for (Values route : after) {
      if (before.stream().noneMatch(old -> same(route, old))) {
        add(it, route);
      }
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).deleteRouteTable(delete -> delete.routeTableId(it.id()));
  }

  private static boolean same(Values one, Values other) {
    return Objects.equals(one.text("cidr_block"), other.text("cidr_block"))
        && TARGETS.stream().allMatch(name -> Objects.equals(one.text(name), other.text(name)));
  }

  private static void add(ResourceInstance it, Values route) {
    for (String name : ATTRIBUTES) {
      if (route.text(name) != null && !name.equals("cidr_block") && !TARGETS.contains(name)) {
        throw new ProviderException("route." + name + " is not served by the embedded provider");
      }
    }
    it.client(Ec2Client.class)
        .createRoute(
            create ->
                create
                    .routeTableId(it.id())
                    .destinationCidrBlock(route.text("cidr_block"))
                    .gatewayId(route.text("gateway_id"))
                    .natGatewayId(route.text("nat_gateway_id")));
  }
}
