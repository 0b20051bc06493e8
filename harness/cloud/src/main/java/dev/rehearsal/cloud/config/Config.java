package dev.rehearsal.cloud.config;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceByConfigRule;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleState;
import software.amazon.awssdk.services.config.model.ConfigurationItem;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.ConfigurationRecorderStatus;
import software.amazon.awssdk.services.config.model.DeleteConfigRuleRequest;
import software.amazon.awssdk.services.config.model.DeleteConfigRuleResponse;
import software.amazon.awssdk.services.config.model.DeleteConfigurationRecorderRequest;
import software.amazon.awssdk.services.config.model.DeleteConfigurationRecorderResponse;
import software.amazon.awssdk.services.config.model.DeleteDeliveryChannelRequest;
import software.amazon.awssdk.services.config.model.DeleteDeliveryChannelResponse;
import software.amazon.awssdk.services.config.model.DeliveryChannel;
import software.amazon.awssdk.services.config.model.DescribeComplianceByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.DescribeComplianceByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecorderStatusRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecorderStatusResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.DescribeDeliveryChannelsRequest;
import software.amazon.awssdk.services.config.model.DescribeDeliveryChannelsResponse;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.GetResourceConfigHistoryRequest;
import software.amazon.awssdk.services.config.model.GetResourceConfigHistoryResponse;
import software.amazon.awssdk.services.config.model.ListDiscoveredResourcesRequest;
import software.amazon.awssdk.services.config.model.ListDiscoveredResourcesResponse;
import software.amazon.awssdk.services.config.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.config.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.config.model.PutConfigRuleRequest;
import software.amazon.awssdk.services.config.model.PutConfigRuleResponse;
import software.amazon.awssdk.services.config.model.PutConfigurationRecorderRequest;
import software.amazon.awssdk.services.config.model.PutConfigurationRecorderResponse;
import software.amazon.awssdk.services.config.model.PutDeliveryChannelRequest;
import software.amazon.awssdk.services.config.model.PutDeliveryChannelResponse;
import software.amazon.awssdk.services.config.model.RecorderStatus;
import software.amazon.awssdk.services.config.model.ResourceIdentifier;
import software.amazon.awssdk.services.config.model.StartConfigRulesEvaluationRequest;
import software.amazon.awssdk.services.config.model.StartConfigRulesEvaluationResponse;
import software.amazon.awssdk.services.config.model.StartConfigurationRecorderRequest;
import software.amazon.awssdk.services.config.model.StartConfigurationRecorderResponse;
import software.amazon.awssdk.services.config.model.StopConfigurationRecorderRequest;
import software.amazon.awssdk.services.config.model.StopConfigurationRecorderResponse;
import software.amazon.awssdk.services.config.model.Tag;
import software.amazon.awssdk.services.config.model.TagResourceRequest;
import software.amazon.awssdk.services.config.model.TagResourceResponse;
import software.amazon.awssdk.services.config.model.UntagResourceRequest;
import software.amazon.awssdk.services.config.model.UntagResourceResponse;

/**
 * AWS Config: one recorder that keeps a timeline of what is configured, and managed rules that are
 * evaluated against what is configured when somebody asks.
 */
public final class Config implements ConfigClient {

  private static final System.Logger LOG = System.getLogger(Config.class.getName());
  private static final int PAGE = 100;
  private static final long LOOK_SECONDS = 5;

  private final Surroundings aws;
  private final Timeline timeline;
  private final Map<String, ConfigRule> rules = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, String>> tags = new ConcurrentSkipListMap<>();
  private volatile @Nullable ConfigurationRecorder recorder;
  private volatile @Nullable DeliveryChannel channel;
  private volatile @Nullable Instant started;
  private volatile @Nullable Instant stopped;
  private volatile boolean recording;
  private @Nullable ScheduledFuture<?> looking;
  private volatile long seen;

  public Config(Surroundings aws) {
    this.aws = aws;
    this.timeline = new Timeline(aws);
  }

  /**
   * A resource that breaks a rule now.
   *
   * @param since when the rule was asked
   */
  public record Breach(
      String rule,
      String ruleArn,
      String type,
      String id,
      String arn,
      String what,
      Instant since) {}

