package dev.rehearsal.terraform.aws.cloudformation;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;

/** A stack: what its template makes is CloudFormation's, and Terraform knows its outputs. */
final class StackType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudformation_stack";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudFormation Stack")
        .forcesNew("name", "disable_rollback", "on_failure", "timeout_in_minutes")
        .conflicts("disable_rollback", "on_failure")
        .oneOf("on_failure", "DO_NOTHING", "ROLLBACK", "DELETE")
        .member("name", "StackName")
        .member("iam_role_arn", "RoleARN")
        .member("notification_arns", "NotificationARNs")
        .member("policy_body", "StackPolicyBody")
        .member("policy_url", "StackPolicyURL")
        .member("template_url", "TemplateURL")
        .unfilled("Parameters", "Tags")
        .recomputed("outputs", "template_body", "template_url", "parameters")
        .tags(new StackTags());
  }

  @Override
  public void create(ResourceInstance it) {
    CreateStackRequest request =
        it.fill(CreateStackRequest.builder())
            .parameters(parameters(it))
            .tags(
                it.tags().entrySet().stream()
                    .map(
                        tag ->
                            software.amazon.awssdk.services.cloudformation.model.Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                    .toList())
            .build();
    it.id(it.client(CloudFormationClient.class).createStack(request).stackId());
    arrived(it, "creating");
  }

  @Override
  public void read(ResourceInstance it) {
    Stack stack;
    try {
      stack = stack(it);
    } catch (AwsServiceException failed) {
      if (String.valueOf(failed.getMessage()).contains("does not exist")) {
        it.gone();
        return;
      }
      throw failed;
    }
    if (stack.stackStatus() == StackStatus.DELETE_COMPLETE) {
      it.gone();
      return;
    }
    it.id(stack.stackId());
    it.values().set("name", stack.stackName());
    it.values().set("iam_role_arn", stack.roleARN());
    it.values().set("timeout_in_minutes", stack.timeoutInMinutes());
    it.values().set("disable_rollback", stack.disableRollback());
    it.values().set("capabilities", stack.capabilitiesAsStrings());
    it.values().set("notification_arns", stack.notificationARNs());
    Map<String, Object> outputs = new LinkedHashMap<>();
    stack.outputs().forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
    it.values().set("outputs", outputs);
    // Those that the configuration leaves to the template's defaults are no difference.
    Map<String, String> known = it.values().map("parameters");
    Map<String, Object> parameters = new LinkedHashMap<>();
    stack.parameters().stream()
        .filter(each -> known.containsKey(each.parameterKey()))
        .forEach(each -> parameters.put(each.parameterKey(), each.parameterValue()));
    it.values().set("parameters", parameters);
    it.values()
        .set(
            "template_body",
            it.client(CloudFormationClient.class)
                .getTemplate(get -> get.stackName(stack.stackId()))
                .templateBody());
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(CloudFormationClient.class)
        .updateStack(
            it.fill(UpdateStackRequest.builder())
                .stackName(it.id())
                .parameters(parameters(it))
                .build());
    arrived(it, "updating");
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CloudFormationClient.class).deleteStack(delete -> delete.stackName(it.id()));
    Stack stack = stack(it);
    if (stack.stackStatus() != StackStatus.DELETE_COMPLETE) {
      throw unexpected(it, stack, "deleting", StackStatus.DELETE_COMPLETE);
    }
  }

  private static List<Parameter> parameters(ResourceInstance it) {
    List<Parameter> parameters = new ArrayList<>();
    it.values()
        .map("parameters")
        .forEach(
            (key, value) ->
                parameters.add(
                    Parameter.builder().parameterKey(key).parameterValue(value).build()));
    return parameters;
  }

  static Stack stack(ResourceInstance it) {
    return it.client(CloudFormationClient.class)
        .describeStacks(describe -> describe.stackName(it.id()))
        .stacks()
        .get(0);
  }

  /** A stack that is not what it was asked to be is an error, as in the official provider. */
  static void arrived(ResourceInstance it, String doing) {
    Stack stack = stack(it);
    StackStatus wanted =
        doing.equals("creating") ? StackStatus.CREATE_COMPLETE : StackStatus.UPDATE_COMPLETE;
    if (stack.stackStatus() != wanted) {
      throw unexpected(it, stack, doing, wanted);
    }
  }

  private static ProviderException unexpected(
      ResourceInstance it, Stack stack, String doing, StackStatus wanted) {
    String reasons =
        it
            .client(CloudFormationClient.class)
            .describeStackEvents(describe -> describe.stackName(stack.stackId()))
            .stackEvents()
            .stream()
            .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
            .map(
                event ->
                    event.logicalResourceId()
                        + ": "
                        + Objects.requireNonNullElse(event.resourceStatusReason(), ""))
            .toList()
            .toString();
    return new ProviderException(
        doing
            + " CloudFormation Stack ("
            + stack.stackName()
            + "): unexpected state '"
            + stack.stackStatus()
            + "', wanted target '"
            + wanted
            + "'. last error: "
            + stack.stackStatus()
            + ": "
            + reasons);
  }
}
