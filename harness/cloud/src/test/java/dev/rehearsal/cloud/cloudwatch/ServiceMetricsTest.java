package dev.rehearsal.cloud.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

class ServiceMetricsTest {

  private static final Caller ROOT = new Caller.Root("000000000000", null);

  @TempDir Path folder;
  private Cloud cloud;
  private ServiceMetrics metrics;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    metrics = new ServiceMetrics(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void edgeAndApiCountTheirRequestsAndErrors() {
    hop(Hop.Kind.EDGE, "GET /", 200, null, null, Map.of("distribution", "E1"));
    hop(Hop.Kind.EDGE, "GET /", 503, null, null, Map.of("distribution", "E1"));
    hop(Hop.Kind.API, "GET /x", 404, null, null, Map.of("apiId", "a1", "stage", "api"));
    assertEquals(
        2, of("Sum", "AWS/CloudFront", "Requests", "DistributionId", "E1", "Region", "Global"));
    assertEquals(
        50,
        of(
            "Average",
            "AWS/CloudFront",
            "5xxErrorRate",
            "DistributionId",
            "E1",
            "Region",
            "Global"));
    assertEquals(1, of("Sum", "AWS/ApiGateway", "4xx", "ApiId", "a1"));
    assertEquals(1, of("Sum", "AWS/ApiGateway", "Count", "ApiId", "a1", "Stage", "api"));
    assertEquals(5, of("Maximum", "AWS/ApiGateway", "Latency", "ApiId", "a1"));
  }

  @Test
  void queuesAndTopicsCountMessagesAndNotCalls() {
    String queue = "arn:aws:sqs:us-east-1:000000000000:orders";
    hop("sqs:SendMessage", queue, null, "{}", "{}");
    hop("sqs:SendMessageBatch", queue, null, "{\"Entries\":[{},{},{}]}", "{}");
    hop("sqs:SendMessage", queue, "AccessDenied", "{}", "no");
    hop("sqs:ReceiveMessage", queue, null, "{}", "{\"Messages\":[{},{}]}");
    hop("sqs:ReceiveMessage", queue, null, "{}", "{}");
    hop("sns:Publish", "arn:aws:sns:us-east-1:000000000000:events", null, "{}", "{}");
    assertEquals(4, of("Sum", "AWS/SQS", "NumberOfMessagesSent", "QueueName", "orders"));
    assertEquals(2, of("Sum", "AWS/SQS", "NumberOfMessagesReceived", "QueueName", "orders"));
    assertEquals(1, of("Sum", "AWS/SQS", "NumberOfEmptyReceives", "QueueName", "orders"));
    assertEquals(1, of("Sum", "AWS/SNS", "NumberOfMessagesPublished", "TopicName", "events"));
  }

  @Test
  void tablesTellLatencyAndWhatWentWrong() {
    String table = "arn:aws:dynamodb:us-east-1:000000000000:table/products/index/category";
    hop("dynamodb:Query", table, null, "{}", "{}");
    hop("dynamodb:UpdateItem", table, "ConditionalCheckFailedException", "{}", "no");
    hop("dynamodb:UpdateItem", table, "ProvisionedThroughputExceededException", "{}", "no");
    assertEquals(
        5,
        of(
            "Average",
            "AWS/DynamoDB",
            "SuccessfulRequestLatency",
            "TableName",
            "products",
            "Operation",
            "Query"));
    assertEquals(
        1, of("Sum", "AWS/DynamoDB", "ConditionalCheckFailedRequests", "TableName", "products"));
    assertEquals(1, of("Sum", "AWS/DynamoDB", "ThrottledRequests", "TableName", "products"));
  }

  @Test
  void logEventsInTheEmbeddedMetricFormatAreMetrics() {
    CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class, ROOT, "us-east-1");
    logs.createLogGroup(create -> create.logGroupName("/shop"));
    logs.createLogStream(create -> create.logGroupName("/shop").logStreamName("one"));
    String event =
        """
        {"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"Shop","Dimensions":[["Service"],[]],
        "Metrics":[{"Name":"Orders","Unit":"Count"},{"Name":"Took"}]}]},
        "Service":"checkout","Orders":2,"Took":[3,5]}""";
    logs.putLogEvents(
        put ->
            put.logGroupName("/shop")
                .logStreamName("one")
                .logEvents(
                    InputLogEvent.builder()
                        .timestamp(System.currentTimeMillis())
                        .message(event)
                        .build(),
                    InputLogEvent.builder()
                        .timestamp(System.currentTimeMillis())
                        .message("{\"CloudWatchMetrics\": broken")
                        .build()));
    assertEquals(2, of("Sum", "Shop", "Orders", "Service", "checkout"));
    assertEquals(2, of("Sum", "Shop", "Orders"));
    assertEquals(4, of("Average", "Shop", "Took", "Service", "checkout"));
  }

  private void hop(
      String action, String resource, @Nullable String error, String request, String response) {
    hop(
        Hop.Kind.AWS,
        action,
        error == null ? 200 : 400,
        error,
        new String[] {resource, request, response},
        Map.of("region", "us-east-1"));
  }

  private void hop(
      Hop.Kind kind,
      String action,
      int status,
      @Nullable String error,
      String @Nullable [] texts,
      Map<String, String> facts) {
    metrics.accept(
        new Hop(
            "id",
            kind,
            new Trace("root", null),
            "from",
            action.contains(":") ? action.substring(0, action.indexOf(':')) : "to",
            action,
            texts == null ? null : texts[0],
            Instant.now(),
            Duration.ofMillis(5),
            status,
            error,
            texts == null ? null : texts[1],
            texts == null ? null : texts[2],
            facts));
  }

  private double of(String statistic, String namespace, String metric, String... dimensions) {
    List<Dimension> named = new ArrayList<>();
    for (int i = 0; i < dimensions.length; i += 2) {
      named.add(Dimension.builder().name(dimensions[i]).value(dimensions[i + 1]).build());
    }
    return cloud
        .client(CloudWatchClient.class, ROOT, "us-east-1")
        .getMetricData(
            get ->
                get.startTime(Instant.now().minusSeconds(3600))
                    .endTime(Instant.now().plusSeconds(60))
                    .metricDataQueries(
                        query ->
                            query
                                .id("m")
                                .metricStat(
                                    stat ->
                                        stat.stat(statistic)
                                            .period(86_400)
                                            .metric(
                                                one ->
                                                    one.namespace(namespace)
                                                        .metricName(metric)
                                                        .dimensions(named)))))
        .metricDataResults()
        .get(0)
        .values()
        .get(0);
  }
}
