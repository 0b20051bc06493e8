package dev.rehearsal.cloud.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopSink;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reports the metrics that services have of themselves, from the hops as they end. Lambda and WAF
 * know more than their hops tell and report their own. Thread-safe.
 */
public final class ServiceMetrics implements HopSink {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cloud cloud;

  public ServiceMetrics(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public void accept(Hop hop) {
    switch (hop.kind()) {
      case EDGE -> edge(hop);
      case API -> api(hop);
      case AWS -> call(hop);
      default -> {
        // Nothing that CloudWatch has a metric for.
      }
    }
  }

  /** CloudFront reports in us-east-1. */
  private void edge(Hop hop) {
    String distribution = hop.facts().get("distribution");
    if (distribution == null) {
      return;
    }
    Map<String, String> of = Map.of("DistributionId", distribution, "Region", "Global");
    String region = "us-east-1";
    emit(region, "AWS/CloudFront", "Requests", of, 1, "None");
    rate(region, "AWS/CloudFront", "4xxErrorRate", of, hop.status() / 100 == 4);
    rate(region, "AWS/CloudFront", "5xxErrorRate", of, hop.status() / 100 == 5);
    rate(region, "AWS/CloudFront", "TotalErrorRate", of, hop.status() >= 400);
  }

  private void rate(
      String region, String namespace, String metric, Map<String, String> of, boolean bad) {
    emit(region, namespace, metric, of, bad ? 100 : 0, "Percent");
  }

  private void api(Hop hop) {
    String api = hop.facts().get("apiId");
    if (api == null) {
      return;
    }
    Map<String, String> whole = Map.of("ApiId", api);
    apiMetrics(hop, whole);
    String stage = hop.facts().get("stage");
    if (stage != null) {
      apiMetrics(hop, Map.of("ApiId", api, "Stage", stage));
    }
  }

  private void apiMetrics(Hop hop, Map<String, String> of) {
    String region = cloud.settings().region();
    String namespace = "AWS/ApiGateway";
    emit(region, namespace, "Count", of, 1, "Count");
    emit(region, namespace, "4xx", of, hop.status() / 100 == 4 ? 1 : 0, "Count");
    emit(region, namespace, "5xx", of, hop.status() / 100 == 5 ? 1 : 0, "Count");
    emit(region, namespace, "Latency", of, hop.took().toNanos() / 1e6, "Milliseconds");
  }

  private void call(Hop hop) {
    String resource = hop.resource();
    if (resource == null) {
      return;
    }
    switch (hop.action()) {
      case "sns:Publish", "sns:PublishBatch" -> {
        if (hop.error() == null) {
          topic(hop, resource);
        }
      }
      case "sqs:SendMessage", "sqs:SendMessageBatch" ->
          queue(hop, resource, "NumberOfMessagesSent", hop.request(), "Entries");
      case "sqs:ReceiveMessage" ->
          queue(hop, resource, "NumberOfMessagesReceived", hop.response(), "Messages");
      case "sqs:DeleteMessage", "sqs:DeleteMessageBatch" ->
          queue(hop, resource, "NumberOfMessagesDeleted", hop.request(), "Entries");
      default -> {
        if (hop.to().equals("dynamodb") && resource.contains(":table/")) {
          table(hop, resource);
        }
      }
    }
  }

  private void topic(Hop hop, String arn) {
    Map<String, String> of = Map.of("TopicName", arn.substring(arn.lastIndexOf(':') + 1));
    double messages = hop.action().endsWith("Batch") ? count(hop.request(), "Entries") : 1;
    emit(region(hop), "AWS/SNS", "NumberOfMessagesPublished", of, messages, "Count");
  }

  private void queue(Hop hop, String arn, String metric, @Nullable String text, String list) {
    if (hop.error() != null) {
      return;
    }
    boolean many = hop.action().endsWith("Batch") || hop.action().endsWith("ReceiveMessage");
    double messages = many ? count(text, list) : 1;
    Map<String, String> of = Map.of("QueueName", arn.substring(arn.lastIndexOf(':') + 1));
    if (messages > 0) {
      emit(region(hop), "AWS/SQS", metric, of, messages, "Count");
    } else {
      emit(region(hop), "AWS/SQS", "NumberOfEmptyReceives", of, 1, "Count");
    }
  }

  private void table(Hop hop, String arn) {
    String table = arn.substring(arn.indexOf(":table/") + 7).replaceAll("/.*", "");
    Map<String, String> of = new TreeMap<>();
    of.put("TableName", table);
    String error = Objects.requireNonNullElse(hop.error(), "");
    if (hop.status() >= 500) {
      emit(region(hop), "AWS/DynamoDB", "SystemErrors", of, 1, "Count");
    } else if (error.equals("ConditionalCheckFailedException")) {
      emit(region(hop), "AWS/DynamoDB", "ConditionalCheckFailedRequests", of, 1, "Count");
    } else if (error.equals("ProvisionedThroughputExceededException")
        || error.equals("ThrottlingException")) {
      emit(region(hop), "AWS/DynamoDB", "ThrottledRequests", of, 1, "Count");
    } else if (!error.isEmpty()) {
      emit(region(hop), "AWS/DynamoDB", "UserErrors", Map.of(), 1, "Count");
    } else {
      of.put("Operation", hop.action().substring(hop.action().indexOf(':') + 1));
      double millis = hop.took().toNanos() / 1e6;
      emit(region(hop), "AWS/DynamoDB", "SuccessfulRequestLatency", of, millis, "Milliseconds");
    }
  }

  private static int count(@Nullable String text, String list) {
    try {
      return text == null ? 0 : JSON.readTree(text).path(list).size();
    } catch (JsonProcessingException cut) {
      // The ledger keeps the beginning of what is long: at least one.
      return 1;
    }
  }

  private String region(Hop hop) {
    return hop.facts().getOrDefault("region", cloud.settings().region());
  }

  private void emit(
      String region,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      double value,
      String unit) {
    cloud
        .peer(CloudWatch.class, cloud.settings().account(), region)
        .emit(namespace, metric, dimensions, value, unit);
  }
}
