package dev.rehearsal.terraform.aws.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

class CloudWatchTypesTest {

  @TempDir Path folder;

  @Test
  void alarmsFiltersAndDashboardsLiveTheirWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformRun made = stage.apply(watching("errors", 5, "ERROR", "Errors"));
      assertEquals(6, made.added());
      CloudWatchClient watch = stage.client(CloudWatchClient.class);
      CloudWatchLogsClient logs = stage.client(CloudWatchLogsClient.class);
      assertEquals("checkout", alarm(watch, "errors").dimensions().get(0).value());
      assertEquals(2, alarm(watch, "share").metrics().size());

      TerraformRun changed = stage.apply(watching("errors", 7, "WARN", "Warnings"));
      assertEquals(3, changed.changed());
      assertEquals(0, changed.destroyed());
      assertEquals(7.0, alarm(watch, "errors").threshold());
      assertTrue(
          watch
              .getDashboard(get -> get.dashboardName("shop"))
              .dashboardBody()
              .contains("Warnings"));

      watch.deleteAlarms(delete -> delete.alarmNames("errors"));
      watch.deleteDashboards(delete -> delete.dashboardNames("shop"));
      logs.deleteMetricFilter(delete -> delete.logGroupName("/shop").filterName("errors"));
      String wanted = watching("errors", 7, "WARN", "Warnings");
      assertEquals(
          Map.of(
              "aws_cloudwatch_metric_alarm.errors", "create",
              "aws_cloudwatch_dashboard.shop", "create",
              "aws_cloudwatch_log_metric_filter.errors", "create"),
          stage.plan(wanted));
      stage.apply(wanted);

      stage.reimport("aws_cloudwatch_metric_alarm.errors", "errors");
      stage.reimport("aws_cloudwatch_dashboard.shop", "shop");
      stage.reimport("aws_cloudwatch_log_metric_filter.errors", "/shop:errors");
      assertEquals(
          "replace",
          stage
              .plan(watching("failures", 7, "WARN", "Warnings"))
              .get("aws_cloudwatch_metric_alarm.errors"));
      stage.configure(wanted);
      stage.destroy();
      assertEquals(List.of(), watch.describeAlarms(describe -> {}).metricAlarms());
      assertEquals(List.of(), watch.listDashboards(list -> {}).dashboardEntries());
    }
  }

  private static MetricAlarm alarm(CloudWatchClient watch, String name) {
    return watch.describeAlarms(describe -> describe.alarmNames(name)).metricAlarms().get(0);
  }

  private static String watching(String name, int threshold, String level, String metric) {
    return """
    resource "aws_cloudwatch_log_group" "shop" {
      name = "/shop"
    }
    resource "aws_sns_topic" "alarms" {
      name = "alarms"
    }
    resource "aws_cloudwatch_log_metric_filter" "errors" {
      name           = "errors"
      log_group_name = aws_cloudwatch_log_group.shop.name
      pattern        = "{ $.level = \\"%s\\" }"
      metric_transformation {
        namespace     = "Shop"
        name          = "Errors"
        value         = "1"
        default_value = "0"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "errors" {
      alarm_name          = "%s"
      namespace           = "AWS/Lambda"
      metric_name         = "Errors"
      statistic           = "Sum"
      period              = 60
      evaluation_periods  = 2
      datapoints_to_alarm = 1
      threshold           = %d
      comparison_operator = "GreaterThanThreshold"
      treat_missing_data  = "notBreaching"
      alarm_actions       = [aws_sns_topic.alarms.arn]
      dimensions          = { FunctionName = "checkout" }
    }
    resource "aws_cloudwatch_metric_alarm" "share" {
      alarm_name          = "share"
      evaluation_periods  = 1
      threshold           = 0.5
      comparison_operator = "GreaterThanThreshold"
      metric_query {
        id          = "share"
        expression  = "errors / 100"
        label       = "Share"
        return_data = true
      }
      metric_query {
        id = "errors"
        metric {
          namespace   = "AWS/Lambda"
          metric_name = "Errors"
          period      = 60
          stat        = "Sum"
          dimensions  = { FunctionName = "checkout" }
        }
      }
    }
    resource "aws_cloudwatch_dashboard" "shop" {
      dashboard_name = "shop"
      dashboard_body = jsonencode({ widgets = [{ type = "text", properties = { markdown = "%s" } }] })
    }
    """
        .formatted(level, name, threshold, metric);
  }
}
