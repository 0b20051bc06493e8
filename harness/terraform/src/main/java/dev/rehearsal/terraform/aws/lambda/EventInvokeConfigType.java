package dev.rehearsal.terraform.aws.lambda;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;

final class EventInvokeConfigType implements ResourceType {

  @Override
  public String name() {
    return "aws_lambda_function_event_invoke_config";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Lambda Function Event Invoke Config")
        .forcesNew("function_name", "qualifier")
        .between("maximum_event_age_in_seconds", 60, 21600)
        .between("maximum_retry_attempts", 0, 2)
        .defaults("maximum_retry_attempts", 2)
        .untaken("destination_config")
        .same(LambdaTypes::sameFunction, "function_name")
        .imports(
            it -> {
              boolean arn = it.id().startsWith("arn:");
              String[] parts = arn ? new String[] {it.id()} : it.id().split(":", 2);
              it.values().set("function_name", parts[0]);
              it.values().set("qualifier", parts.length > 1 ? parts[1] : null);
            });
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    String qualifier = it.values().text("qualifier");
    String function = it.values().string("function_name");
    it.id(qualifier == null ? function : function + ":" + qualifier);
  }

  @Override
  public void read(ResourceInstance it) {
    GetFunctionEventInvokeConfigResponse found =
        it.client(LambdaClient.class)
            .getFunctionEventInvokeConfig(
                request ->
                    request
                        .functionName(it.values().string("function_name"))
                        .qualifier(it.values().text("qualifier")));
    it.take(found);
    DestinationConfig destinations = found.destinationConfig();
    boolean any =
        destinations != null
            && ((destinations.onFailure() != null && destinations.onFailure().destination() != null)
                || (destinations.onSuccess() != null
                    && destinations.onSuccess().destination() != null));
    it.values()
        .set(
            "destination_config",
            any
                ? List.of(
                    java.util.Objects.requireNonNull(it.block("destination_config", destinations)))
                : List.of());
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(LambdaClient.class)
        .deleteFunctionEventInvokeConfig(
            request ->
                request
                    .functionName(it.values().string("function_name"))
                    .qualifier(it.values().text("qualifier")));
  }

  private static void put(ResourceInstance it) {
    Values values = it.values();
    DestinationConfig destinations =
        values
            .block("destination_config")
            .map(block -> it.fill(DestinationConfig.builder(), block).build())
            .orElseGet(() -> DestinationConfig.builder().build());
    it.client(LambdaClient.class)
        .putFunctionEventInvokeConfig(
            request ->
                request
                    .functionName(values.string("function_name"))
                    .qualifier(values.text("qualifier"))
                    .maximumEventAgeInSeconds(values.integer("maximum_event_age_in_seconds"))
                    .maximumRetryAttempts(values.integer("maximum_retry_attempts"))
                    .destinationConfig(destinations));
  }
}
