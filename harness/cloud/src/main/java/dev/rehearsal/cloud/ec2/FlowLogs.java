package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.FlowLog;
import software.amazon.awssdk.services.ec2.model.FlowLogsResourceType;
import software.amazon.awssdk.services.ec2.model.LogDestinationType;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.TrafficType;

/** Flow logs into CloudWatch Logs: what was let through and what was not, a line a connection. */
final class FlowLogs {

  private static final String FORMAT =
      "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport}"
          + " ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

  private final Store store;

  FlowLogs(Store store) {
    this.store = store;
  }

  CreateFlowLogsResponse create(CreateFlowLogsRequest asked) {
    if (asked.logDestinationType() != null
        && asked.logDestinationType() != LogDestinationType.CLOUD_WATCH_LOGS) {
      throw Ec2Errors.notHere("LogDestinationType " + asked.logDestinationTypeAsString());
    }
    if (asked.logFormat() != null && !asked.logFormat().equals(FORMAT)) {
      throw Ec2Errors.notHere("LogFormat");
    }
    if (asked.resourceType() != FlowLogsResourceType.VPC) {
      throw Ec2Errors.notHere("ResourceType " + asked.resourceTypeAsString());
    }
    String role = Ec2Errors.required(asked.deliverLogsPermissionArn(), "DeliverLogsPermissionArn");
    String group = asked.logGroupName();
    if (group == null) {
      String arn = Ec2Errors.required(asked.logDestination(), "LogDestination");
      group = arn.replaceFirst("^.*:log-group:", "").replaceFirst(":\\*$", "");
    }
    List<String> ids = new ArrayList<>();
    for (String resource : asked.resourceIds()) {
      String id = store.id("fl");
      store.flowLogs.put(
          id,
          FlowLog.builder()
              .flowLogId(id)
              .resourceId(store.vpcs.get(resource).vpcId())
              .trafficType(asked.trafficType() == null ? TrafficType.ALL : asked.trafficType())
              .logDestinationType(LogDestinationType.CLOUD_WATCH_LOGS)
              .logDestination(store.aws().arn("logs", "log-group:" + group))
              .logGroupName(group)
              .deliverLogsPermissionArn(role)
              .deliverLogsStatus("SUCCESS")
              .flowLogStatus("ACTIVE")
              .logFormat(FORMAT)
              .maxAggregationInterval(
                  asked.maxAggregationInterval() == null ? 600 : asked.maxAggregationInterval())
              .creationTime(store.aws().clock().instant())
              .build());
      store.tags.create(id, asked.tagSpecifications());
      ids.add(id);
    }
    return CreateFlowLogsResponse.builder().flowLogIds(ids).unsuccessful(List.of()).build();
  }

  DescribeFlowLogsResponse describe(DescribeFlowLogsRequest asked) {
    Page<FlowLog> page =
        Listing.page(
            store.flowLogs.find(asked.flowLogIds(), asked.filter()),
            asked.nextToken(),
            asked.maxResults());
    return DescribeFlowLogsResponse.builder()
        .flowLogs(
            page.items().stream()
                .map(each -> each.toBuilder().tags(store.tags.of(each.flowLogId())).build())
                .toList())
        .nextToken(page.next())
        .build();
  }

  DeleteFlowLogsResponse delete(DeleteFlowLogsRequest asked) {
    asked.flowLogIds().forEach(id -> store.flowLogs.get(id));
    asked.flowLogIds().forEach(store.flowLogs::remove);
    return DeleteFlowLogsResponse.builder().unsuccessful(List.of()).build();
  }

  /** The lines of a connection's two interfaces, for each log that wants them. */
  List<Line> lines(
      NetworkInterface from, NetworkInterface to, int clientPort, int port, boolean accepted) {
    List<Line> lines = new ArrayList<>();
    for (FlowLog log : store.flowLogs.all()) {
      boolean wanted =
          log.trafficType() == TrafficType.ALL
              || (log.trafficType() == TrafficType.ACCEPT) == accepted;
      if (wanted && log.resourceId().equals(from.vpcId())) {
        long now = store.aws().clock().instant().getEpochSecond();
        for (NetworkInterface each : List.of(from, to)) {
          lines.add(
              new Line(
                  log,
                  each.networkInterfaceId()
                      + "-"
                      + log.trafficTypeAsString().toLowerCase(Locale.ROOT),
                  String.join(
                      " ",
                      "2",
                      store.aws().account(),
                      each.networkInterfaceId(),
                      from.privateIpAddress(),
                      to.privateIpAddress(),
                      String.valueOf(clientPort),
                      String.valueOf(port),
                      "6",
                      "1",
                      "60",
                      String.valueOf(now),
                      String.valueOf(now),
                      accepted ? "ACCEPT" : "REJECT",
                      "OK")));
        }
      }
    }
    return lines;
  }

  /** A line for a log. */
  record Line(FlowLog log, String stream, String text) {}
}
