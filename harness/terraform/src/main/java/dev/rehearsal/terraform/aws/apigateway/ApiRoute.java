package dev.rehearsal.terraform.aws.apigateway;

import static dev.rehearsal.terraform.aws.apigateway.ApiGatewayTypes.api;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateRouteRequest;

final class ApiRoute implements ResourceType {

  @Override
  public String name() {
    return "aws_apigatewayv2_route";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("API Gateway v2 Route")
        .forcesNew("api_id")
        .defaults("authorization_type", "NONE")
        .defaults("api_key_required", false)
        .oneOf("authorization_type", "NONE", "AWS_IAM", "CUSTOM", "JWT")
        .called(it -> it.values().string("route_key"))
        .imports(ApiGatewayTypes::importPart);
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(ApiGatewayV2Client.class)
            .createRoute(it.fill(CreateRouteRequest.builder()).build())
            .routeId());
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(it.client(ApiGatewayV2Client.class).getRoute(r -> r.apiId(api(it)).routeId(it.id())));
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class)
        .updateRoute(it.fill(UpdateRouteRequest.builder()).routeId(it.id()).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class).deleteRoute(r -> r.apiId(api(it)).routeId(it.id()));
  }
}
