package dev.rehearsal.terraform.aws.apigateway;

import static dev.rehearsal.terraform.aws.apigateway.ApiGatewayTypes.api;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateAuthorizerRequest;

final class ApiAuthorizer implements ResourceType {

  @Override
  public String name() {
    return "aws_apigatewayv2_authorizer";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("API Gateway v2 Authorizer")
        .forcesNew("api_id")
        .oneOf("authorizer_type", "JWT", "REQUEST")
        .member("identity_sources", "IdentitySource")
        .imports(ApiGatewayTypes::importPart);
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(ApiGatewayV2Client.class)
            .createAuthorizer(it.fill(CreateAuthorizerRequest.builder()).build())
            .authorizerId());
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(ApiGatewayV2Client.class)
            .getAuthorizer(r -> r.apiId(api(it)).authorizerId(it.id())));
    if (it.values().get("authorizer_result_ttl_in_seconds") == null) {
      it.values().set("authorizer_result_ttl_in_seconds", 0L);
    }
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class)
        .updateAuthorizer(it.fill(UpdateAuthorizerRequest.builder()).authorizerId(it.id()).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class)
        .deleteAuthorizer(r -> r.apiId(api(it)).authorizerId(it.id()));
  }
}
