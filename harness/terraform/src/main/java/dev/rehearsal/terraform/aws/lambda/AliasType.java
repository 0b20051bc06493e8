package dev.rehearsal.terraform.aws.lambda;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;

final class AliasType implements ResourceType {

  @Override
  public String name() {
    return "aws_lambda_alias";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Lambda Alias")
        .forcesNew("function_name", "name")
        .same(LambdaTypes::sameFunction, "function_name")
        .member("arn", "AliasArn")
        .imports(
            it -> {
              String[] parts = it.id().split("/", 2);
              it.values().set("function_name", parts[0]);
              it.values().set("name", parts.length > 1 ? parts[1] : "");
            });
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(LambdaClient.class)
            .createAlias(it.fill(CreateAliasRequest.builder()).build())
            .aliasArn());
  }

  @Override
  public void read(ResourceInstance it) {
    GetAliasResponse found =
        it.client(LambdaClient.class)
            .getAlias(
                request ->
                    request
                        .functionName(it.values().string("function_name"))
                        .name(it.values().string("name")));
    it.id(found.aliasArn());
    it.take(found);
    it.values().set("invoke_arn", LambdaTypes.invokeArn(it.region(), found.aliasArn()));
  }

  @Override
  public void update(ResourceInstance it) {
    UpdateAliasRequest.Builder request = it.fill(UpdateAliasRequest.builder());
    if (it.changed("description") && !it.values().has("description")) {
      request.description("");
    }
    if (it.changed("routing_config") && !it.values().has("routing_config")) {
      request.routingConfig(routing -> {});
    }
    it.client(LambdaClient.class).updateAlias(request.build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(LambdaClient.class)
        .deleteAlias(
            request ->
                request
                    .functionName(it.values().string("function_name"))
                    .name(it.values().string("name")));
  }
}
