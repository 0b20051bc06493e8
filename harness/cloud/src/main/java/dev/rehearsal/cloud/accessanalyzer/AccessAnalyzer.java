package dev.rehearsal.cloud.accessanalyzer;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzedResource;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzedResourceSummary;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzerStatus;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzerSummary;
import software.amazon.awssdk.services.accessanalyzer.model.ApplyArchiveRuleRequest;
import software.amazon.awssdk.services.accessanalyzer.model.ApplyArchiveRuleResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ArchiveRuleSummary;
import software.amazon.awssdk.services.accessanalyzer.model.CreateAnalyzerRequest;
import software.amazon.awssdk.services.accessanalyzer.model.CreateAnalyzerResponse;
import software.amazon.awssdk.services.accessanalyzer.model.CreateArchiveRuleRequest;
import software.amazon.awssdk.services.accessanalyzer.model.CreateArchiveRuleResponse;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.DeleteAnalyzerRequest;
import software.amazon.awssdk.services.accessanalyzer.model.DeleteAnalyzerResponse;
import software.amazon.awssdk.services.accessanalyzer.model.DeleteArchiveRuleRequest;
import software.amazon.awssdk.services.accessanalyzer.model.DeleteArchiveRuleResponse;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatus;
import software.amazon.awssdk.services.accessanalyzer.model.GetAnalyzedResourceRequest;
import software.amazon.awssdk.services.accessanalyzer.model.GetAnalyzedResourceResponse;
import software.amazon.awssdk.services.accessanalyzer.model.GetAnalyzerRequest;
import software.amazon.awssdk.services.accessanalyzer.model.GetAnalyzerResponse;
import software.amazon.awssdk.services.accessanalyzer.model.GetArchiveRuleRequest;
import software.amazon.awssdk.services.accessanalyzer.model.GetArchiveRuleResponse;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingRequest;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingResponse;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Request;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.ListAnalyzedResourcesRequest;
import software.amazon.awssdk.services.accessanalyzer.model.ListAnalyzedResourcesResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ListAnalyzersRequest;
import software.amazon.awssdk.services.accessanalyzer.model.ListAnalyzersResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ListArchiveRulesRequest;
import software.amazon.awssdk.services.accessanalyzer.model.ListArchiveRulesResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsRequest;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Request;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.accessanalyzer.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.accessanalyzer.model.SortCriteria;
import software.amazon.awssdk.services.accessanalyzer.model.StartResourceScanRequest;
import software.amazon.awssdk.services.accessanalyzer.model.StartResourceScanResponse;
import software.amazon.awssdk.services.accessanalyzer.model.TagResourceRequest;
import software.amazon.awssdk.services.accessanalyzer.model.TagResourceResponse;
import software.amazon.awssdk.services.accessanalyzer.model.Type;
import software.amazon.awssdk.services.accessanalyzer.model.UntagResourceRequest;
import software.amazon.awssdk.services.accessanalyzer.model.UntagResourceResponse;
import software.amazon.awssdk.services.accessanalyzer.model.UpdateArchiveRuleRequest;
import software.amazon.awssdk.services.accessanalyzer.model.UpdateArchiveRuleResponse;
import software.amazon.awssdk.services.accessanalyzer.model.UpdateFindingsRequest;
import software.amazon.awssdk.services.accessanalyzer.model.UpdateFindingsResponse;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InvalidInputException;

/**
 * IAM Access Analyzer, for access from outside the account. Resources are looked at whenever
 * somebody asks for what was found: an answer is never older than its question.
 */
public final class AccessAnalyzer implements AccessAnalyzerClient {

  private static final String PRINCIPAL = "access-analyzer.amazonaws.com";
  private static final String ROLE =
      "role/aws-service-role/" + PRINCIPAL + "/AWSServiceRoleForAccessAnalyzer";
  private static final int PAGE = 100;

  private final Surroundings aws;
  private final Map<String, Analyzer> analyzers = new TreeMap<>();

  public AccessAnalyzer(Surroundings aws) {
    this.aws = aws;
  }

  /** Something that is open now, for those who collect findings. */
  public record Open(
      String id, String resource, String type, String principal, boolean isPublic, Instant since) {}

