package dev.rehearsal.cloud.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Trace;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** Amazon EventBridge: the default bus, its rules and their targets. */
public final class Events implements EventBridgeClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings aws;
  private final Rules rules;
  private final EventDelivery delivery;

  public Events(Surroundings aws) {
    this.aws = aws;
    this.rules = new Rules(aws);
    this.delivery = new EventDelivery(aws);
  }

  @Override
  public String serviceName() {
    return "events";
  }

  @Override
  public PutRuleResponse putRule(PutRuleRequest request) {
    return PutRuleResponse.builder().ruleArn(rules.put(request).arn()).build();
  }

  @Override
  public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
    rules.checkBus(request.eventBusName());
    StoredRule rule = rules.existing(request.name());
    return DescribeRuleResponse.builder()
        .name(rule.name())
        .arn(rule.arn())
        .eventPattern(rule.eventPattern())
        .scheduleExpression(rule.scheduleExpression())
        .state(rule.enabled() ? RuleState.ENABLED : RuleState.DISABLED)
        .description(rule.description())
        .roleArn(rule.roleArn())
        .eventBusName("default")
        .createdBy(aws.account())
        .build();
  }

  @Override
  public ListRulesResponse listRules(ListRulesRequest request) {
    rules.checkBus(request.eventBusName());
    return ListRulesResponse.builder()
        .rules(
            rules.all().stream()
                .filter(
                    each ->
                        request.namePrefix() == null
                            || each.name().startsWith(request.namePrefix()))
                .map(
                    each ->
                        Rule.builder()
                            .name(each.name())
                            .arn(each.arn())
                            .eventPattern(each.eventPattern())
                            .scheduleExpression(each.scheduleExpression())
                            .state(each.enabled() ? RuleState.ENABLED : RuleState.DISABLED)
                            .description(each.description())
                            .roleArn(each.roleArn())
                            .eventBusName("default")
                            .build())
                .toList())
        .build();
  }

  @Override
  public ListRuleNamesByTargetResponse listRuleNamesByTarget(ListRuleNamesByTargetRequest request) {
    return ListRuleNamesByTargetResponse.builder()
        .ruleNames(
            rules.all().stream()
                .filter(
                    rule ->
                        rule.targets().values().stream()
                            .anyMatch(target -> target.arn().equals(request.targetArn())))
                .map(StoredRule::name)
                .toList())
        .build();
  }

  @Override
  public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
    rules.delete(request.name());
    return DeleteRuleResponse.builder().build();
  }

  @Override
  public EnableRuleResponse enableRule(EnableRuleRequest request) {
    rules.enable(request.name(), true);
    return EnableRuleResponse.builder().build();
  }

  @Override
  public DisableRuleResponse disableRule(DisableRuleRequest request) {
    rules.enable(request.name(), false);
    return DisableRuleResponse.builder().build();
  }

  @Override
  public PutTargetsResponse putTargets(PutTargetsRequest request) {
    rules.checkBus(request.eventBusName());
    rules.putTargets(rules.existing(request.rule()), request.targets());
    return PutTargetsResponse.builder().failedEntryCount(0).build();
  }

  @Override
  public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
    rules.existing(request.rule()).targets().keySet().removeAll(request.ids());
    return RemoveTargetsResponse.builder().failedEntryCount(0).build();
  }

  @Override
  public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
    rules.checkBus(request.eventBusName());
    return ListTargetsByRuleResponse.builder()
        .targets(rules.existing(request.rule()).targets().values())
        .build();
  }

  @Override
  public DescribeEventBusResponse describeEventBus(DescribeEventBusRequest request) {
    rules.checkBus(request.name());
    return DescribeEventBusResponse.builder()
        .name("default")
        .arn(aws.arn("events", "event-bus/default"))
        .build();
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    if (request.entries().isEmpty() || request.entries().size() > 10) {
      throw Rules.invalid("Entries must have between 1 and 10 members.");
    }
    Trace trace =
        CallScope.current()
            .map(AwsCall::trace)
            .orElseGet(() -> new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null));
    List<PutEventsResultEntry> results =
        request.entries().stream().map(entry -> put(entry, trace)).toList();
    int failed = (int) results.stream().filter(each -> each.errorCode() != null).count();
    return PutEventsResponse.builder().entries(results).failedEntryCount(failed).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    StoredRule rule = rules.at(request.resourceARN());
    request.tags().forEach(tag -> rule.tags().put(tag.key(), tag.value()));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    rules.at(request.resourceARN()).tags().keySet().removeAll(request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(
            rules.at(request.resourceARN()).tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  @Override
  public void close() {
    rules.close();
  }

  private PutEventsResultEntry put(PutEventsRequestEntry entry, Trace trace) {
    rules.checkBus(entry.eventBusName());
    if (entry.source() == null || entry.detailType() == null || entry.detail() == null) {
      return refused("InvalidArgument", "Source, DetailType and Detail are required.");
    }
    JsonNode detail;
    try {
      detail = JSON.readTree(entry.detail());
    } catch (JsonProcessingException malformed) {
      return refused("MalformedDetail", "Detail is malformed.");
    }
    if (!detail.isObject()) {
      return refused("MalformedDetail", "Detail is malformed.");
    }
    ObjectNode event =
        delivery.event(
            entry.source(),
            entry.detailType(),
            entry.time() == null ? aws.clock().instant() : entry.time());
    entry.resources().forEach(event.withArray("resources")::add);
    event.set("detail", detail);
    rules.deliver(event, Trace.parse(entry.traceHeader()).orElse(trace));
    return PutEventsResultEntry.builder().eventId(event.path("id").asText()).build();
  }

  private static PutEventsResultEntry refused(String code, String message) {
    return PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build();
  }
}
