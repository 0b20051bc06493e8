package dev.rehearsal.cloud.wafv2;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.cloudfront.CloudFront;
import dev.rehearsal.cloud.cloudwatch.CloudWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.model.AssociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.AssociateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.CheckCapacityRequest;
import software.amazon.awssdk.services.wafv2.model.CheckCapacityResponse;
import software.amazon.awssdk.services.wafv2.model.CreateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.CreateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.CustomResponseBody;
import software.amazon.awssdk.services.wafv2.model.DefaultAction;
import software.amazon.awssdk.services.wafv2.model.DeleteLoggingConfigurationRequest;
import software.amazon.awssdk.services.wafv2.model.DeleteLoggingConfigurationResponse;
import software.amazon.awssdk.services.wafv2.model.DeleteWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.DeleteWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.DescribeManagedRuleGroupRequest;
import software.amazon.awssdk.services.wafv2.model.DescribeManagedRuleGroupResponse;
import software.amazon.awssdk.services.wafv2.model.DisassociateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.DisassociateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.GetLoggingConfigurationRequest;
import software.amazon.awssdk.services.wafv2.model.GetLoggingConfigurationResponse;
import software.amazon.awssdk.services.wafv2.model.GetRateBasedStatementManagedKeysRequest;
import software.amazon.awssdk.services.wafv2.model.GetRateBasedStatementManagedKeysResponse;
import software.amazon.awssdk.services.wafv2.model.GetSampledRequestsRequest;
import software.amazon.awssdk.services.wafv2.model.GetSampledRequestsResponse;
import software.amazon.awssdk.services.wafv2.model.GetWebAclForResourceRequest;
import software.amazon.awssdk.services.wafv2.model.GetWebAclForResourceResponse;
import software.amazon.awssdk.services.wafv2.model.GetWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.GetWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.IPAddressVersion;
import software.amazon.awssdk.services.wafv2.model.LabelSummary;
import software.amazon.awssdk.services.wafv2.model.ListAvailableManagedRuleGroupsRequest;
import software.amazon.awssdk.services.wafv2.model.ListAvailableManagedRuleGroupsResponse;
import software.amazon.awssdk.services.wafv2.model.ListLoggingConfigurationsRequest;
import software.amazon.awssdk.services.wafv2.model.ListLoggingConfigurationsResponse;
import software.amazon.awssdk.services.wafv2.model.ListResourcesForWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.ListResourcesForWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.ListWebAcLsRequest;
import software.amazon.awssdk.services.wafv2.model.ListWebAcLsResponse;
import software.amazon.awssdk.services.wafv2.model.LoggingConfiguration;
import software.amazon.awssdk.services.wafv2.model.PutLoggingConfigurationRequest;
import software.amazon.awssdk.services.wafv2.model.PutLoggingConfigurationResponse;
import software.amazon.awssdk.services.wafv2.model.RateBasedStatement;
import software.amazon.awssdk.services.wafv2.model.RateBasedStatementManagedKeysIPSet;
import software.amazon.awssdk.services.wafv2.model.ResourceType;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.RuleSummary;
import software.amazon.awssdk.services.wafv2.model.SampledHTTPRequest;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.TimeWindow;
import software.amazon.awssdk.services.wafv2.model.UpdateWebAclRequest;
import software.amazon.awssdk.services.wafv2.model.UpdateWebAclResponse;
import software.amazon.awssdk.services.wafv2.model.VisibilityConfig;
import software.amazon.awssdk.services.wafv2.model.WebACL;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

/**
 * AWS WAF: web ACLs, and the decision about each request that the edge asks for. No request comes
 * to those of scope REGIONAL: they and what they are associated with are kept.
 */
public final class Waf extends IpSetOperations {

  /** So many units a web ACL may have without a request to AWS. */
  private static final long MOST_CAPACITY = 5_000;

  private static final Pattern LOG_GROUP =
      Pattern.compile("arn:aws:logs:[^:]+:\\d{12}:log-group:(aws-waf-logs-[^:]+)(?::\\*)?");

  /** A web ACL's logging, and what writes it. */
  private record Logging(LoggingConfiguration settings, WafLog log) {}

  private final Map<String, WebACL> acls = new ConcurrentHashMap<>();
  private final Map<String, Logging> logging = new ConcurrentHashMap<>();
  private final Map<String, RateCounter> rates = new ConcurrentHashMap<>();
  private final Samples samples = new Samples();
  private final Associations associations;

  public Waf(Surroundings aws) {
    super(aws);
    this.associations = new Associations(aws);
  }

