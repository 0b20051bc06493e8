package dev.rehearsal.terraform.aws.lambda;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;

final class EventSourceMappingType implements ResourceType {

  @Override
  public String name() {
    return "aws_lambda_event_source_mapping";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Lambda Event Source Mapping")
        .forcesNew(
            "event_source_arn",
            "queues",
            "self_managed_event_source",
            "starting_position",
            "starting_position_timestamp",
            "topics")
        .exactlyOneOf("event_source_arn", "self_managed_event_source")
        .defaults("enabled", true)
        .same(LambdaTypes::sameFunction, "function_name")
        .oneOf("starting_position", "AT_TIMESTAMP", "LATEST", "TRIM_HORIZON")
        .between("batch_size", 1, 10000)
        .between("maximum_batching_window_in_seconds", 0, 300)
        .member("arn", "EventSourceMappingArn")
        .member("uuid", "UUID")
        .untaken(
            "function_name", "enabled", "batch_size", "last_modified", "last_processing_result")
        .tags(LambdaTypes.tagging())
        // Unset, AWS decides: 10 for queues, 100 for streams.
        .onPlan(
            plan -> {
              if (!plan.creates() && plan.config().get("batch_size") == null) {
                plan.planned().set("batch_size", plan.prior().get("batch_size"));
              }
            });
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(LambdaClient.class)
            .createEventSourceMapping(it.fill(CreateEventSourceMappingRequest.builder()).build())
            .uuid());
  }

  @Override
  public void read(ResourceInstance it) {
    GetEventSourceMappingResponse found =
        it.client(LambdaClient.class).getEventSourceMapping(request -> request.uuid(it.id()));
    it.take(found);
    Values values = it.values();
    values.set("batch_size", found.batchSize());
    values.set("function_name", found.functionArn());
    values.set("enabled", !List.of("Disabled", "Disabling").contains(found.state()));
    values.set(
        "last_modified", found.lastModified() == null ? null : found.lastModified().toString());
    values.set("last_processing_result", found.lastProcessingResult());
  }

  @Override
  public void update(ResourceInstance it) {
    UpdateEventSourceMappingRequest.Builder request =
        it.fill(UpdateEventSourceMappingRequest.builder()).uuid(it.id());
    if (it.changed("filter_criteria") && !it.values().has("filter_criteria")) {
      request.filterCriteria(filters -> {});
    }
    if (it.changed("function_response_types") && !it.values().has("function_response_types")) {
      request.functionResponseTypesWithStrings(List.of());
    }
    if (it.changed("scaling_config") && !it.values().has("scaling_config")) {
      request.scalingConfig(scaling -> {});
    }
    it.client(LambdaClient.class).updateEventSourceMapping(request.build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(LambdaClient.class).deleteEventSourceMapping(request -> request.uuid(it.id()));
  }
}
