package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

final class RouteTableAssociationType implements ResourceType {

  @Override
  public String name() {
    return "aws_route_table_association";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Route Table Association")
        .forcesNew("subnet_id", "gateway_id")
        .exactlyOneOf("subnet_id", "gateway_id")
        .called(it -> it.values().string("subnet_id"))
        .imports(
            it -> {
              String[] parts = it.id().split("/", -1);
              if (parts.length != 2) {
                throw new ProviderException(
                    "Unexpected format for import: "
                        + it.id()
                        + ". Use 'subnet ID/route table ID'");
              }
              it.values().set("subnet_id", parts[0]);
              it.values().set("route_table_id", parts[1]);
              it.id(
                  associations(it, parts[1]).stream()
                      .filter(each -> parts[0].equals(each.subnetId()))
                      .findFirst()
                      .orElseThrow(
                          () -> new ProviderException("No association of " + it.id() + " found"))
                      .routeTableAssociationId());
            });
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .associateRouteTable(it.fill(AssociateRouteTableRequest.builder()).build())
            .associationId());
  }

  @Override
  public void read(ResourceInstance it) {
    Optional<RouteTableAssociation> found =
        it
            .client(Ec2Client.class)
            .describeRouteTables(
                describe ->
                    describe.filters(
                        filter ->
                            filter.name("association.route-table-association-id").values(it.id())))
            .routeTables()
            .stream()
            .flatMap(table -> table.associations().stream())
            .filter(each -> each.routeTableAssociationId().equals(it.id()))
            .findFirst();
    if (found.isEmpty()) {
      it.gone();
      return;
    }
    it.values().set("subnet_id", found.get().subnetId());
    it.values().set("route_table_id", found.get().routeTableId());
  }

  @Override
  public void update(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .replaceRouteTableAssociation(
                replace ->
                    replace
                        .associationId(it.id())
                        .routeTableId(it.values().string("route_table_id")))
            .newAssociationId());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class)
        .disassociateRouteTable(disassociate -> disassociate.associationId(it.id()));
  }

  private static List<RouteTableAssociation> associations(ResourceInstance it, String table) {
    return it.client(Ec2Client.class)
        .describeRouteTables(describe -> describe.routeTableIds(table))
        .routeTables()
        .get(0)
        .associations();
  }
}