  /**
   * What a rule blocked within the last three hours.
   *
   * @param requests how many, as far as they were sampled
   * @param addresses from where
   * @param last when it blocked last
   */
  public record Blocked(
      String aclArn, String rule, int requests, List<String> addresses, Instant last) {}

  /** The rules that blocked something within the last three hours. */
  public List<Blocked> blocked() {
    List<Blocked> found = new ArrayList<>();
    TimeWindow window = TimeWindow.builder().startTime(Instant.EPOCH).endTime(Instant.MAX).build();
    for (WebACL acl : acls.values()) {
      for (Rule rule : acl.rules()) {
        List<SampledHTTPRequest> blocked =
            samples
                .of(acl.arn(), rule.visibilityConfig().metricName(), window, aws.clock().instant())
                .stream()
                .filter(sample -> sample.action().equals("BLOCK"))
                .toList();
        if (!blocked.isEmpty()) {
          found.add(
              new Blocked(
                  acl.arn(),
                  rule.name(),
                  blocked.size(),
                  blocked.stream()
                      .map(sample -> sample.request().clientIP())
                      .distinct()
                      .sorted()
                      .toList(),
                  blocked.get(0).timestamp()));
        }
      }
    }
    return found;
  }

  /** Whether there is a web ACL of this ARN. */
  public boolean knows(String aclArn) {
    return acls.containsKey(aclArn);
  }

  /**
   * Decides about a request by a web ACL; counts, samples and logs it.
   *
   * @return empty where there is no such web ACL
   */
  public Optional<Verdict> decide(String aclArn, WebRequest request) {
    WebACL acl = acls.get(aclArn);
    if (acl == null) {
      return Optional.empty();
    }
    Instant now = aws.clock().instant();
    Finding found =
        new Inspection(
                acl, request, sets, (rule, key) -> rate(acl, rule).count(key, now.getEpochSecond()))
            .find();
    samples.take(acl, request, found, now);
    measure(acl, found);
    Logging logs = logging.get(aclArn);
    if (logs != null) {
      logs.log().write(logs.settings(), acl, request, found, now.toEpochMilli());
    }
    return Optional.of(found.verdict());
  }

  private RateCounter rate(WebACL acl, Rule rule) {
    return rates.computeIfAbsent(
        acl.arn() + " " + rule.name(),
        any -> new RateCounter(RuleChecks.window(rule.statement().rateBasedStatement())));
  }

  private void measure(WebACL acl, Finding found) {
    CloudWatch metrics = aws.peer(CloudWatch.class, aws.region());
    String metric = found.verdict().allowed() ? "AllowedRequests" : "BlockedRequests";
    String all = acl.visibilityConfig().metricName();
    if (Boolean.TRUE.equals(acl.visibilityConfig().cloudWatchMetricsEnabled())) {
      emit(metrics, metric, all, "ALL");
    }
    if (found.terminating() != null) {
      emit(metrics, metric, all, found.terminating().visibilityConfig());
    }
    found.counted().forEach(rule -> emit(metrics, "CountedRequests", all, rule.visibilityConfig()));
  }

  private static void emit(
      CloudWatch metrics, String metric, String acl, VisibilityConfig visibility) {
    if (Boolean.TRUE.equals(visibility.cloudWatchMetricsEnabled())) {
      emit(metrics, metric, acl, visibility.metricName());
    }
  }

  private static void emit(CloudWatch metrics, String metric, String acl, String rule) {
    metrics.emit("AWS/WAFV2", metric, Map.of("WebACL", acl, "Rule", rule), 1, "Count");
  }

  @Override
  public synchronized CreateWebAclResponse createWebACL(CreateWebAclRequest request) {
    scope(request.scope());
    if (acls.values().stream()
        .anyMatch(acl -> isIn(request.scope(), acl.arn()) && acl.name().equals(request.name()))) {
      throw WafErrors.duplicate();
    }
    String id = aws.ids().uuid();
    WebACL acl =
        WebACL.builder()
            .name(request.name())
            .id(id)
            .arn(arn(request.scope(), "webacl", request.name(), id))
            .description(request.description())
            .defaultAction(request.defaultAction())
            .rules(request.rules())
            .visibilityConfig(request.visibilityConfig())
            .customResponseBodies(request.customResponseBodies())
            .labelNamespace("awswaf:" + aws.account() + ":webacl:" + request.name() + ":")
            .build();
    if (request.hasTokenDomains() || request.associationConfig() != null) {
      throw WafErrors.notHere("token domains and association configurations");
    }
    WebACL checked = checked(acl);
    acls.put(acl.arn(), checked);
    created(acl.arn(), request.tags());
    return CreateWebAclResponse.builder().summary(summary(checked)).build();
  }

