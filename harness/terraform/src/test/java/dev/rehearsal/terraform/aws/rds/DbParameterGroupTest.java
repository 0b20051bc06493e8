package dev.rehearsal.terraform.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformDiagnostic;
import dev.rehearsal.terraform.TerraformException;
import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;

class DbParameterGroupTest {

  private static final String GROUP = "aws_db_parameter_group.orders";

  @TempDir Path folder;

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformRun made = stage.apply(group("orders", "500"));
      assertEquals(1, made.added());
      RdsClient rds = stage.client(RdsClient.class);
      assertEquals(
          "500",
          rds.describeDBParameters(request -> request.dbParameterGroupName("orders").source("user"))
              .parameters()
              .get(0)
              .parameterValue());

      TerraformRun changed = stage.apply(group("orders", "900"));
      assertEquals(1, changed.changed());
      assertEquals(0, changed.destroyed());

      rds.deleteDBParameterGroup(request -> request.dbParameterGroupName("orders"));
      assertEquals(Map.of(GROUP, "create"), stage.plan(group("orders", "900")));
      stage.apply(group("orders", "900"));

      assertEquals(Map.of(GROUP, "replace"), stage.plan(group("payments", "900")));
      stage.apply(group("payments", "900"));
      stage.reimport(GROUP, "payments");

      stage.destroy();
      assertTrue(
          rds.describeDBParameterGroups().dbParameterGroups().stream()
              .allMatch(group -> group.dbParameterGroupName().startsWith("default.")));
    }
  }

  @Test
  void mistakesPointAtTheirLine() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.configure(
          """
          resource "aws_db_parameter_group" "orders" {
            name   = "orders"
            famly  = "postgres17"
          }
          """);
      TerraformException told =
          assertThrows(TerraformException.class, () -> stage.terraform().plan());
      TerraformDiagnostic first = told.diagnostics().get(0);
      assertTrue(
          String.valueOf(told.getMessage())
              .contains("An argument named \"famly\" is not expected here."),
          told.getMessage());
      assertEquals("main.tf", first.file());
      assertTrue(first.line() > 10);
    }
  }

  @Test
  void officialTypesThatAreNotServedSaySo() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.configure(
          """
          resource "aws_sagemaker_image" "image" {
            image_name = "image"
            role_arn   = "arn:aws:iam::000000000000:role/image"
          }
          """);
      assertTrue(stage.terraform().validate().isEmpty());
      TerraformException told =
          assertThrows(TerraformException.class, () -> stage.terraform().plan());
      assertTrue(
          String.valueOf(told.getMessage())
              .contains("aws_sagemaker_image is not served by the embedded provider"),
          told.getMessage());
    }
  }

  private static String group(String name, String milliseconds) {
    return """
    resource "aws_db_parameter_group" "orders" {
      name   = "%s"
      family = "postgres17"
      parameter {
        name  = "log_min_duration_statement"
        value = "%s"
      }
      tags = { Concern = "orders" }
    }
    """
        .formatted(name, milliseconds);
  }
}