  /**
   * A resource that a managed rule looked at.
   *
   * @param what what is wrong; null where nothing is
   */
  public record Checked(
      String rule, String type, String arn, @Nullable String what, Instant since) {}

  /** What managed rules say of all resources now; nothing while nothing is recorded. */
  public List<Checked> check(Collection<String> identifiers) {
    List<Checked> checked = new ArrayList<>();
    if (!recording || identifiers.isEmpty()) {
      return checked;
    }
    List<Item> items = look();
    for (String identifier : identifiers) {
      ManagedRules.ManagedRule managed =
          java.util.Objects.requireNonNull(ManagedRules.ALL.get(identifier), identifier);
      for (Item item : items) {
        if (managed.looksAt(item)) {
          checked.add(
              new Checked(
                  identifier,
                  item.type(),
                  item.arn(),
                  managed.complies().test(item) ? null : managed.annotation(),
                  aws.clock().instant()));
        }
      }
    }
    return checked;
  }

  /** All resources that break rules now; none while nothing is recorded. */
  public List<Breach> breaches() {
    List<Breach> breaches = new ArrayList<>();
    if (!recording) {
      return breaches;
    }
    List<Item> items = look();
    for (ConfigRule rule : rules.values()) {
      ManagedRules.ManagedRule managed = managed(rule);
      for (Item item : items) {
        if (managed.looksAt(item) && inScope(rule, item) && !managed.complies().test(item)) {
          breaches.add(
              new Breach(
                  rule.configRuleName(),
                  rule.configRuleArn(),
                  item.type(),
                  item.id(),
                  item.arn(),
                  managed.annotation(),
                  aws.clock().instant()));
        }
      }
    }
    return breaches;
  }

  @Override
  public synchronized PutConfigurationRecorderResponse putConfigurationRecorder(
      PutConfigurationRecorderRequest request) {
    ConfigurationRecorder wanted = request.configurationRecorder();
    String name = wanted.name() == null ? "default" : wanted.name();
    ConfigurationRecorder present = recorder;
    if (present != null && !present.name().equals(name)) {
      throw ConfigErrors.recorderTaken(name);
    }
    if (wanted.roleARN() == null || !wanted.roleARN().startsWith("arn:aws:iam::")) {
      throw ConfigErrors.invalid("The role ARN is not valid: " + wanted.roleARN());
    }
    ConfigurationRecorder.Builder made = wanted.toBuilder().name(name);
    if (wanted.recordingGroup() == null) {
      made.recordingGroup(group -> group.allSupported(true).includeGlobalResourceTypes(false));
    }
    recorder = made.build();
    return PutConfigurationRecorderResponse.builder().build();
  }