  @Override
  public GetWebAclResponse getWebACL(GetWebAclRequest request) {
    WebACL acl;
    if (request.arn() != null) {
      acl = byArn(request.arn());
    } else {
      scope(request.scope());
      acl = find(request.scope(), request.id(), request.name());
    }
    return GetWebAclResponse.builder().webACL(acl).lockToken(lock(acl.arn())).build();
  }

  @Override
  public synchronized UpdateWebAclResponse updateWebACL(UpdateWebAclRequest request) {
    scope(request.scope());
    WebACL acl = find(request.scope(), request.id(), request.name());
    unlock(acl.arn(), request.lockToken());
    if (request.hasTokenDomains() || request.associationConfig() != null) {
      throw WafErrors.notHere("token domains and association configurations");
    }
    acls.put(
        acl.arn(),
        checked(
            acl.toBuilder()
                .description(request.description())
                .defaultAction(request.defaultAction())
                .rules(request.rules())
                .visibilityConfig(request.visibilityConfig())
                .customResponseBodies(request.customResponseBodies())
                .build()));
    rates.keySet().removeIf(key -> key.startsWith(acl.arn() + " "));
    return UpdateWebAclResponse.builder().nextLockToken(relock(acl.arn())).build();
  }

  @Override
  public synchronized DeleteWebAclResponse deleteWebACL(DeleteWebAclRequest request) {
    scope(request.scope());
    WebACL acl = find(request.scope(), request.id(), request.name());
    unlock(acl.arn(), request.lockToken());
    List<String> users = aws.peer(CloudFront.class, aws.region()).protectedBy(acl.arn());
    if (!users.isEmpty()) {
      throw WafErrors.associated("the distribution " + users.get(0));
    }
    associations.of(acl.arn()).stream()
        .findFirst()
        .ifPresent(
            resource -> {
              throw WafErrors.associated(resource);
            });
    acls.remove(acl.arn());
    logging.remove(acl.arn());
    rates.keySet().removeIf(key -> key.startsWith(acl.arn() + " "));
    samples.forget(acl.arn());
    deleted(acl.arn());
    return DeleteWebAclResponse.builder().build();
  }

  @Override
  public synchronized AssociateWebAclResponse associateWebACL(AssociateWebAclRequest request) {
    WebACL acl = byArn(request.webACLArn());
    if (!isIn(Scope.REGIONAL, acl.arn())) {
      throw WafErrors.invalid(
          "WEB_ACL_ARN", "A web ACL of CloudFront is associated by the distribution that names it");
    }
    associations.put(request.resourceArn(), acl.arn());
    return AssociateWebAclResponse.builder().build();
  }

  @Override
  public synchronized DisassociateWebAclResponse disassociateWebACL(
      DisassociateWebAclRequest request) {
    associations.remove(request.resourceArn());
    return DisassociateWebAclResponse.builder().build();
  }

  @Override
  public GetWebAclForResourceResponse getWebACLForResource(GetWebAclForResourceRequest request) {
    String arn = associations.get(request.resourceArn());
    return GetWebAclForResourceResponse.builder().webACL(arn == null ? null : byArn(arn)).build();
  }

  @Override
  public ListResourcesForWebAclResponse listResourcesForWebACL(
      ListResourcesForWebAclRequest request) {
    WebACL acl = byArn(request.webACLArn());
    // Load balancers, where nothing else is asked for: there are none here.
    return ListResourcesForWebAclResponse.builder()
        .resourceArns(
            request.resourceType() == ResourceType.COGNITO_USER_POOL
                ? associations.of(acl.arn())
                : List.of())
        .build();
  }

  @Override
  public ListWebAcLsResponse listWebACLs(ListWebAcLsRequest request) {
    scope(request.scope());
    List<WebACLSummary> all =
        acls.values().stream()
            .filter(acl -> isIn(request.scope(), acl.arn()))
            .sorted(Comparator.comparing(WebACL::name))
            .map(this::summary)
            .toList();
    Page<WebACLSummary> page = page(all, request.nextMarker(), request.limit());
    return ListWebAcLsResponse.builder().webACLs(page.items()).nextMarker(page.next()).build();
  }

  @Override
  public CheckCapacityResponse checkCapacity(CheckCapacityRequest request) {
    scope(request.scope());
    return CheckCapacityResponse.builder()
        .capacity(new RuleChecks(sets, Map.of(), request.scope()).capacity(request.rules()))
        .build();
  }

