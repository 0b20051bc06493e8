package dev.rehearsal.terraform.aws.rds;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.Locale;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.Subnet;

final class DbSubnetGroup implements ResourceType {

  @Override
  public String name() {
    return "aws_db_subnet_group";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("RDS DB Subnet Group")
        .forcesNew("name", "name_prefix")
        .conflicts("name", "name_prefix")
        .defaults("description", "Managed by Terraform")
        .member("description", "DBSubnetGroupDescription")
        .member("arn", "DBSubnetGroupArn")
        .ignoreCase("name")
        .tags(RdsTypes.tagging())
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix").toLowerCase(Locale.ROOT);
    it.client(RdsClient.class)
        .createDBSubnetGroup(
            it.fill(CreateDbSubnetGroupRequest.builder()).dbSubnetGroupName(name).build());
    it.id(name);
  }

  @Override
  public void read(ResourceInstance it) {
    DBSubnetGroup group =
        it.client(RdsClient.class)
            .describeDBSubnetGroups(request -> request.dbSubnetGroupName(it.id()))
            .dbSubnetGroups()
            .get(0);
    it.take(group);
    it.values().set("name", group.dbSubnetGroupName());
    it.values().set("subnet_ids", group.subnets().stream().map(Subnet::subnetIdentifier).toList());
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(RdsClient.class)
        .modifyDBSubnetGroup(
            request ->
                request
                    .dbSubnetGroupName(it.id())
                    .dbSubnetGroupDescription(it.values().text("description"))
                    .subnetIds(it.values().strings("subnet_ids")));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(RdsClient.class).deleteDBSubnetGroup(request -> request.dbSubnetGroupName(it.id()));
  }
}
