package dev.rehearsal.terraform.aws.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;

class TrailTypeTest {

  @TempDir Path folder;

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(trail("audit", true, "starts_with", "arn:aws:s3:::site/"));
      CloudTrailClient trails = stage.client(CloudTrailClient.class);
      assertTrue(trails.getTrailStatus(get -> get.name("audit")).isLogging());
      assertEquals(
          2,
          trails.getEventSelectors(get -> get.trailName("audit")).advancedEventSelectors().size());

      TerraformRun changed = stage.apply(trail("audit", false, "equals", "arn:aws:s3:::site/x"));
      assertEquals(1, changed.changed());
      assertEquals(0, changed.destroyed());

      trails.stopLogging(stop -> stop.name("audit"));
      String wanted = trail("audit", false, "equals", "arn:aws:s3:::site/x");
      String logged =
          wanted.replace(
              "enable_log_file_validation",
              """
              cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.audit.arn}:*"
              cloud_watch_logs_role_arn  = aws_iam_role.audit.arn
              enable_log_file_validation""");
      stage.apply(logged);
      assertEquals(
          "arn:aws:logs:eu-west-1:000000000000:log-group:audit:*",
          trails.getTrail(get -> get.name("audit")).trail().cloudWatchLogsLogGroupArn());
      assertEquals(Map.of(), stage.plan(logged));
      stage.apply(wanted);
      assertNull(trails.getTrail(get -> get.name("audit")).trail().cloudWatchLogsLogGroupArn());
      stage.apply(logged);
      trails.deleteTrail(delete -> delete.name("audit"));
      stage.apply(logged);
      assertEquals(
          "arn:aws:iam::000000000000:role/audit",
          trails.getTrail(get -> get.name("audit")).trail().cloudWatchLogsRoleArn());
      stage.apply(wanted);
      trails.stopLogging(stop -> stop.name("audit"));
      assertEquals(Map.of("aws_cloudtrail.audit", "update"), stage.plan(wanted));
      stage.apply(wanted);
      trails.deleteTrail(delete -> delete.name("audit"));
      assertEquals(Map.of("aws_cloudtrail.audit", "create"), stage.plan(wanted));
      stage.apply(wanted);

      stage.reimport(
          "aws_cloudtrail.audit", "arn:aws:cloudtrail:eu-west-1:000000000000:trail/audit");
      assertEquals(
          "replace",
          stage
              .plan(trail("other", false, "equals", "arn:aws:s3:::site/x"))
              .get("aws_cloudtrail.audit"));
      stage.configure(wanted);
      stage.destroy();
      assertEquals(List.of(), trails.describeTrails(describe -> {}).trailList());
    }
  }

  private static String trail(String name, boolean validate, String how, String what) {
    return """
    resource "aws_s3_bucket" "audit" {
      bucket        = "audit"
      force_destroy = true
    }
    resource "aws_cloudwatch_log_group" "audit" {
      name = "audit"
    }
    resource "aws_iam_role" "audit" {
      name = "audit"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Service = "cloudtrail.amazonaws.com" }
          Action    = "sts:AssumeRole"
        }]
      })
    }
    resource "aws_cloudtrail" "audit" {
      name                       = "%s"
      s3_bucket_name             = aws_s3_bucket.audit.id
      enable_log_file_validation = %s
      advanced_event_selector {
        name = "management"
        field_selector {
          field  = "eventCategory"
          equals = ["Management"]
        }
      }
      advanced_event_selector {
        field_selector {
          field  = "eventCategory"
          equals = ["Data"]
        }
        field_selector {
          field = "resources.ARN"
          %s    = ["%s"]
        }
      }
    }
    """
        .formatted(name, validate, how, what);
  }
}
