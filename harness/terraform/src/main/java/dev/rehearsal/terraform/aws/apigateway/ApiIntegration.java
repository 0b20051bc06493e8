package dev.rehearsal.terraform.aws.apigateway;

import static dev.rehearsal.terraform.aws.apigateway.ApiGatewayTypes.api;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateIntegrationRequest;

final class ApiIntegration implements ResourceType {

  @Override
  public String name() {
    return "aws_apigatewayv2_integration";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("API Gateway v2 Integration")
        .forcesNew("api_id", "integration_type", "integration_subtype")
        .defaults("connection_type", "INTERNET")
        .defaults("payload_format_version", "1.0")
        .oneOf("integration_type", "AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK")
        .imports(ApiGatewayTypes::importPart);
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(ApiGatewayV2Client.class)
            .createIntegration(it.fill(CreateIntegrationRequest.builder()).build())
            .integrationId());
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(ApiGatewayV2Client.class)
            .getIntegration(r -> r.apiId(api(it)).integrationId(it.id())));
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class)
        .updateIntegration(
            it.fill(UpdateIntegrationRequest.builder()).integrationId(it.id()).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class)
        .deleteIntegration(r -> r.apiId(api(it)).integrationId(it.id()));
  }
}
