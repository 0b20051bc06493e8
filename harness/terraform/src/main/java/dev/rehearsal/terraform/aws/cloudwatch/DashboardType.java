package dev.rehearsal.terraform.aws.cloudwatch;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;

final class DashboardType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudwatch_dashboard";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudWatch Dashboard")
        .forcesNew("dashboard_name")
        .matches(
            "dashboard_name",
            "[\\w-]{1,255}",
            "only alphanumeric characters, dashes and underscores are allowed")
        .json("dashboard_body")
        .called(it -> it.values().string("dashboard_name"))
        .imports(it -> it.values().set("dashboard_name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    it.id(it.values().string("dashboard_name"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(it.client(CloudWatchClient.class).getDashboard(get -> get.dashboardName(it.id())));
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CloudWatchClient.class).deleteDashboards(delete -> delete.dashboardNames(it.id()));
  }

  private static void put(ResourceInstance it) {
    it.client(CloudWatchClient.class).putDashboard(it.fill(PutDashboardRequest.builder()).build());
  }
}
