package dev.rehearsal.terraform.aws.apigateway;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateApiRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateApiRequest;

final class Api implements ResourceType {

  @Override
  public String name() {
    return "aws_apigatewayv2_api";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("API Gateway v2 API")
        .forcesNew("protocol_type")
        .oneOf("protocol_type", "HTTP", "WEBSOCKET")
        .defaults("api_key_selection_expression", "$request.header.x-api-key")
        .defaults("route_selection_expression", "$request.method $request.path")
        .defaults("disable_execute_api_endpoint", false)
        .defaults("fail_on_warnings", false)
        .untaken("body", "credentials_arn", "route_key", "target", "fail_on_warnings")
        .tags(
            Tagging.of(ApiGatewayV2Client.class, "arn")
                .operations("TagResource", "UntagResource", "GetTags"))
        .check(
            checked -> {
              if (checked.given("body")) {
                checked.add(
                    "body",
                    "body is not served by the embedded provider",
                    "Declare routes and integrations as resources of their own.");
              }
            })
        .imports(it -> it.values().set("arn", arn(it)));
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(ApiGatewayV2Client.class)
            .createApi(it.fill(CreateApiRequest.builder()).build())
            .apiId());
  }

  @Override
  public void read(ResourceInstance it) {
    GetApiResponse found = it.client(ApiGatewayV2Client.class).getApi(r -> r.apiId(it.id()));
    it.take(found);
    it.values().set("arn", arn(it));
    it.values()
        .set(
            "execution_arn",
            "arn:aws:execute-api:" + it.region() + ":" + it.account() + ":" + it.id());
    if (it.values().get("ip_address_type") == null) {
      it.values().set("ip_address_type", "ipv4");
    }
  }

  @Override
  public void update(ResourceInstance it) {
    if (it.changed("cors_configuration") && it.values().blocks("cors_configuration").isEmpty()) {
      it.client(ApiGatewayV2Client.class).deleteCorsConfiguration(r -> r.apiId(it.id()));
    }
    it.client(ApiGatewayV2Client.class)
        .updateApi(it.fill(UpdateApiRequest.builder()).apiId(it.id()).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class).deleteApi(r -> r.apiId(it.id()));
  }

  private static String arn(ResourceInstance it) {
    return "arn:aws:apigateway:" + it.region() + "::/apis/" + it.id();
  }
}
