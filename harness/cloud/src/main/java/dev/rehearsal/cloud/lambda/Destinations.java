package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Sends what became of invocations to queues, topics and functions, in the function's own role. */
final class Destinations {

  private static final System.Logger LOG = System.getLogger(Destinations.class.getName());

  private final Surroundings aws;
  private final RoleSessions sessions;

  Destinations(Surroundings aws, RoleSessions sessions) {
    this.aws = aws;
    this.sessions = sessions;
  }

  /** Refuses a destination that is no queue, topic or function. */
  static void check(String arn) {
    String service = List.of(arn.split(":", -1)).size() > 5 ? arn.split(":", -1)[2] : "";
    if (service.equals("events") || service.equals("s3")) {
      throw Errors.unsupported("destinations of the service " + service);
    }
    if (!List.of("sqs", "sns", "lambda").contains(service)) {
      throw Errors.invalid("The destination ARN " + arn + " is invalid.");
    }
  }

  void send(FunctionVersion version, String arn, String document) {
    deliver(version, arn, document, Map.of());
  }

  void deadLetter(
      FunctionVersion version, String arn, String payload, String requestId, String error) {
    String shortened = error.length() > 1024 ? error.substring(0, 1024) : error;
    Map<String, String> attributes =
        shortened.isEmpty()
            ? Map.of("RequestID", requestId, "ErrorCode", "200")
            : Map.of("RequestID", requestId, "ErrorCode", "200", "ErrorMessage", shortened);
    deliver(version, arn, payload, attributes);
  }

  private void deliver(
      FunctionVersion version, String arn, String text, Map<String, String> attributes) {
    List<String> parts = List.of(arn.split(":", -1));
    Caller caller = sessions.caller(version);
    String region = parts.get(3);
    try {
      switch (parts.get(2)) {
        case "sqs" -> {
          SqsClient sqs = aws.client(SqsClient.class, caller, region);
          String url = QueueUrls.of(aws, arn);
          sqs.sendMessage(
              send -> send.queueUrl(url).messageBody(text).messageAttributes(sqs(attributes)));
        }
        case "sns" ->
            aws.client(SnsClient.class, caller, region)
                .publish(
                    publish ->
                        publish.topicArn(arn).message(text).messageAttributes(sns(attributes)));
        case "lambda" ->
            aws.client(LambdaClient.class, caller, region)
                .invoke(
                    invoke ->
                        invoke
                            .functionName(arn)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String(text)));
        default -> throw Errors.unsupported("the destination " + arn);
      }
    } catch (SdkException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The outcome of "
              + version.name()
              + " did not reach "
              + arn
              + ": "
              + refused.getMessage());
    }
  }

  private static Map<String, MessageAttributeValue> sqs(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey,
                each ->
                    MessageAttributeValue.builder()
                        .dataType(each.getKey().equals("ErrorCode") ? "Number" : "String")
                        .stringValue(each.getValue())
                        .build()));
  }

  private static Map<String, software.amazon.awssdk.services.sns.model.MessageAttributeValue> sns(
      Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey,
                each ->
                    software.amazon.awssdk.services.sns.model.MessageAttributeValue.builder()
                        .dataType(each.getKey().equals("ErrorCode") ? "Number" : "String")
                        .stringValue(each.getValue())
                        .build()));
  }
}
