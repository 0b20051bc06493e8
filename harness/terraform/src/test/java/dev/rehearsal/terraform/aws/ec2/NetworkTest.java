package dev.rehearsal.terraform.aws.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

class NetworkTest {

  @TempDir Path folder;

  @Test
  void aNetworkLivesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformRun made = stage.apply(network("5432", "true"));
      assertEquals(22, made.added());
      Ec2Client ec2 = stage.client(Ec2Client.class);
      String vpc = ec2.describeVpcs().vpcs().get(0).vpcId();
      assertTrue(
          ec2.describeSecurityGroups(
                  describe ->
                      describe.filters(
                          Filter.builder().name("vpc-id").values(vpc).build(),
                          Filter.builder().name("group-name").values("default").build()))
              .securityGroups()
              .get(0)
              .ipPermissionsEgress()
              .isEmpty(),
          "the default security group is closed");

      TerraformRun changed = stage.apply(network("5433", "false"));
      assertEquals(0, changed.added());
      assertEquals(0, changed.destroyed());

      stage.destroy();
      assertEquals(0, ec2.describeVpcs().vpcs().size());
      assertEquals(0, ec2.describeSecurityGroups().securityGroups().size());
      assertEquals(0, ec2.describeNetworkInterfaces().networkInterfaces().size());
      assertEquals(0, ec2.describeAddresses().addresses().size());
    }
  }

  @Test
  void whatWasChangedByHandIsPutBack() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      String config = network("5432", "true");
      stage.apply(config);
      Ec2Client ec2 = stage.client(Ec2Client.class);
      SecurityGroup database =
          ec2.describeSecurityGroups(
                  describe -> describe.filters(f -> f.name("group-name").values("database")))
              .securityGroups()
              .get(0);
      ec2.revokeSecurityGroupIngress(
          revoke -> revoke.groupId(database.groupId()).ipPermissions(database.ipPermissions()));
      NetworkAcl acl =
          ec2.describeNetworkAcls(
                  describe -> describe.filters(f -> f.name("default").values("false")))
              .networkAcls()
              .get(0);
      ec2.deleteNetworkAclEntry(
          delete -> delete.networkAclId(acl.networkAclId()).ruleNumber(100).egress(false));
      ec2.createNetworkAclEntry(
          create ->
              create
                  .networkAclId(acl.networkAclId())
                  .ruleNumber(50)
                  .egress(false)
                  .protocol("-1")
                  .ruleAction("allow")
                  .cidrBlock("0.0.0.0/0"));
      String nat = ec2.describeNatGateways().natGateways().get(0).natGatewayId();
      String functions =
          ec2.describeRouteTables(
                  describe -> describe.filters(f -> f.name("tag:Name").values("functions")))
              .routeTables()
              .get(0)
              .routeTableId();
      ec2.deleteRoute(delete -> delete.routeTableId(functions).destinationCidrBlock("0.0.0.0/0"));
      assertEquals(
          Map.of(
              "aws_vpc_security_group_ingress_rule.database", "create",
              "aws_network_acl.data", "update",
              "aws_route_table.functions", "update"),
          stage.plan(config));
      stage.apply(config);
      assertEquals(
          nat,
          ec2
              .describeRouteTables(describe -> describe.routeTableIds(functions))
              .routeTables()
              .get(0)
              .routes()
              .stream()
              .filter(route -> "0.0.0.0/0".equals(route.destinationCidrBlock()))
              .findFirst()
              .orElseThrow()
              .natGatewayId());
      stage.destroy();
    }
  }

  @Test
  void importsFindWhatIsThere() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(network("5432", "true"));
      Ec2Client ec2 = stage.client(Ec2Client.class);
      stage.reimport("aws_vpc.shop", ec2.describeVpcs().vpcs().get(0).vpcId());
      stage.reimport(
          "aws_nat_gateway.out", ec2.describeNatGateways().natGateways().get(0).natGatewayId());
      SecurityGroup database =
          ec2.describeSecurityGroups(
                  describe -> describe.filters(f -> f.name("group-name").values("database")))
              .securityGroups()
              .get(0);
      stage.reimport("aws_security_group.database", database.groupId());
      RouteTable functions =
          ec2.describeRouteTables(
                  describe -> describe.filters(f -> f.name("tag:Name").values("functions")))
              .routeTables()
              .get(0);
      stage.reimport("aws_route_table.functions", functions.routeTableId());
      stage.reimport(
          "aws_route_table_association.functions",
          functions.associations().get(0).subnetId() + "/" + functions.routeTableId());
      stage.reimport("aws_flow_log.shop", ec2.describeFlowLogs().flowLogs().get(0).flowLogId());
      stage.destroy();
    }
  }

  private static String network(String port, String support) {
    return """
    data "aws_availability_zones" "here" {
      state = "available"
    }
    resource "aws_vpc" "shop" {
      cidr_block           = "10.1.0.0/16"
      enable_dns_support   = %2$s
      enable_dns_hostnames = true
      tags                 = { Name = "shop" }
    }
    resource "aws_default_security_group" "closed" {
      vpc_id = aws_vpc.shop.id
    }
    resource "aws_subnet" "public" {
      vpc_id     = aws_vpc.shop.id
      cidr_block = "10.1.0.0/24"
      availability_zone = data.aws_availability_zones.here.names[0]
    }
    resource "aws_subnet" "functions" {
      vpc_id     = aws_vpc.shop.id
      cidr_block = "10.1.1.0/24"
      availability_zone = data.aws_availability_zones.here.names[0]
    }
    resource "aws_subnet" "data" {
      count             = 2
      vpc_id            = aws_vpc.shop.id
      cidr_block        = "10.1.${count.index + 2}.0/24"
      availability_zone = data.aws_availability_zones.here.names[count.index]
    }
    resource "aws_internet_gateway" "out" {
      vpc_id = aws_vpc.shop.id
    }
    resource "aws_eip" "out" {
      domain = "vpc"
    }
    resource "aws_nat_gateway" "out" {
      allocation_id = aws_eip.out.id
      subnet_id     = aws_subnet.public.id
      depends_on    = [aws_internet_gateway.out]
    }
    resource "aws_route_table" "public" {
      vpc_id = aws_vpc.shop.id
      route {
        cidr_block = "0.0.0.0/0"
        gateway_id = aws_internet_gateway.out.id
      }
    }
    resource "aws_route_table" "functions" {
      vpc_id = aws_vpc.shop.id
      route {
        cidr_block     = "0.0.0.0/0"
        nat_gateway_id = aws_nat_gateway.out.id
      }
      tags = { Name = "functions" }
    }
    resource "aws_route_table_association" "functions" {
      subnet_id      = aws_subnet.functions.id
      route_table_id = aws_route_table.functions.id
    }
    resource "aws_security_group" "functions" {
      name   = "functions"
      vpc_id = aws_vpc.shop.id
      egress {
        description = "everywhere"
        protocol    = "tcp"
        from_port   = 443
        to_port     = 443
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    resource "aws_security_group" "database" {
      name        = "database"
      vpc_id      = aws_vpc.shop.id
    }
    resource "aws_vpc_security_group_ingress_rule" "database" {
      security_group_id            = aws_security_group.database.id
      referenced_security_group_id = aws_security_group.functions.id
      ip_protocol                  = "tcp"
      from_port                    = %1$s
      to_port                      = %1$s
    }
    resource "aws_vpc_security_group_egress_rule" "database" {
      security_group_id = aws_security_group.database.id
      cidr_ipv4         = "10.1.0.0/16"
      ip_protocol       = "-1"
    }
    resource "aws_network_acl" "data" {
      vpc_id     = aws_vpc.shop.id
      subnet_ids = aws_subnet.data[*].id
      ingress {
        rule_no    = 100
        action     = "allow"
        protocol   = "tcp"
        cidr_block = "10.1.1.0/24"
        from_port  = %1$s
        to_port    = %1$s
      }
    }
    resource "aws_network_acl_rule" "out" {
      network_acl_id = aws_network_acl.data.id
      rule_number    = 200
      egress         = true
      protocol       = "tcp"
      rule_action    = "allow"
      cidr_block     = "10.1.1.0/24"
      from_port      = 1024
      to_port        = 65535
    }
    resource "aws_vpc_endpoint" "dynamodb" {
      vpc_id          = aws_vpc.shop.id
      service_name    = "com.amazonaws.eu-west-1.dynamodb"
      route_table_ids = [aws_route_table.functions.id]
    }
    resource "aws_iam_role" "flow" {
      name               = "flow"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "vpc-flow-logs.amazonaws.com" } }]
      })
    }
    resource "aws_cloudwatch_log_group" "flow" {
      name = "/vpc/shop"
    }
    resource "aws_flow_log" "shop" {
      vpc_id          = aws_vpc.shop.id
      traffic_type    = "ALL"
      log_destination = aws_cloudwatch_log_group.flow.arn
      iam_role_arn    = aws_iam_role.flow.arn
    }
    """
        .formatted(port, support);
  }
}
