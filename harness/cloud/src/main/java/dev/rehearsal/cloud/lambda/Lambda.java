package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** AWS Lambda. */
public final class Lambda implements LambdaClient {

  public Lambda(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "lambda";
  }

  @Override
  public void close() {}
}
