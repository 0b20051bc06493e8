package dev.rehearsal.cloud.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;

/** The dashboards of one account. Thread-safe. */
final class Dashboards {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Dashboard(String body, Instant modified) {}

  private final Surroundings aws;
  private final Map<String, Dashboard> dashboards = new ConcurrentSkipListMap<>();

  Dashboards(Surroundings aws) {
    this.aws = aws;
  }

  void put(String name, String body) {
    if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
      throw Errors.brokenDashboard("Dashboard name " + name + " is invalid.");
    }
    try {
      if (!JSON.readTree(body).isObject()) {
        throw Errors.brokenDashboard("The field DashboardBody must be a valid JSON object");
      }
    } catch (JsonProcessingException broken) {
      throw Errors.brokenDashboard("The field DashboardBody must be a valid JSON object");
    }
    dashboards.put(name, new Dashboard(body, aws.clock().instant()));
  }

  GetDashboardResponse get(String name) {
    Dashboard found = dashboards.get(name);
    if (found == null) {
      throw Errors.noDashboard(name);
    }
    return GetDashboardResponse.builder()
        .dashboardName(name)
        .dashboardArn(arn(name))
        .dashboardBody(found.body())
        .build();
  }

  void delete(List<String> names) {
    for (String name : names) {
      if (!dashboards.containsKey(name)) {
        throw Errors.noDashboard(name);
      }
    }
    names.forEach(dashboards::remove);
  }

  List<DashboardEntry> list(@Nullable String prefix) {
    return dashboards.entrySet().stream()
        .filter(each -> prefix == null || each.getKey().startsWith(prefix))
        .map(
            each ->
                DashboardEntry.builder()
                    .dashboardName(each.getKey())
                    .dashboardArn(arn(each.getKey()))
                    .lastModified(each.getValue().modified())
                    .size((long) each.getValue().body().getBytes(StandardCharsets.UTF_8).length)
                    .build())
        .toList();
  }

  /** Dashboards are global: their ARNs name no region. */
  private String arn(String name) {
    return "arn:aws:cloudwatch::" + aws.account() + ":dashboard/" + name;
  }
}
