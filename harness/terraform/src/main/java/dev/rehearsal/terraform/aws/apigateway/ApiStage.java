package dev.rehearsal.terraform.aws.apigateway;

import static dev.rehearsal.terraform.aws.apigateway.ApiGatewayTypes.api;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateStageRequest;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;
import software.amazon.awssdk.services.apigatewayv2.model.UpdateStageRequest;

final class ApiStage implements ResourceType {

  @Override
  public String name() {
    return "aws_apigatewayv2_stage";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("API Gateway v2 Stage")
        .forcesNew("api_id", "name")
        .defaults("auto_deploy", false)
        .member("name", "StageName")
        .unfilled("RouteSettings")
        .untaken("route_settings")
        .recomputed("deployment_id")
        .tags(
            Tagging.of(ApiGatewayV2Client.class, "arn")
                .operations("TagResource", "UntagResource", "GetTags"))
        .imports(
            it -> {
              ApiGatewayTypes.importPart(it);
              it.values().set("name", it.id());
              it.values().set("arn", arn(it));
            });
  }

  @Override
  public void create(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class)
        .createStage(
            it.fill(CreateStageRequest.builder()).routeSettings(routeSettings(it)).build());
    it.id(it.values().string("name"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(it.client(ApiGatewayV2Client.class).getStage(r -> r.apiId(api(it)).stageName(it.id())));
    String endpoint = api(it) + ".execute-api." + it.region() + ".amazonaws.com";
    boolean unnamed = it.id().equals("$default");
    it.values().set("arn", arn(it));
    it.values().set("invoke_url", "https://" + endpoint + "/" + (unnamed ? "" : it.id()));
    it.values()
        .set(
            "execution_arn",
            "arn:aws:execute-api:"
                + it.region()
                + ":"
                + it.account()
                + ":"
                + api(it)
                + "/"
                + it.id());
  }

  @Override
  public void update(ResourceInstance it) {
    if (it.changed("access_log_settings") && it.values().blocks("access_log_settings").isEmpty()) {
      it.client(ApiGatewayV2Client.class)
          .deleteAccessLogSettings(r -> r.apiId(api(it)).stageName(it.id()));
    }
    for (Values before : it.prior().blocks("route_settings")) {
      String route = before.string("route_key");
      if (it.values().blocks("route_settings").stream()
          .noneMatch(after -> after.string("route_key").equals(route))) {
        it.client(ApiGatewayV2Client.class)
            .deleteRouteSettings(r -> r.apiId(api(it)).stageName(it.id()).routeKey(route));
      }
    }
    it.client(ApiGatewayV2Client.class)
        .updateStage(
            it.fill(UpdateStageRequest.builder()).routeSettings(routeSettings(it)).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ApiGatewayV2Client.class).deleteStage(r -> r.apiId(api(it)).stageName(it.id()));
  }

  private static Map<String, RouteSettings> routeSettings(ResourceInstance it) {
    Map<String, RouteSettings> settings = new HashMap<>();
    for (Values block : it.values().blocks("route_settings")) {
      settings.put(block.string("route_key"), it.fill(RouteSettings.builder(), block).build());
    }
    return settings;
  }

  private static String arn(ResourceInstance it) {
    return "arn:aws:apigateway:" + it.region() + "::/apis/" + api(it) + "/stages/" + it.id();
  }
}