  @Override
  public PutLoggingConfigurationResponse putLoggingConfiguration(
      PutLoggingConfigurationRequest request) {
    LoggingConfiguration settings = request.loggingConfiguration();
    WebACL acl = byArn(settings.resourceArn());
    if (settings.logDestinationConfigs().size() != 1) {
      throw WafErrors.invalid("LOG_DESTINATION", "A web ACL logs to exactly one destination");
    }
    Matcher destination = LOG_GROUP.matcher(settings.logDestinationConfigs().get(0));
    if (!destination.matches()) {
      if (settings.logDestinationConfigs().get(0).contains(":log-group:")) {
        throw WafErrors.invalid(
            "LOG_DESTINATION", "The ARN isn't valid: a name that starts with aws-waf-logs-");
      }
      throw WafErrors.notHere("logging to anything but a log group");
    }
    WafLog log = new WafLog(aws, settings.logDestinationConfigs().get(0), acl.name());
    logging.put(acl.arn(), new Logging(settings, log));
    return PutLoggingConfigurationResponse.builder().loggingConfiguration(settings).build();
  }

  @Override
  public GetLoggingConfigurationResponse getLoggingConfiguration(
      GetLoggingConfigurationRequest request) {
    Logging logs = logging.get(String.valueOf(request.resourceArn()));
    if (logs == null) {
      throw WafErrors.missing();
    }
    return GetLoggingConfigurationResponse.builder().loggingConfiguration(logs.settings()).build();
  }

  @Override
  public DeleteLoggingConfigurationResponse deleteLoggingConfiguration(
      DeleteLoggingConfigurationRequest request) {
    if (logging.remove(request.resourceArn()) == null) {
      throw WafErrors.missing();
    }
    return DeleteLoggingConfigurationResponse.builder().build();
  }

  @Override
  public ListLoggingConfigurationsResponse listLoggingConfigurations(
      ListLoggingConfigurationsRequest request) {
    scope(request.scope());
    List<LoggingConfiguration> all =
        logging.values().stream()
            .map(Logging::settings)
            .filter(each -> isIn(request.scope(), each.resourceArn()))
            .sorted(Comparator.comparing(LoggingConfiguration::resourceArn))
            .toList();
    Page<LoggingConfiguration> page = page(all, request.nextMarker(), request.limit());
    return ListLoggingConfigurationsResponse.builder()
        .loggingConfigurations(page.items())
        .nextMarker(page.next())
        .build();
  }

  @Override
  public GetSampledRequestsResponse getSampledRequests(GetSampledRequestsRequest request) {
    scope(request.scope());
    byArn(request.webAclArn());
    if (request.maxItems() == null || request.maxItems() < 1 || request.maxItems() > 500) {
      throw WafErrors.invalid("MAX_ITEMS", "MaxItems is 1 to 500");
    }
    List<SampledHTTPRequest> found =
        samples.of(
            request.webAclArn(),
            request.ruleMetricName(),
            request.timeWindow(),
            aws.clock().instant());
    return GetSampledRequestsResponse.builder()
        .sampledRequests(found.stream().limit(request.maxItems()).toList())
        .populationSize((long) found.size())
        .timeWindow(request.timeWindow())
        .build();
  }

  @Override
  public GetRateBasedStatementManagedKeysResponse getRateBasedStatementManagedKeys(
      GetRateBasedStatementManagedKeysRequest request) {
    scope(request.scope());
    WebACL acl = find(request.scope(), request.webACLId(), request.webACLName());
    Rule rule =
        acl.rules().stream()
            .filter(each -> each.name().equals(request.ruleName()))
            .filter(each -> each.statement().rateBasedStatement() != null)
            .findFirst()
            .orElseThrow(WafErrors::missing);
    RateBasedStatement statement = rule.statement().rateBasedStatement();
    List<String> over =
        rate(acl, rule).over(statement.limit(), aws.clock().instant().getEpochSecond());
    return GetRateBasedStatementManagedKeysResponse.builder()
        .managedKeysIPV4(keys(IPAddressVersion.IPV4, over, "/32"))
        .managedKeysIPV6(keys(IPAddressVersion.IPV6, over, "/128"))
        .build();
  }

  private static RateBasedStatementManagedKeysIPSet keys(
      IPAddressVersion version, List<String> addresses, String bits) {
    boolean six = version == IPAddressVersion.IPV6;
    return RateBasedStatementManagedKeysIPSet.builder()
        .ipAddressVersion(version)
        .addresses(
            addresses.stream()
                .filter(address -> address.contains(":") == six)
                .map(address -> address + bits)
                .toList())
        .build();
  }

