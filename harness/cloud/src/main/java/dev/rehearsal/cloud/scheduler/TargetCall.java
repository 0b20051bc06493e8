package dev.rehearsal.cloud.scheduler;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.sqs.QueueAddress;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends an event to a target, which is named by its ARN. Shared with EventBridge's rules. */
public final class TargetCall {

  private final Surroundings aws;
  private final Caller caller;

  public TargetCall(Surroundings aws, Caller caller) {
    this.aws = aws;
    this.caller = caller;
  }

  /**
   * Sends the event.
   *
   * @param group the message group where the target is a FIFO queue or topic; else null
   * @throws AwsServiceException where the target refuses it, or does not answer
   */
  public void send(String arn, String event, @Nullable String group) {
    try {
      call(arn, event, group);
    } catch (NoAnswer cut) {
      throw AwsError.of("ServiceUnavailable", 503, String.valueOf(cut.getMessage()));
    }
  }

  private void call(String arn, String event, @Nullable String group) {
    String[] parts = arn.split(":", -1);
    String region = parts[3];
    switch (parts[2]) {
      case "lambda" ->
          aws.client(LambdaClient.class, caller, region)
              .invoke(
                  call ->
                      call.functionName(arn)
                          .invocationType(InvocationType.EVENT)
                          .payload(SdkBytes.fromUtf8String(event)));
      case "sqs" ->
          aws.client(SqsClient.class, caller, region)
              .sendMessage(
                  message ->
                      message
                          .queueUrl(QueueAddress.url(aws, arn))
                          .messageBody(event)
                          .messageGroupId(group));
      case "sns" ->
          aws.client(SnsClient.class, caller, region)
              .publish(message -> message.topicArn(arn).message(event).messageGroupId(group));
      default -> throw new IllegalArgumentException("No such target: " + arn);
    }
  }
}
