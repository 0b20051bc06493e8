package dev.rehearsal.cloud.logs;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.AssociateKmsKeyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.AssociateKmsKeyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DisassociateKmsKeyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/**
 * Amazon CloudWatch Logs.
 *
 * <p>Left out: subscription filters, Logs Insights queries, exports, anomaly detection.
 */
public final class Logs implements CloudWatchLogsClient {

  private final Groups groups;
  private final Streams streams;
  private final EventStore events;
  private final MetricRules rules;

  public Logs(Surroundings aws) {
    groups = new Groups(aws);
    streams = new Streams(aws, groups);
    rules = new MetricRules(aws, groups);
    events = new EventStore(aws, groups, rules);
  }

  @Override
  public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
    groups.create(request);
    return CreateLogGroupResponse.builder().build();
  }

  @Override
  public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
    groups.delete(request.logGroupName());
    return DeleteLogGroupResponse.builder().build();
  }

  @Override
  public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
    return groups.describe(request);
  }

  @Override
  public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
    groups.retain(request.logGroupName(), request.retentionInDays());
    return PutRetentionPolicyResponse.builder().build();
  }

  @Override
  public DeleteRetentionPolicyResponse deleteRetentionPolicy(DeleteRetentionPolicyRequest request) {
    groups.get(request.logGroupName()).retentionDays = null;
    return DeleteRetentionPolicyResponse.builder().build();
  }

  @Override
  public AssociateKmsKeyResponse associateKmsKey(AssociateKmsKeyRequest request) {
    groups.encrypt(
        groups.get(request.logGroupName(), request.resourceIdentifier()), request.kmsKeyId());
    return AssociateKmsKeyResponse.builder().build();
  }

  @Override
  public DisassociateKmsKeyResponse disassociateKmsKey(DisassociateKmsKeyRequest request) {
    groups.get(request.logGroupName(), request.resourceIdentifier()).kmsKeyId = null;
    return DisassociateKmsKeyResponse.builder().build();
  }

  @Override
  public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
    streams.create(request);
    return CreateLogStreamResponse.builder().build();
  }

  @Override
  public DeleteLogStreamResponse deleteLogStream(DeleteLogStreamRequest request) {
    streams.delete(request);
    return DeleteLogStreamResponse.builder().build();
  }

  @Override
  public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
    return streams.describe(request);
  }

  @Override
  public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
    return events.put(request);
  }

  @Override
  public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
    return events.get(request);
  }

  @Override
  public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
    return events.filter(request);
  }

  @Override
  public PutMetricFilterResponse putMetricFilter(PutMetricFilterRequest request) {
    rules.put(request);
    return PutMetricFilterResponse.builder().build();
  }

  @Override
  public DeleteMetricFilterResponse deleteMetricFilter(DeleteMetricFilterRequest request) {
    rules.delete(request.logGroupName(), request.filterName());
    return DeleteMetricFilterResponse.builder().build();
  }

  @Override
  public DescribeMetricFiltersResponse describeMetricFilters(DescribeMetricFiltersRequest request) {
    return rules.describe(request);
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    groups.get(request.resourceArn()).tags.putAll(request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(groups.get(request.resourceArn()).tags::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(groups.get(request.resourceArn()).tags)
        .build();
  }

  @SuppressWarnings("deprecation")
  @Override
  public TagLogGroupResponse tagLogGroup(TagLogGroupRequest request) {
    groups.get(request.logGroupName()).tags.putAll(request.tags());
    return TagLogGroupResponse.builder().build();
  }

  @Override
  public UntagLogGroupResponse untagLogGroup(UntagLogGroupRequest request) {
    request.tags().forEach(groups.get(request.logGroupName()).tags::remove);
    return UntagLogGroupResponse.builder().build();
  }

  @SuppressWarnings("deprecation")
  @Override
  public ListTagsLogGroupResponse listTagsLogGroup(ListTagsLogGroupRequest request) {
    return ListTagsLogGroupResponse.builder().tags(groups.get(request.logGroupName()).tags).build();
  }

  @Override
  public String serviceName() {
    return "logs";
  }

  @Override
  public void close() {}
}