  @Override
  public ListAvailableManagedRuleGroupsResponse listAvailableManagedRuleGroups(
      ListAvailableManagedRuleGroupsRequest request) {
    scope(request.scope());
    return ListAvailableManagedRuleGroupsResponse.builder()
        .managedRuleGroups(
            group ->
                group
                    .vendorName(CoreRuleSet.VENDOR)
                    .name(CoreRuleSet.NAME)
                    .versioningSupported(true)
                    .description("Rules against the exploitation of many kinds of vulnerabilities"))
        .build();
  }

  @Override
  public DescribeManagedRuleGroupResponse describeManagedRuleGroup(
      DescribeManagedRuleGroupRequest request) {
    scope(request.scope());
    if (!CoreRuleSet.NAME.equals(request.name())) {
      throw WafErrors.missing();
    }
    return DescribeManagedRuleGroupResponse.builder()
        .versionName(CoreRuleSet.VERSION)
        .capacity(CoreRuleSet.CAPACITY)
        .labelNamespace(CoreRuleSet.NAMESPACE)
        .rules(
            CoreRuleSet.RULES.stream()
                .map(
                    rule ->
                        RuleSummary.builder()
                            .name(rule.name())
                            .action(action -> action.block(block -> {}))
                            .build())
                .toList())
        .availableLabels(
            CoreRuleSet.RULES.stream()
                .map(rule -> LabelSummary.builder().name(rule.label()).build())
                .toList())
        .build();
  }

  @Override
  List<String> setsInUse() {
    List<String> used = new ArrayList<>();
    acls.values().forEach(acl -> acl.rules().forEach(rule -> sets(rule.statement(), used)));
    return used;
  }

  private static void sets(@Nullable Statement statement, List<String> into) {
    if (statement == null) {
      return;
    }
    if (statement.ipSetReferenceStatement() != null) {
      into.add(statement.ipSetReferenceStatement().arn());
    } else if (statement.andStatement() != null) {
      statement.andStatement().statements().forEach(each -> sets(each, into));
    } else if (statement.orStatement() != null) {
      statement.orStatement().statements().forEach(each -> sets(each, into));
    } else if (statement.notStatement() != null) {
      sets(statement.notStatement().statement(), into);
    } else if (statement.rateBasedStatement() != null) {
      sets(statement.rateBasedStatement().scopeDownStatement(), into);
    } else if (statement.managedRuleGroupStatement() != null) {
      sets(statement.managedRuleGroupStatement().scopeDownStatement(), into);
    }
  }

  private WebACL checked(WebACL acl) {
    DefaultAction action = acl.defaultAction();
    if (action == null || (action.allow() == null) == (action.block() == null)) {
      throw WafErrors.invalid("DEFAULT_ACTION", "The default action is Allow or Block");
    }
    if (acl.visibilityConfig() == null) {
      throw WafErrors.invalid("VISIBILITY_CONFIG", "A web ACL needs a VisibilityConfig");
    }
    Map<String, CustomResponseBody> bodies = acl.customResponseBodies();
    RuleChecks checks =
        new RuleChecks(
            sets, bodies, isIn(Scope.REGIONAL, acl.arn()) ? Scope.REGIONAL : Scope.CLOUDFRONT);
    checks.blocks(action.block());
    long capacity = checks.capacity(acl.rules());
    if (capacity > MOST_CAPACITY) {
      throw WafErrors.invalid(
          "CAPACITY", "The rules need " + capacity + " units; the limit is " + MOST_CAPACITY);
    }
    return acl.toBuilder().capacity(capacity).build();
  }

  private WebACL byArn(@Nullable String arn) {
    WebACL acl = arn == null ? null : acls.get(arn);
    if (acl == null) {
      throw WafErrors.missing();
    }
    return acl;
  }

  private WebACL find(Scope scope, @Nullable String id, @Nullable String name) {
    return acls.values().stream()
        .filter(acl -> isIn(scope, acl.arn()))
        .filter(acl -> acl.id().equals(id) && acl.name().equals(name))
        .findFirst()
        .orElseThrow(WafErrors::missing);
  }

  private WebACLSummary summary(WebACL acl) {
    return WebACLSummary.builder()
        .name(acl.name())
        .id(acl.id())
        .arn(acl.arn())
        .description(acl.description())
        .lockToken(lock(acl.arn()))
        .build();
  }
}
