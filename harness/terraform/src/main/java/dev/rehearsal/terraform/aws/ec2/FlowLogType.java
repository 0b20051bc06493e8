package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.FlowLog;

final class FlowLogType implements ResourceType {

  private static final String[] RESOURCES = {
    "vpc_id", "subnet_id", "eni_id", "transit_gateway_id", "transit_gateway_attachment_id"
  };

  @Override
  public String name() {
    return "aws_flow_log";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Flow Log")
        .forcesNew(
            "deliver_cross_account_role",
            "eni_id",
            "iam_role_arn",
            "log_destination",
            "log_destination_type",
            "log_format",
            "max_aggregation_interval",
            "subnet_id",
            "traffic_type",
            "transit_gateway_attachment_id",
            "transit_gateway_id",
            "vpc_id")
        .exactlyOneOf(RESOURCES)
        .defaults("log_destination_type", "cloud-watch-logs")
        .defaults("max_aggregation_interval", 600)
        .oneOf("log_destination_type", "cloud-watch-logs", "s3", "kinesis-data-firehose")
        .oneOf("traffic_type", "ACCEPT", "REJECT", "ALL")
        .same(FlowLogType::sameGroup, "log_destination")
        .member("iam_role_arn", "DeliverLogsPermissionArn")
        .called(it -> it.values().string("log_destination"))
        .tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    String vpc = it.values().text("vpc_id");
    if (vpc == null) {
      throw new ProviderException("flow logs of anything but VPCs are not served here");
    }
    it.id(
        it.client(Ec2Client.class)
            .createFlowLogs(
                it.fill(CreateFlowLogsRequest.builder())
                    .resourceIds(vpc)
                    .resourceType("VPC")
                    .tagSpecifications(Ec2Types.tagged(it, "vpc-flow-log"))
                    .build())
            .flowLogIds()
            .get(0));
  }

  @Override
  public void read(ResourceInstance it) {
    FlowLog found =
        it.client(Ec2Client.class)
            .describeFlowLogs(describe -> describe.flowLogIds(it.id()))
            .flowLogs()
            .get(0);
    it.take(found);
    it.values().set("vpc_id", found.resourceId());
    it.values().set("arn", Ec2Types.arn(it, "vpc-flow-log"));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).deleteFlowLogs(delete -> delete.flowLogIds(it.id()));
  }

  /** A log group's ARN means the same with and without {@code :*} at its end. */
  private static boolean sameGroup(Object one, Object other) {
    return one.toString()
        .replaceFirst(":\\*$", "")
        .equals(other.toString().replaceFirst(":\\*$", ""));
  }
}
