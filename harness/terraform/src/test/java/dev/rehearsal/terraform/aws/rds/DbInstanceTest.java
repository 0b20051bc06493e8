package dev.rehearsal.terraform.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;

class DbInstanceTest {

  private static final String DATABASE =
      """
      resource "aws_vpc" "shop" { cidr_block = "10.0.0.0/16" }
      resource "aws_subnet" "data" {
        count             = 2
        vpc_id            = aws_vpc.shop.id
        cidr_block        = "10.0.${count.index}.0/24"
        availability_zone = ["eu-west-1a", "eu-west-1b"][count.index]
      }
      resource "aws_db_subnet_group" "orders" {
        name       = "orders"
        subnet_ids = aws_subnet.data[*].id
      }
      resource "aws_db_parameter_group" "orders" {
        name   = "orders"
        family = "postgres17"
        parameter {
          name  = "rds.force_ssl"
          value = "1"
        }
      }
      resource "aws_db_instance" "orders" {
        identifier                          = "orders"
        engine                              = "postgres"
        engine_version                      = "17.6"
        instance_class                      = "db.t4g.micro"
        db_name                             = "orders"
        allocated_storage                   = 20
        max_allocated_storage               = 100
        storage_type                        = "gp3"
        username                            = "shop_admin"
        password                            = "correct-horse-battery"
        db_subnet_group_name                = aws_db_subnet_group.orders.name
        iam_database_authentication_enabled = true
        parameter_group_name                = aws_db_parameter_group.orders.name
        backup_retention_period             = %d
        copy_tags_to_snapshot               = true
        apply_immediately                   = true
        skip_final_snapshot                 = true
      }
      output "address" { value = aws_db_instance.orders.address }
      output "port" { value = aws_db_instance.orders.port }
      """;

  @TempDir Path folder;

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(DATABASE.formatted(7));
      RdsClient rds = stage.client(RdsClient.class);
      int port = rds.describeDBInstances().dbInstances().get(0).endpoint().port();
      assertEquals(Map.of("address", "127.0.0.1", "port", String.valueOf(port)), stage.outputs());
      assertEquals(Map.of("aws_db_instance.orders", "update"), stage.plan(DATABASE.formatted(14)));
      stage.apply(DATABASE.formatted(14));
      assertEquals(14, rds.describeDBInstances().dbInstances().get(0).backupRetentionPeriod());
      stage.destroy();
      assertTrue(rds.describeDBInstances().dbInstances().isEmpty());
    }
  }
}
