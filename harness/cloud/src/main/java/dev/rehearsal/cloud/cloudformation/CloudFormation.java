package dev.rehearsal.cloud.cloudformation;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.cloudformation.model.TemplateParameter;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionResponse;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/**
 * AWS CloudFormation. A stack is what its template says, or is back at what it was, when the call
 * that asks for it answers: look at its state. Resources are made by calls on the other services,
 * as whoever deploys the stack or as the role that was passed.
 */
public final class CloudFormation implements CloudFormationClient {

  private static final int PAGE = 100;
  private static final String NAME = "[a-zA-Z][-a-zA-Z0-9]{0,127}";

  private final Surroundings aws;
  private final List<Stack> stacks = new ArrayList<>();
  private final Exports exports = new Exports(stacks);
  private final ChangeSets changeSets = new ChangeSets();
  private final TemplateSource source;

  public CloudFormation(Surroundings aws) {
    this.aws = aws;
    this.source = new TemplateSource(aws);
  }

  @Override
  public synchronized CreateStackResponse createStack(CreateStackRequest request) {
    String name = named("stackName", request.stackName());
    refuse("StackPolicyBody", request.stackPolicyBody());
    refuse("StackPolicyURL", request.stackPolicyURL());
    refuse("NotificationARNs", request.notificationARNs().isEmpty() ? null : "");
    refuse("ResourceTypes", request.resourceTypes().isEmpty() ? null : "");
    refuse("RollbackConfiguration", request.rollbackConfiguration());
    if (find(name).isPresent()) {
      throw StackErrors.exists(name);
    }
    if (Boolean.TRUE.equals(request.disableRollback()) && request.onFailure() != null) {
      throw StackErrors.invalid("DisableRollback and OnFailure cannot be specified together");
    }
    String body = source.text(request.templateBody(), request.templateURL(), caller());
    Template template = Template.parse(body);
    capable(template, request.capabilitiesAsStrings());
    Stack stack =
        new Stack(
            aws,
            name,
            new Stack.Wish(
                body,
                template,
                Parameters.of(template, request.parameters(), null),
                tags(request.tags())));
    stack.capabilities = request.capabilitiesAsStrings();
    stack.disableRollback = Boolean.TRUE.equals(request.disableRollback());
    stack.isProtected = Boolean.TRUE.equals(request.enableTerminationProtection());
    stack.roleArn = request.roleARN();
    stack.timeout = request.timeoutInMinutes();
    Deployment deployment = deployment(stack);
    stacks.add(stack);
    deployment.create(
        stack.disableRollback
            ? OnFailure.DO_NOTHING
            : request.onFailure() == null ? OnFailure.ROLLBACK : request.onFailure());
    return CreateStackResponse.builder().stackId(stack.id).build();
  }

  @Override
  public synchronized UpdateStackResponse updateStack(UpdateStackRequest request) {
    Stack stack = present(request.stackName());
    refuse("StackPolicyBody", request.stackPolicyBody());
    refuse("StackPolicyURL", request.stackPolicyURL());
    refuse("StackPolicyDuringUpdateBody", request.stackPolicyDuringUpdateBody());
    refuse("StackPolicyDuringUpdateURL", request.stackPolicyDuringUpdateURL());
    refuse("NotificationARNs", request.notificationARNs().isEmpty() ? null : "");
    refuse("ResourceTypes", request.resourceTypes().isEmpty() ? null : "");
    refuse("RollbackConfiguration", request.rollbackConfiguration());
    refuse("DisableRollback", asked(request.disableRollback()));
    changeable(stack);
    String body =
        Boolean.TRUE.equals(request.usePreviousTemplate())
            ? stack.wish.body()
            : source.text(request.templateBody(), request.templateURL(), caller());
    Template template = Template.parse(body);
    capable(template, request.capabilitiesAsStrings());
    Stack.Wish wish =
        new Stack.Wish(
            body,
            template,
            Parameters.of(template, request.parameters(), stack.wish.parameters()),
            request.hasTags() ? tags(request.tags()) : stack.wish.tags());
    if (wish.isSameAs(stack.wish)) {
      throw StackErrors.invalid("No updates are to be performed.");
    }
    if (request.roleARN() != null) {
      stack.roleArn = request.roleARN();
    }
    Deployment deployment = deployment(stack);
    stack.capabilities = request.capabilitiesAsStrings();
    deployment.update(wish);
    changeSets.forget(stack, null);
    return UpdateStackResponse.builder().stackId(stack.id).build();
  }

