package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;

/** Amazon API Gateway, HTTP APIs. */
public final class ApiGateway implements ApiGatewayV2Client {

  public ApiGateway(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "apigateway";
  }

  @Override
  public void close() {}
}
