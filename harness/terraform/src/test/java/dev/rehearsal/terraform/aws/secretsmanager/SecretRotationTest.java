package dev.rehearsal.terraform.aws.secretsmanager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformException;
import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class SecretRotationTest {

  private static final String ROTATION = "aws_secretsmanager_secret_rotation.this";

  @TempDir Path folder;

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(rotation("automatically_after_days = 30"));
      SecretsManagerClient secrets = stage.client(SecretsManagerClient.class);
      assertEquals(30, days(secrets));

      assertEquals(1, stage.apply(rotation("automatically_after_days = 7")).changed());
      assertEquals(7, days(secrets));

      secrets.cancelRotateSecret(request -> request.secretId("rotated"));
      assertEquals(
          Map.of(ROTATION, "update"), stage.plan(rotation("automatically_after_days = 7")));
      stage.apply(rotation("automatically_after_days = 7"));

      stage.apply(
          """
          resource "aws_secretsmanager_secret" "this" {
            name = "rotated"
          }
          """);
      assertNull(secrets.describeSecret(request -> request.secretId("rotated")).rotationEnabled());
      stage.destroy();
    }
  }

  @Test
  void aScheduleIsAnExpressionWithAWindow() {
    String rule = "schedule_expression = \"cron(0 16 1,15 * ? *)\"\n duration = \"2h\"";
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(rotation("automatically_after_days = 30"));
      assertEquals(1, stage.apply(rotation(rule)).changed());
      var rules =
          stage
              .client(SecretsManagerClient.class)
              .describeSecret(request -> request.secretId("rotated"))
              .rotationRules();
      assertEquals("cron(0 16 1,15 * ? *)", rules.scheduleExpression());
      assertEquals("2h", rules.duration());
      assertEquals(Map.of(), stage.plan(rotation(rule)));
      assertThrows(
          TerraformException.class,
          () -> stage.apply(rotation("schedule_expression = \"rate(1 hour)\"")));
      stage.destroy();
    }
  }

  @Test
  void rulesNeedOneWay() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.configure(rotation("duration = \"2h\""));
      TerraformException told =
          assertThrows(TerraformException.class, () -> stage.terraform().plan());
      assertTrue(
          String.valueOf(told.getMessage()).contains("automatically_after_days"),
          told.getMessage());
    }
  }

  private static long days(SecretsManagerClient secrets) {
    return secrets
        .describeSecret(request -> request.secretId("rotated"))
        .rotationRules()
        .automaticallyAfterDays();
  }

  private static String rotation(String rule) {
    return """
    resource "aws_secretsmanager_secret" "this" {
      name = "rotated"
    }

    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = aws_secretsmanager_secret.this.id
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:000000000000:function:rotate"
      rotate_immediately  = false

      rotation_rules {
        %s
      }
    }
    """
        .formatted(rule);
  }
}