  @Override
  public synchronized DeleteStackResponse deleteStack(DeleteStackRequest request) {
    Stack stack = find(request.stackName()).orElse(null);
    if (stack == null) {
      return DeleteStackResponse.builder().build(); // as on AWS: gone is gone
    }
    if (stack.isProtected) {
      throw StackErrors.invalid(
          "Stack [" + stack.name + "] cannot be deleted while TerminationProtection is enabled");
    }
    refuse(
        "DeletionMode",
        "STANDARD".equals(request.deletionModeAsString()) ? null : request.deletionMode());
    if (!request.retainResources().isEmpty() && stack.status != StackStatus.DELETE_FAILED) {
      throw StackErrors.invalid(
          "Invalid operation on stack ["
              + stack.id
              + "]. RetainResources is for stacks in the state DELETE_FAILED.");
    }
    if (request.roleARN() != null) {
      stack.roleArn = request.roleARN();
    }
    deployment(stack).delete(Set.copyOf(request.retainResources()));
    if (!stack.isThere()) {
      changeSets.forget(stack, null);
    }
    return DeleteStackResponse.builder().build();
  }

  @Override
  public synchronized CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
    String name = named("changeSetName", request.changeSetName());
    refuse("ResourceTypes", request.resourceTypes().isEmpty() ? null : "");
    refuse("RollbackConfiguration", request.rollbackConfiguration());
    refuse("NotificationARNs", request.notificationARNs().isEmpty() ? null : "");
    refuse("ResourcesToImport", request.resourcesToImport().isEmpty() ? null : "");
    refuse("IncludeNestedStacks", asked(request.includeNestedStacks()));
    refuse("ImportExistingResources", asked(request.importExistingResources()));
    ChangeSetType type =
        request.changeSetType() == null ? ChangeSetType.UPDATE : request.changeSetType();
    refuse("ChangeSetType " + type, type == ChangeSetType.IMPORT ? type : null);
    boolean creating = type == ChangeSetType.CREATE;
    @Nullable Stack there = find(request.stackName()).orElse(null);
    if (there == null && !creating) {
      throw StackErrors.noStack(String.valueOf(request.stackName()));
    }
    if (there != null && creating && there.status != StackStatus.REVIEW_IN_PROGRESS) {
      throw StackErrors.invalid(
          "Stack ["
              + there.name
              + "] already exists and cannot be created again with the changeSet ["
              + name
              + "].");
    }
    if (there != null) {
      if (!creating) {
        changeable(there);
      }
      changeSets.free(there, name);
    }
    Stack.@Nullable Wish before = there == null || creating ? null : there.wish;
    boolean same = Boolean.TRUE.equals(request.usePreviousTemplate());
    if (same && (request.templateBody() != null || request.templateURL() != null)) {
      throw StackErrors.invalid(
          "You cannot specify both usePreviousTemplate and Template Body/Template URL.");
    }
    String body =
        same && before != null
            ? before.body()
            : source.text(request.templateBody(), request.templateURL(), caller());
    Template template = Template.parse(body);
    capable(template, request.capabilitiesAsStrings());
    Stack.Wish wish =
        new Stack.Wish(
            body,
            template,
            Parameters.of(
                template, request.parameters(), before == null ? null : before.parameters()),
            request.hasTags() || before == null ? tags(request.tags()) : before.tags());
    Stack stack = there == null ? reviewed(named("stackName", request.stackName()), wish) : there;
    ChangeSet made = compare(name, stack, type, wish);
    made.capabilities = request.capabilitiesAsStrings();
    made.description = request.description();
    made.roleArn = request.roleARN();
    made.onStackFailure = request.onStackFailure();
    changeSets.add(made);
    return CreateChangeSetResponse.builder().id(made.id).stackId(stack.id).build();
  }

  /** A stack that is nothing yet but a name, for its first change set to be looked at. */
  private Stack reviewed(String name, Stack.Wish wish) {
    Stack stack = new Stack(aws, name, wish);
    stacks.add(stack);
    stack.to(StackStatus.REVIEW_IN_PROGRESS, "User Initiated");
    return stack;
  }

  private ChangeSet compare(String name, Stack stack, ChangeSetType type, Stack.Wish wish) {
    List<Change> changes = List.of();
    @Nullable String reason = null;
    if (type == ChangeSetType.UPDATE && wish.isSameAs(stack.wish)) {
      reason =
          "The submitted information didn't contain changes. Submit different information to"
              + " create a change set.";
    } else {
      try {
        changes = new Preview(stack, wish, exports).changes();
      } catch (AwsServiceException failed) {
        reason = failed.awsErrorDetails().errorMessage();
      }
    }
    String id = aws.arn("cloudformation", "changeSet/" + name + "/" + aws.ids().uuid());
    return new ChangeSet(name, id, stack, type, wish, aws.clock().instant(), changes, reason);
  }

  @Override
  public synchronized DescribeChangeSetResponse describeChangeSet(
      DescribeChangeSetRequest request) {
    refuse("IncludePropertyValues", asked(request.includePropertyValues()));
    ChangeSet one = changeSet(request.changeSetName(), request.stackName());
    Page<Change> page = page(one.changes, request.nextToken());
    return ChangeSets.shown(one).changes(page.items()).nextToken(page.next()).build();
  }

  @Override
  public synchronized ExecuteChangeSetResponse executeChangeSet(ExecuteChangeSetRequest request) {
    refuse("RetainExceptOnCreate", asked(request.retainExceptOnCreate()));
    ChangeSet one = changeSet(request.changeSetName(), request.stackName());
    ChangeSets.executable(one);
    Stack stack = one.stack;
    boolean keep = Boolean.TRUE.equals(request.disableRollback());
    if (one.type == ChangeSetType.UPDATE) {
      changeable(stack);
      refuse("DisableRollback", keep ? Boolean.TRUE : null);
    } else if (keep && one.onStackFailure != null) {
      throw StackErrors.invalid("DisableRollback and OnStackFailure cannot be specified together");
    }
    if (one.roleArn != null) {
      stack.roleArn = one.roleArn;
    }
    Deployment deployment = deployment(stack);
    stack.capabilities = one.capabilities;
    stack.changeSetId = one.id;
    if (one.type == ChangeSetType.UPDATE) {
      deployment.update(one.wish);
    } else {
      stack.wish = one.wish;
      stack.disableRollback = keep;
      deployment.create(
          keep
              ? OnFailure.DO_NOTHING
              : one.onStackFailure == null
                  ? OnFailure.ROLLBACK
                  : OnFailure.fromValue(one.onStackFailure.toString()));
    }
    one.execution =
        stack.status == StackStatus.CREATE_COMPLETE || stack.status == StackStatus.UPDATE_COMPLETE
            ? ExecutionStatus.EXECUTE_COMPLETE
            : ExecutionStatus.EXECUTE_FAILED;
    changeSets.forget(stack, one);
    return ExecuteChangeSetResponse.builder().build();
  }

  @Override
  public synchronized DeleteChangeSetResponse deleteChangeSet(DeleteChangeSetRequest request) {
    String name = String.valueOf(request.changeSetName());
    changeSets.delete(name, changeSetsStack(request.changeSetName(), request.stackName()));
    return DeleteChangeSetResponse.builder().build();
  }

  @Override
  public synchronized ListChangeSetsResponse listChangeSets(ListChangeSetsRequest request) {
    Page<ChangeSetSummary> page =
        page(changeSets.of(present(request.stackName())), request.nextToken());
    return ListChangeSetsResponse.builder().summaries(page.items()).nextToken(page.next()).build();
  }

  @Override
  public synchronized ListExportsResponse listExports(ListExportsRequest request) {
    Page<Export> page = page(exports.all(), request.nextToken());
    return ListExportsResponse.builder().exports(page.items()).nextToken(page.next()).build();
  }

  @Override
  public synchronized ListImportsResponse listImports(ListImportsRequest request) {
    String name = String.valueOf(request.exportName());
    if (exports.value(name).isEmpty()) {
      throw StackErrors.invalid("Export '" + name + "' does not exist.");
    }
    List<String> importers = exports.importers(name);
    if (importers.isEmpty()) {
      throw StackErrors.invalid("Export '" + name + "' is not imported by any stack.");
    }
    Page<String> page = page(importers, request.nextToken());
    return ListImportsResponse.builder().imports(page.items()).nextToken(page.next()).build();
  }

  @Override
  public synchronized UpdateTerminationProtectionResponse updateTerminationProtection(
      UpdateTerminationProtectionRequest request) {
    Stack stack = present(request.stackName());
    stack.isProtected = Boolean.TRUE.equals(request.enableTerminationProtection());
    return UpdateTerminationProtectionResponse.builder().stackId(stack.id).build();
  }

  @Override
  public synchronized DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
    List<Stack> wanted =
        request.stackName() == null
            ? stacks.stream().filter(Stack::isThere).toList()
            : List.of(any(request.stackName()));
    Page<Stack> page = page(wanted, request.nextToken());
    return DescribeStacksResponse.builder()
        .stacks(page.items().stream().map(CloudFormation::shown).toList())
        .nextToken(page.next())
        .build();
  }

  private static software.amazon.awssdk.services.cloudformation.model.Stack shown(Stack stack) {
    return software.amazon.awssdk.services.cloudformation.model.Stack.builder()
        .stackId(stack.id)
        .stackName(stack.name)
        .description(stack.wish.template().description())
        .parameters(stack.wish.shownParameters())
        .changeSetId(stack.changeSetId)
        .creationTime(stack.created)
        .lastUpdatedTime(stack.updated)
        .deletionTime(stack.deleted)
        .stackStatus(stack.status)
        .stackStatusReason(stack.reason)
        .disableRollback(stack.disableRollback)
        .timeoutInMinutes(stack.timeout)
        .capabilitiesWithStrings(stack.capabilities)
        .outputs(stack.outputs)
        .roleARN(stack.roleArn)
        .tags(Properties.tags(stack.wish.tags(), CloudFormation::tag))
        .enableTerminationProtection(stack.isProtected)
        .driftInformation(drift -> drift.stackDriftStatus("NOT_CHECKED"))
        .build();
  }

  @Override
  public synchronized DescribeStackEventsResponse describeStackEvents(
      DescribeStackEventsRequest request) {
    List<StackEvent> events = new ArrayList<>(any(request.stackName()).events);
    Collections.reverse(events);
    Page<StackEvent> page = page(events, request.nextToken());
    return DescribeStackEventsResponse.builder()
        .stackEvents(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public synchronized DescribeStackResourceResponse describeStackResource(
      DescribeStackResourceRequest request) {
    Stack stack = any(request.stackName());
    Stack.Resource one = resource(stack, request.logicalResourceId());
    return DescribeStackResourceResponse.builder()
        .stackResourceDetail(
            detail ->
                detail
                    .stackName(stack.name)
                    .stackId(stack.id)
                    .logicalResourceId(one.logicalId())
                    .physicalResourceId(one.physicalId())
                    .resourceType(one.kind().type())
                    .lastUpdatedTimestamp(one.at())
                    .resourceStatus(one.status())
                    .resourceStatusReason(one.reason()))
        .build();
  }

  @Override
  public synchronized DescribeStackResourcesResponse describeStackResources(
      DescribeStackResourcesRequest request) {
    Stack stack;
    if (request.physicalResourceId() != null) {
      stack =
          stacks.stream()
              .filter(Stack::isThere)
              .filter(
                  each ->
                      each.resources.values().stream()
                          .anyMatch(one -> request.physicalResourceId().equals(one.physicalId())))
              .findFirst()
              .orElseThrow(
                  () ->
                      StackErrors.invalid(
                          "Stack for " + request.physicalResourceId() + " does not exist"));
    } else {
      stack = any(request.stackName());
    }
    String only = request.logicalResourceId();
    return DescribeStackResourcesResponse.builder()
        .stackResources(
            stack.resources.values().stream()
                .filter(one -> only == null || one.logicalId().equals(only))
                .map(
                    one ->
                        StackResource.builder()
                            .stackName(stack.name)
                            .stackId(stack.id)
                            .logicalResourceId(one.logicalId())
                            .physicalResourceId(one.physicalId())
                            .resourceType(one.kind().type())
                            .timestamp(one.at())
                            .resourceStatus(one.status())
                            .resourceStatusReason(one.reason())
                            .build())
                .toList())
        .build();
  }

  private static Stack.Resource resource(Stack stack, @Nullable String logicalId) {
    Stack.Resource one = logicalId == null ? null : stack.resources.get(logicalId);
    if (one == null) {
      throw StackErrors.invalid(
          "Resource " + logicalId + " does not exist for stack " + stack.name);
    }
    return one;
  }

  @Override
  public synchronized ListStackResourcesResponse listStackResources(
      ListStackResourcesRequest request) {
    List<StackResourceSummary> all =
        any(request.stackName()).resources.values().stream()
            .filter(one -> one.status() != ResourceStatus.DELETE_COMPLETE)
            .map(
                one ->
                    StackResourceSummary.builder()
                        .logicalResourceId(one.logicalId())
                        .physicalResourceId(one.physicalId())
                        .resourceType(one.kind().type())
                        .lastUpdatedTimestamp(one.at())
                        .resourceStatus(one.status())
                        .resourceStatusReason(one.reason())
                        .build())
            .toList();
    Page<StackResourceSummary> page = page(all, request.nextToken());
    return ListStackResourcesResponse.builder()
        .stackResourceSummaries(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public synchronized ListStacksResponse listStacks(ListStacksRequest request) {
    List<Stack> all = new ArrayList<>(stacks);
    Collections.reverse(all);
    all.removeIf(
        stack ->
            !request.stackStatusFilters().isEmpty()
                && !request.stackStatusFilters().contains(stack.status));
    Page<Stack> page = page(all, request.nextToken());
    return ListStacksResponse.builder()
        .stackSummaries(
            page.items().stream()
                .map(
                    stack ->
                        StackSummary.builder()
                            .stackId(stack.id)
                            .stackName(stack.name)
                            .templateDescription(stack.wish.template().description())
                            .creationTime(stack.created)
                            .lastUpdatedTime(stack.updated)
                            .deletionTime(stack.deleted)
                            .stackStatus(stack.status)
                            .stackStatusReason(stack.reason)
                            .driftInformation(drift -> drift.stackDriftStatus("NOT_CHECKED"))
                            .build())
                .toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public synchronized GetTemplateResponse getTemplate(GetTemplateRequest request) {
    Stack.Wish wish =
        request.changeSetName() == null
            ? any(request.stackName()).wish
            : changeSet(request.changeSetName(), request.stackName()).wish;
    return GetTemplateResponse.builder()
        .templateBody(wish.body())
        .stagesAvailable(TemplateStage.ORIGINAL, TemplateStage.PROCESSED)
        .build();
  }

  @Override
  public ValidateTemplateResponse validateTemplate(ValidateTemplateRequest request) {
    Template template =
        Template.parse(source.text(request.templateBody(), request.templateURL(), caller()));
    List<TemplateParameter> parameters = new ArrayList<>();
    template
        .parameters()
        .properties()
        .forEach(
            each ->
                parameters.add(
                    TemplateParameter.builder()
                        .parameterKey(each.getKey())
                        .defaultValue(
                            each.getValue().has("Default")
                                ? each.getValue().get("Default").asText()
                                : null)
                        .noEcho(each.getValue().path("NoEcho").asBoolean())
                        .description(
                            each.getValue().has("Description")
                                ? each.getValue().get("Description").asText()
                                : null)
                        .build()));
    String needed = needed(template);
    return ValidateTemplateResponse.builder()
        .description(template.description())
        .parameters(parameters)
        .capabilitiesWithStrings(needed == null ? List.of() : List.of(needed))
        .capabilitiesReason(
            needed == null
                ? null
                : "The following resource(s) require capabilities: [" + needed + "]")
        .build();
  }

  private static @Nullable String needed(Template template) {
    if (!template.makesIdentities()) {
      return null;
    }
    return template.namesIdentities()
        ? Capability.CAPABILITY_NAMED_IAM.toString()
        : Capability.CAPABILITY_IAM.toString();
  }

  private static void capable(Template template, List<String> capabilities) {
    String needed = needed(template);
    if (needed != null
        && !capabilities.contains(needed)
        && !capabilities.contains(Capability.CAPABILITY_NAMED_IAM.toString())) {
      throw StackErrors.capabilities(needed);
    }
  }

  private static void refuse(String name, @Nullable Object value) {
    if (value != null) {
      throw StackErrors.notHere(name);
    }
  }

  /** A flag that is set, to be refused; null where it asks for nothing. */
  private static @Nullable Boolean asked(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag) ? flag : null;
  }

  private static Map<String, String> tags(List<Tag> asked) {
    Map<String, String> tags = new TreeMap<>();
    asked.forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  /** As whom a stack's resources are made. */
  private Caller caller(Stack stack) {
    if (stack.roleArn != null) {
      return new RoleSessions(aws, "cloudformation.amazonaws.com")
          .assume(stack.roleArn, stack.id, "AWSCloudFormation");
    }
    return caller();
  }

  private Caller caller() {
    return CallScope.current().map(AwsCall::caller).orElse(new Caller.Root(aws.account(), null));
  }

  private Deployment deployment(Stack stack) {
    return new Deployment(aws, stack, caller(stack), exports);
  }

  private static String named(String member, @Nullable String name) {
    if (name == null || !name.matches(NAME)) {
      throw StackErrors.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must satisfy regular expression pattern:"
              + " [a-zA-Z][-a-zA-Z0-9]*");
    }
    return name;
  }

  private static void changeable(Stack stack) {
    if (!Set.of(
            StackStatus.CREATE_COMPLETE,
            StackStatus.UPDATE_COMPLETE,
            StackStatus.UPDATE_ROLLBACK_COMPLETE)
        .contains(stack.status)) {
      throw StackErrors.invalid(
          "Stack:" + stack.id + " is in " + stack.status + " state and can not be updated.");
    }
  }

  /** A change set by its ARN, or by its name together with its stack. */
  private ChangeSet changeSet(@Nullable String nameOrId, @Nullable String stackName) {
    return changeSets.get(String.valueOf(nameOrId), changeSetsStack(nameOrId, stackName));
  }

  private @Nullable Stack changeSetsStack(@Nullable String nameOrId, @Nullable String stackName) {
    if (stackName != null) {
      return present(stackName);
    }
    if (nameOrId == null || !nameOrId.startsWith("arn:")) {
      throw StackErrors.invalid(
          "StackName must be specified if ChangeSetName is not specified as an ARN.");
    }
    return null;
  }

  private Optional<Stack> find(@Nullable String nameOrId) {
    return stacks.stream()
        .filter(Stack::isThere)
        .filter(stack -> stack.name.equals(nameOrId) || stack.id.equals(nameOrId))
        .findFirst();
  }

  private Stack present(@Nullable String nameOrId) {
    return find(nameOrId).orElseThrow(() -> StackErrors.noStack(String.valueOf(nameOrId)));
  }

  /** A stack by name, or by id even where it has been deleted. */
  private Stack any(@Nullable String nameOrId) {
    return find(nameOrId)
        .or(() -> stacks.stream().filter(stack -> stack.id.equals(nameOrId)).findFirst())
        .orElseThrow(() -> StackErrors.missing(String.valueOf(nameOrId)));
  }

  private static <T> Page<T> page(List<T> all, @Nullable String token) {
    try {
      return Page.of(all, token, PAGE);
    } catch (NumberFormatException broken) {
      throw StackErrors.invalid("The token is not valid.");
    }
  }

  @Override
  public String serviceName() {
    return "cloudformation";
  }

  @Override
  public void close() {}

  static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
