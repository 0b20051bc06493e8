package dev.rehearsal.terraform.aws.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;

/** Config and Security Hub: one recorder, its channel, its rules, and the hub. */
class ComplianceTypesTest {

  @TempDir Path folder;

  @Test
  void recorderRulesAndHubLiveTheirWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformRun made = stage.apply(watching("open buckets", true));
      assertEquals(8, made.added());
      ConfigClient config = stage.client(ConfigClient.class);
      SecurityHubClient hub = stage.client(SecurityHubClient.class);
      assertTrue(
          config
              .describeConfigurationRecorderStatus(d -> {})
              .configurationRecordersStatus()
              .get(0)
              .recording());

      TerraformRun changed = stage.apply(watching("no open buckets", false));
      assertEquals(2, changed.changed());
      assertEquals(
          "no open buckets",
          config.describeConfigRules(d -> {}).configRules().get(0).description());

      config.startConfigurationRecorder(start -> start.configurationRecorderName("default"));
      config.deleteConfigRule(delete -> delete.configRuleName("buckets"));
      hub.disableSecurityHub(disable -> {});
      String wanted = watching("no open buckets", false);
      assertEquals(
          Map.of(
              "aws_config_configuration_recorder_status.this", "update",
              "aws_config_config_rule.buckets", "create",
              "aws_securityhub_account.this", "create",
              "aws_securityhub_standards_subscription.this", "create"),
          stage.plan(wanted));
      stage.apply(wanted);

      stage.reimport("aws_config_configuration_recorder.this", "default");
      stage.reimport("aws_config_delivery_channel.this", "default");
      stage.reimport("aws_config_config_rule.buckets", "buckets");
      stage.reimport(
          "aws_securityhub_standards_subscription.this",
          hub.getEnabledStandards(get -> {})
              .standardsSubscriptions()
              .get(0)
              .standardsSubscriptionArn());
      stage.destroy();
      assertEquals(
          List.of(), config.describeConfigurationRecorders(d -> {}).configurationRecorders());
      assertEquals(List.of(), config.describeDeliveryChannels(d -> {}).deliveryChannels());
    }
  }

  private static String watching(String description, boolean recording) {
    return """
    resource "aws_s3_bucket" "audit" {
      bucket        = "audit"
      force_destroy = true
    }
    resource "aws_iam_role" "config" {
      name = "config"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "config.amazonaws.com" } }]
      })
    }
    resource "aws_config_configuration_recorder" "this" {
      role_arn = aws_iam_role.config.arn
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }
    resource "aws_config_delivery_channel" "this" {
      s3_bucket_name = aws_s3_bucket.audit.id
      depends_on     = [aws_config_configuration_recorder.this]
    }
    resource "aws_config_configuration_recorder_status" "this" {
      name       = aws_config_configuration_recorder.this.name
      is_enabled = %s
      depends_on = [aws_config_delivery_channel.this]
    }
    resource "aws_config_config_rule" "buckets" {
      name        = "buckets"
      description = "%s"
      source {
        owner             = "AWS"
        source_identifier = "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"
      }
      depends_on = [aws_config_configuration_recorder.this]
    }
    resource "aws_securityhub_account" "this" {
      enable_default_standards = false
    }
    resource "aws_securityhub_standards_subscription" "this" {
      standards_arn = "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/1.4.0"
      depends_on    = [aws_securityhub_account.this]
    }
    """
        .formatted(recording, description);
  }
}
