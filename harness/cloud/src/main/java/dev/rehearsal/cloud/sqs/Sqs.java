package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Amazon SQS. */
public final class Sqs implements SqsClient {

  public Sqs(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "sqs";
  }

  @Override
  public void close() {}
}