  @Override
  public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
      DescribeConfigurationRecordersRequest request) {
    return DescribeConfigurationRecordersResponse.builder()
        .configurationRecorders(recorders(request.configurationRecorderNames()))
        .build();
  }

  @Override
  public DescribeConfigurationRecorderStatusResponse describeConfigurationRecorderStatus(
      DescribeConfigurationRecorderStatusRequest request) {
    return DescribeConfigurationRecorderStatusResponse.builder()
        .configurationRecordersStatus(
            recorders(request.configurationRecorderNames()).stream()
                .map(
                    one ->
                        ConfigurationRecorderStatus.builder()
                            .name(one.name())
                            .recording(recording)
                            .lastStartTime(started)
                            .lastStopTime(stopped)
                            .lastStatus(started == null ? null : RecorderStatus.SUCCESS)
                            .build())
                .toList())
        .build();
  }

  private List<ConfigurationRecorder> recorders(List<String> names) {
    ConfigurationRecorder present = recorder;
    for (String name : names) {
      if (present == null || !present.name().equals(name)) {
        throw ConfigErrors.noRecorder(name);
      }
    }
    return present == null ? List.of() : List.of(present);
  }

  @Override
  public synchronized StartConfigurationRecorderResponse startConfigurationRecorder(
      StartConfigurationRecorderRequest request) {
    recorders(List.of(request.configurationRecorderName()));
    if (channel == null) {
      throw ConfigErrors.channelMissing();
    }
    if (!recording) {
      recording = true;
      started = aws.clock().instant();
      looking =
          aws.scheduler()
              .scheduleWithFixedDelay(
                  () -> aws.workers().execute(this::lookAgain),
                  LOOK_SECONDS,
                  LOOK_SECONDS,
                  TimeUnit.SECONDS);
    }
    return StartConfigurationRecorderResponse.builder().build();
  }

  @Override
  public synchronized StopConfigurationRecorderResponse stopConfigurationRecorder(
      StopConfigurationRecorderRequest request) {
    recorders(List.of(request.configurationRecorderName()));
    stop();
    stopped = aws.clock().instant();
    return StopConfigurationRecorderResponse.builder().build();
  }

  @Override
  public synchronized DeleteConfigurationRecorderResponse deleteConfigurationRecorder(
      DeleteConfigurationRecorderRequest request) {
    recorders(List.of(request.configurationRecorderName()));
    stop();
    recorder = null;
    return DeleteConfigurationRecorderResponse.builder().build();
  }

  private void stop() {
    recording = false;
    if (looking != null) {
      looking.cancel(false);
      looking = null;
    }
  }

  /** Looks again where somebody changed something since the last time. */
  private void lookAgain() {
    try {
      var tail = aws.history().after(seen);
      seen = tail.next();
      boolean changed =
          tail.hops().stream()
              .anyMatch(
                  hop ->
                      hop.error() == null
                          && hop.action()
                              .matches(
                                  "(s3|rds|dynamodb|sns|kms|lambda|cloudfront):"
                                      + "(Create|Delete|Put|Update|Modify|Set|Enable|Disable|Add|Remove)"
                                      + "(?!Object|Item|LogEvents).*"));
      if (changed) {
        look();
      }
    } catch (RuntimeException failure) {
      LOG.log(System.Logger.Level.WARNING, "Config could not look at the configuration", failure);
    }
  }

  private List<Item> look() {
    ConfigurationRecorder present = recorder;
    if (present == null) {
      throw ConfigErrors.recorderMissing();
    }
    Caller role =
        new RoleSessions(aws, "config.amazonaws.com")
            .assume(present.roleARN(), aws.arn("config", "*"), "AWSConfig");
    List<Item> items = new Inventory(aws, role).all();
    List<ConfigurationItem> added = timeline.record(items);
    DeliveryChannel to = channel;
    if (recording && to != null && !added.isEmpty()) {
      deliver(to, added);
    }
    return items;
  }

  private void deliver(DeliveryChannel to, List<ConfigurationItem> added) {
    try {
      new HistoryFiles(aws, to).write(added, aws.clock().instant());
    } catch (AwsServiceException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Config could not write to {0}: {1}",
          to.s3BucketName(),
          refused.getMessage());
    }
  }

  @Override
  public synchronized PutDeliveryChannelResponse putDeliveryChannel(
      PutDeliveryChannelRequest request) {
    DeliveryChannel wanted = request.deliveryChannel();
    if (recorder == null) {
      throw ConfigErrors.recorderMissing();
    }
    String name = wanted.name() == null ? "default" : wanted.name();
    DeliveryChannel present = channel;
    if (present != null && !present.name().equals(name)) {
      throw ConfigErrors.channelTaken(name);
    }
    if (wanted.snsTopicARN() != null) {
      throw ConfigErrors.notHere("telling a topic of changes");
    }
    new HistoryFiles(aws, wanted).probe();
    channel = wanted.toBuilder().name(name).build();
    return PutDeliveryChannelResponse.builder().build();
  }

  @Override
  public DescribeDeliveryChannelsResponse describeDeliveryChannels(
      DescribeDeliveryChannelsRequest request) {
    DeliveryChannel present = channel;
    for (String name : request.deliveryChannelNames()) {
      if (present == null || !present.name().equals(name)) {
        throw ConfigErrors.noChannel(name);
      }
    }
    return DescribeDeliveryChannelsResponse.builder()
        .deliveryChannels(present == null ? List.of() : List.of(present))
        .build();
  }

  @Override
  public synchronized DeleteDeliveryChannelResponse deleteDeliveryChannel(
      DeleteDeliveryChannelRequest request) {
    DeliveryChannel present = channel;
    if (present == null || !present.name().equals(request.deliveryChannelName())) {
      throw ConfigErrors.noChannel(request.deliveryChannelName());
    }
    channel = null;
    return DeleteDeliveryChannelResponse.builder().build();
  }

  @Override
  public PutConfigRuleResponse putConfigRule(PutConfigRuleRequest request) {
    ConfigRule wanted = request.configRule();
    if (recorder == null) {
      throw ConfigErrors.recorderMissing();
    }
    if (!"AWS".equals(wanted.source().ownerAsString())) {
      throw ConfigErrors.notHere("rules that are not AWS's managed ones");
    }
    if (wanted.inputParameters() != null && !wanted.inputParameters().equals("{}")) {
      throw ConfigErrors.notHere("parameters of managed rules");
    }
    managed(wanted);
    ConfigRule present = rules.get(wanted.configRuleName());
    String id = present == null ? "config-rule-" + aws.ids().lower(6) : present.configRuleId();
    ConfigRule made =
        wanted.toBuilder()
            .configRuleId(id)
            .configRuleArn(aws.arn("config", "config-rule/" + id))
            .configRuleState(ConfigRuleState.ACTIVE)
            .build();
    rules.put(made.configRuleName(), made);
    if (present == null) {
      Map<String, String> own = new TreeMap<>();
      request.tags().forEach(tag -> own.put(tag.key(), tag.value()));
      tags.put(made.configRuleArn(), own);
    }
    return PutConfigRuleResponse.builder().build();
  }

  private static ManagedRules.ManagedRule managed(ConfigRule rule) {
    String identifier = rule.source().sourceIdentifier();
    ManagedRules.ManagedRule managed = identifier == null ? null : ManagedRules.ALL.get(identifier);
    if (managed == null) {
      throw ConfigErrors.notHere(
          "the managed rule " + identifier + "; it has " + ManagedRules.ALL.keySet());
    }
    return managed;
  }

  private static boolean inScope(ConfigRule rule, Item item) {
    return rule.scope() == null
        || ((rule.scope().complianceResourceTypes().isEmpty()
                || rule.scope().complianceResourceTypes().contains(item.type()))
            && (rule.scope().complianceResourceId() == null
                || rule.scope().complianceResourceId().equals(item.id())));
  }

  @Override
  public DescribeConfigRulesResponse describeConfigRules(DescribeConfigRulesRequest request) {
    List<ConfigRule> found = new ArrayList<>();
    for (String name : request.configRuleNames()) {
      found.add(rule(name));
    }
    return DescribeConfigRulesResponse.builder()
        .configRules(request.configRuleNames().isEmpty() ? List.copyOf(rules.values()) : found)
        .build();
  }

  @Override
  public DeleteConfigRuleResponse deleteConfigRule(DeleteConfigRuleRequest request) {
    ConfigRule rule = rule(request.configRuleName());
    rules.remove(rule.configRuleName());
    tags.remove(rule.configRuleArn());
    return DeleteConfigRuleResponse.builder().build();
  }

  private ConfigRule rule(String name) {
    ConfigRule rule = rules.get(name);
    if (rule == null) {
      throw ConfigErrors.noRule(name);
    }
    return rule;
  }

  @Override
  public StartConfigRulesEvaluationResponse startConfigRulesEvaluation(
      StartConfigRulesEvaluationRequest request) {
    request.configRuleNames().forEach(this::rule);
    look();
    return StartConfigRulesEvaluationResponse.builder().build();
  }

  @Override
  public GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
      GetComplianceDetailsByConfigRuleRequest request) {
    ConfigRule rule = rule(request.configRuleName());
    List<EvaluationResult> results = recording ? evaluate(rule, look()) : List.of();
    List<EvaluationResult> wanted =
        results.stream()
            .filter(
                each ->
                    request.complianceTypes().isEmpty()
                        || request.complianceTypes().contains(each.complianceType()))
            .toList();
    Page<EvaluationResult> page = page(wanted, request.nextToken(), request.limit());
    return GetComplianceDetailsByConfigRuleResponse.builder()
        .evaluationResults(page.items())
        .nextToken(page.next())
        .build();
  }

  private List<EvaluationResult> evaluate(ConfigRule rule, List<Item> items) {
    ManagedRules.ManagedRule managed = managed(rule);
    Instant now = aws.clock().instant();
    List<EvaluationResult> results = new ArrayList<>();
    for (Item item : items) {
      if (!managed.looksAt(item) || !inScope(rule, item)) {
        continue;
      }
      boolean complies = managed.complies().test(item);
      results.add(
          EvaluationResult.builder()
              .evaluationResultIdentifier(
                  identifier ->
                      identifier
                          .orderingTimestamp(now)
                          .evaluationResultQualifier(
                              qualifier ->
                                  qualifier
                                      .configRuleName(rule.configRuleName())
                                      .resourceType(item.type())
                                      .resourceId(item.id())))
              .complianceType(complies ? ComplianceType.COMPLIANT : ComplianceType.NON_COMPLIANT)
              .annotation(complies ? null : managed.annotation())
              .resultRecordedTime(now)
              .configRuleInvokedTime(now)
              .build());
    }
    return results;
  }

  @Override
  public DescribeComplianceByConfigRuleResponse describeComplianceByConfigRule(
      DescribeComplianceByConfigRuleRequest request) {
    request.configRuleNames().forEach(this::rule);
    List<Item> items = recording ? look() : List.of();
    List<ComplianceByConfigRule> found = new ArrayList<>();
    for (ConfigRule rule : rules.values()) {
      if (!request.configRuleNames().isEmpty()
          && !request.configRuleNames().contains(rule.configRuleName())) {
        continue;
      }
      ComplianceType type = compliance(evaluate(rule, items));
      if (request.complianceTypes().isEmpty() || request.complianceTypes().contains(type)) {
        found.add(
            ComplianceByConfigRule.builder()
                .configRuleName(rule.configRuleName())
                .compliance(compliance -> compliance.complianceType(type))
                .build());
      }
    }
    Page<ComplianceByConfigRule> page = page(found, request.nextToken(), null);
    return DescribeComplianceByConfigRuleResponse.builder()
        .complianceByConfigRules(page.items())
        .nextToken(page.next())
        .build();
  }

  private static ComplianceType compliance(List<EvaluationResult> results) {
    if (results.isEmpty()) {
      return ComplianceType.INSUFFICIENT_DATA;
    }
    return results.stream().allMatch(each -> each.complianceType() == ComplianceType.COMPLIANT)
        ? ComplianceType.COMPLIANT
        : ComplianceType.NON_COMPLIANT;
  }

  @Override
  public GetResourceConfigHistoryResponse getResourceConfigHistory(
      GetResourceConfigHistoryRequest request) {
    if (recording) {
      look();
    }
    List<ConfigurationItem> items =
        timeline.of(request.resourceTypeAsString(), request.resourceId());
    if (items.isEmpty()) {
      throw ConfigErrors.notDiscovered(request.resourceTypeAsString(), request.resourceId());
    }
    Page<ConfigurationItem> page = page(items, request.nextToken(), request.limit());
    return GetResourceConfigHistoryResponse.builder()
        .configurationItems(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public ListDiscoveredResourcesResponse listDiscoveredResources(
      ListDiscoveredResourcesRequest request) {
    List<ResourceIdentifier> found =
        timeline.present().stream()
            .filter(item -> item.resourceTypeAsString().equals(request.resourceTypeAsString()))
            .map(
                item ->
                    ResourceIdentifier.builder()
                        .resourceType(item.resourceType())
                        .resourceId(item.resourceId())
                        .resourceName(item.resourceName())
                        .build())
            .toList();
    Page<ResourceIdentifier> page = page(found, request.nextToken(), request.limit());
    return ListDiscoveredResourcesResponse.builder()
        .resourceIdentifiers(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    request.tags().forEach(tag -> tags(request.resourceArn()).put(tag.key(), tag.value()));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(tags(request.resourceArn())::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(
            tags(request.resourceArn()).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  private Map<String, String> tags(String arn) {
    Map<String, String> own = tags.get(arn);
    if (own == null) {
      throw ConfigErrors.notFound(arn);
    }
    return own;
  }

  private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer limit) {
    try {
      return Page.of(all, token, limit == null || limit == 0 ? PAGE : Math.min(PAGE, limit));
    } catch (NumberFormatException broken) {
      throw ConfigErrors.invalid("The token is not valid.");
    }
  }

  @Override
  public String serviceName() {
    return "config";
  }

  @Override
  public synchronized void close() {
    stop();
  }
}