  /** What the region's analyzers find now. */
  public synchronized List<Open> open() {
    return analyzers.values().stream()
        .flatMap(analyzer -> looked(analyzer).findings().stream())
        .filter(finding -> finding.status() == FindingStatus.ACTIVE && finding.opening() != null)
        .map(
            finding ->
                new Open(
                    finding.id(),
                    finding.resource(),
                    finding.type(),
                    finding.principal().toString(),
                    finding.isPublic(),
                    finding.created()))
        .toList();
  }

  @Override
  public synchronized CreateAnalyzerResponse createAnalyzer(CreateAnalyzerRequest request) {
    if (request.type() != Type.ACCOUNT) {
      throw AnalyzerErrors.notHere("analyzers of type " + request.typeAsString());
    }
    if (request.configuration() != null) {
      throw AnalyzerErrors.notHere("the configuration of analyzers");
    }
    String name = String.valueOf(request.analyzerName());
    if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,254}")) {
      throw AnalyzerErrors.invalid("The analyzer name " + name + " is not valid.");
    }
    if (analyzers.containsKey(name)) {
      throw AnalyzerErrors.conflict("Analyzer", name);
    }
    if (!analyzers.isEmpty()) {
      throw AnalyzerErrors.quota(name);
    }
    Analyzer made = new Analyzer(aws, name);
    request.archiveRules().forEach(rule -> made.put(rule.ruleName(), rule.filter()));
    made.tags.putAll(request.tags());
    linkRole();
    analyzers.put(name, made);
    return CreateAnalyzerResponse.builder().arn(made.arn).build();
  }

  /** Its role is made for whoever makes the account's first analyzer. */
  private void linkRole() {
    Caller caller =
        CallScope.current().map(AwsCall::caller).orElse(new Caller.Root(aws.account(), null));
    try {
      aws.client(IamClient.class, caller)
          .createServiceLinkedRole(create -> create.awsServiceName(PRINCIPAL));
    } catch (InvalidInputException taken) {
      if (!String.valueOf(taken.getMessage()).contains("has been taken")) {
        throw taken;
      }
    }
  }

  @Override
  public synchronized GetAnalyzerResponse getAnalyzer(GetAnalyzerRequest request) {
    return GetAnalyzerResponse.builder().analyzer(summary(named(request.analyzerName()))).build();
  }

  @Override
  public synchronized ListAnalyzersResponse listAnalyzers(ListAnalyzersRequest request) {
    List<AnalyzerSummary> all =
        analyzers.values().stream()
            .filter(analyzer -> request.type() == null || request.type() == Type.ACCOUNT)
            .map(AccessAnalyzer::summary)
            .toList();
    Page<AnalyzerSummary> page = page(all, request.nextToken(), request.maxResults());
    return ListAnalyzersResponse.builder().analyzers(page.items()).nextToken(page.next()).build();
  }

  private static AnalyzerSummary summary(Analyzer analyzer) {
    List<Analyzed> resources = analyzer.resources();
    return AnalyzerSummary.builder()
        .arn(analyzer.arn)
        .name(analyzer.name)
        .type(Type.ACCOUNT)
        .createdAt(analyzer.created)
        .lastResourceAnalyzed(
            resources.isEmpty() ? null : resources.get(resources.size() - 1).arn())
        .lastResourceAnalyzedAt(analyzer.looked())
        .status(AnalyzerStatus.ACTIVE)
        .tags(analyzer.tags)
        .build();
  }

  @Override
  public synchronized DeleteAnalyzerResponse deleteAnalyzer(DeleteAnalyzerRequest request) {
    analyzers.remove(named(request.analyzerName()).name);
    return DeleteAnalyzerResponse.builder().build();
  }

  @Override
  public synchronized CreateArchiveRuleResponse createArchiveRule(
      CreateArchiveRuleRequest request) {
    Analyzer analyzer = named(request.analyzerName());
    if (analyzer.rules.containsKey(request.ruleName())) {
      throw AnalyzerErrors.conflict("ArchiveRule", request.ruleName());
    }
    analyzer.put(request.ruleName(), request.filter());
    return CreateArchiveRuleResponse.builder().build();
  }

  @Override
  public synchronized UpdateArchiveRuleResponse updateArchiveRule(
      UpdateArchiveRuleRequest request) {
    Analyzer analyzer = named(request.analyzerName());
    analyzer.put(analyzer.rule(request.ruleName()).name(), request.filter());
    return UpdateArchiveRuleResponse.builder().build();
  }

  @Override
  public synchronized DeleteArchiveRuleResponse deleteArchiveRule(
      DeleteArchiveRuleRequest request) {
    Analyzer analyzer = named(request.analyzerName());
    analyzer.rules.remove(analyzer.rule(request.ruleName()).name());
    return DeleteArchiveRuleResponse.builder().build();
  }

  @Override
  public synchronized GetArchiveRuleResponse getArchiveRule(GetArchiveRuleRequest request) {
    return GetArchiveRuleResponse.builder()
        .archiveRule(summary(named(request.analyzerName()).rule(request.ruleName())))
        .build();
  }

  @Override
  public synchronized ListArchiveRulesResponse listArchiveRules(ListArchiveRulesRequest request) {
    Page<ArchiveRuleSummary> page =
        page(
            named(request.analyzerName()).rules.values().stream()
                .map(AccessAnalyzer::summary)
                .toList(),
            request.nextToken(),
            request.maxResults());
    return ListArchiveRulesResponse.builder()
        .archiveRules(page.items())
        .nextToken(page.next())
        .build();
  }

  private static ArchiveRuleSummary summary(Analyzer.Rule rule) {
    return ArchiveRuleSummary.builder()
        .ruleName(rule.name())
        .filter(rule.filter())
        .createdAt(rule.created())
        .updatedAt(rule.updated())
        .build();
  }

  @Override
  public synchronized ApplyArchiveRuleResponse applyArchiveRule(ApplyArchiveRuleRequest request) {
    Analyzer analyzer = looked(withArn(request.analyzerArn()));
    Analyzer.Rule rule = analyzer.rule(request.ruleName());
    analyzer.mark(
        analyzer.findings().stream()
            .filter(finding -> Criteria.match(rule.filter(), finding))
            .map(Finding::id)
            .collect(Collectors.toSet()),
        FindingStatus.ARCHIVED);
    return ApplyArchiveRuleResponse.builder().build();
  }

  @Override
  public synchronized ListFindingsResponse listFindings(ListFindingsRequest request) {
    Page<Finding> page =
        findings(
            request.analyzerArn(),
            request.filter(),
            request.sort(),
            request.nextToken(),
            request.maxResults());
    return ListFindingsResponse.builder()
        .findings(page.items().stream().map(FindingShapes::summary).toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public synchronized ListFindingsV2Response listFindingsV2(ListFindingsV2Request request) {
    Page<Finding> page =
        findings(
            request.analyzerArn(),
            request.filter(),
            request.sort(),
            request.nextToken(),
            request.maxResults());
    return ListFindingsV2Response.builder()
        .findings(page.items().stream().map(FindingShapes::summaryV2).toList())
        .nextToken(page.next())
        .build();
  }

  private Page<Finding> findings(
      String analyzerArn,
      Map<String, Criterion> filter,
      @Nullable SortCriteria sort,
      @Nullable String token,
      @Nullable Integer limit) {
    Criteria.check(filter);
    List<Finding> all =
        looked(withArn(analyzerArn)).findings().stream()
            .filter(finding -> Criteria.match(filter, finding))
            .sorted(Criteria.order(sort))
            .toList();
    return page(all, token, limit);
  }

  @Override
  public synchronized GetFindingResponse getFinding(GetFindingRequest request) {
    Finding one = looked(withArn(request.analyzerArn())).finding(request.id());
    return GetFindingResponse.builder().finding(FindingShapes.whole(one)).build();
  }

  @Override
  public synchronized GetFindingV2Response getFindingV2(GetFindingV2Request request) {
    return FindingShapes.wholeV2(looked(withArn(request.analyzerArn())).finding(request.id()));
  }

  @Override
  public synchronized UpdateFindingsResponse updateFindings(UpdateFindingsRequest request) {
    Analyzer analyzer = looked(withArn(request.analyzerArn()));
    if (request.hasIds() == (request.resourceArn() != null)) {
      throw AnalyzerErrors.invalid("Either ids or a resourceArn says which findings are meant.");
    }
    if (request.status() == null || request.statusAsString().equals("null")) {
      throw AnalyzerErrors.invalid("The status must be ACTIVE or ARCHIVED.");
    }
    Set<String> ids = new HashSet<>(request.ids());
    ids.forEach(analyzer::finding);
    if (request.resourceArn() != null) {
      analyzer.findings().stream()
          .filter(finding -> finding.resource().equals(request.resourceArn()))
          .forEach(finding -> ids.add(finding.id()));
    }
    analyzer.mark(ids, FindingStatus.fromValue(request.statusAsString()));
    return UpdateFindingsResponse.builder().build();
  }

  @Override
  public synchronized StartResourceScanResponse startResourceScan(
      StartResourceScanRequest request) {
    resource(looked(withArn(request.analyzerArn())), request.resourceArn());
    return StartResourceScanResponse.builder().build();
  }

  @Override
  public synchronized ListAnalyzedResourcesResponse listAnalyzedResources(
      ListAnalyzedResourcesRequest request) {
    List<AnalyzedResourceSummary> all =
        looked(withArn(request.analyzerArn())).resources().stream()
            .filter(
                one ->
                    request.resourceType() == null
                        || one.type().equals(request.resourceTypeAsString()))
            .map(
                one ->
                    AnalyzedResourceSummary.builder()
                        .resourceArn(one.arn())
                        .resourceOwnerAccount(aws.account())
                        .resourceType(one.type())
                        .build())
            .toList();
    Page<AnalyzedResourceSummary> page = page(all, request.nextToken(), request.maxResults());
    return ListAnalyzedResourcesResponse.builder()
        .analyzedResources(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public synchronized GetAnalyzedResourceResponse getAnalyzedResource(
      GetAnalyzedResourceRequest request) {
    Analyzer analyzer = looked(withArn(request.analyzerArn()));
    Analyzed one = resource(analyzer, request.resourceArn());
    AnalyzedResource.Builder shown =
        AnalyzedResource.builder()
            .resourceArn(one.arn())
            .resourceType(one.type())
            .resourceOwnerAccount(aws.account())
            .isPublic(one.openings().stream().anyMatch(Opening::isPublic))
            .actions(one.openings().stream().flatMap(o -> o.actions().stream()).distinct().toList())
            .sharedVia(one.openings().stream().map(Opening::source).distinct().toList())
            .createdAt(analyzer.created)
            .analyzedAt(analyzer.looked())
            .updatedAt(analyzer.looked())
            .error(one.error());
    analyzer.findings().stream()
        .filter(finding -> finding.resource().equals(one.arn()))
        .map(Finding::status)
        .min(Enum::compareTo)
        .ifPresent(shown::status);
    return GetAnalyzedResourceResponse.builder().resource(shown.build()).build();
  }

  private static Analyzed resource(Analyzer analyzer, String arn) {
    return analyzer.resources().stream()
        .filter(one -> one.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> AnalyzerErrors.missing("Resource", arn));
  }

  @Override
  public synchronized TagResourceResponse tagResource(TagResourceRequest request) {
    withArn(request.resourceArn()).tags.putAll(request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public synchronized UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(withArn(request.resourceArn()).tags::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public synchronized ListTagsForResourceResponse listTagsForResource(
      ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder().tags(withArn(request.resourceArn()).tags).build();
  }

  /** The analyzer, with everything looked at anew. */
  private Analyzer looked(Analyzer analyzer) {
    Caller role =
        new RoleSessions(aws, PRINCIPAL)
            .assume("arn:aws:iam::" + aws.account() + ":" + ROLE, analyzer.arn, "access-analyzer");
    analyzer.take(Inspection.of(aws, role));
    return analyzer;
  }

  private Analyzer named(@Nullable String name) {
    Analyzer analyzer = name == null ? null : analyzers.get(name);
    if (analyzer == null) {
      throw AnalyzerErrors.missing("Analyzer", String.valueOf(name));
    }
    return analyzer;
  }

  private Analyzer withArn(@Nullable String arn) {
    return analyzers.values().stream()
        .filter(each -> each.arn.equals(arn))
        .findFirst()
        .orElseThrow(() -> AnalyzerErrors.missing("Analyzer", String.valueOf(arn)));
  }

  private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer limit) {
    try {
      return Page.of(all, token, limit == null || limit == 0 ? PAGE : Math.min(PAGE, limit));
    } catch (NumberFormatException broken) {
      throw AnalyzerErrors.invalid("The token is not valid.");
    }
  }

  @Override
  public String serviceName() {
    return "accessanalyzer";
  }

  @Override
  public void close() {}
}
