package dev.rehearsal.cloud.securityhub;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFindingIdentifier;
import software.amazon.awssdk.services.securityhub.model.BatchDisableStandardsRequest;
import software.amazon.awssdk.services.securityhub.model.BatchDisableStandardsResponse;
import software.amazon.awssdk.services.securityhub.model.BatchEnableStandardsRequest;
import software.amazon.awssdk.services.securityhub.model.BatchEnableStandardsResponse;
import software.amazon.awssdk.services.securityhub.model.BatchUpdateFindingsRequest;
import software.amazon.awssdk.services.securityhub.model.BatchUpdateFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.BatchUpdateFindingsUnprocessedFinding;
import software.amazon.awssdk.services.securityhub.model.DescribeHubRequest;
import software.amazon.awssdk.services.securityhub.model.DescribeHubResponse;
import software.amazon.awssdk.services.securityhub.model.DescribeStandardsControlsRequest;
import software.amazon.awssdk.services.securityhub.model.DescribeStandardsControlsResponse;
import software.amazon.awssdk.services.securityhub.model.DescribeStandardsRequest;
import software.amazon.awssdk.services.securityhub.model.DescribeStandardsResponse;
import software.amazon.awssdk.services.securityhub.model.DisableSecurityHubRequest;
import software.amazon.awssdk.services.securityhub.model.DisableSecurityHubResponse;
import software.amazon.awssdk.services.securityhub.model.EnableSecurityHubRequest;
import software.amazon.awssdk.services.securityhub.model.EnableSecurityHubResponse;
import software.amazon.awssdk.services.securityhub.model.GetEnabledStandardsRequest;
import software.amazon.awssdk.services.securityhub.model.GetEnabledStandardsResponse;
import software.amazon.awssdk.services.securityhub.model.GetFindingsRequest;
import software.amazon.awssdk.services.securityhub.model.GetFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.securityhub.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.securityhub.model.Standard;
import software.amazon.awssdk.services.securityhub.model.StandardsControl;
import software.amazon.awssdk.services.securityhub.model.StandardsSubscription;
import software.amazon.awssdk.services.securityhub.model.StandardsSubscriptionRequest;
import software.amazon.awssdk.services.securityhub.model.TagResourceRequest;
import software.amazon.awssdk.services.securityhub.model.TagResourceResponse;
import software.amazon.awssdk.services.securityhub.model.UntagResourceRequest;
import software.amazon.awssdk.services.securityhub.model.UntagResourceResponse;
import software.amazon.awssdk.services.securityhub.model.UpdateSecurityHubConfigurationRequest;
import software.amazon.awssdk.services.securityhub.model.UpdateSecurityHubConfigurationResponse;
import software.amazon.awssdk.services.securityhub.model.UpdateStandardsControlRequest;
import software.amazon.awssdk.services.securityhub.model.UpdateStandardsControlResponse;
import software.amazon.awssdk.services.securityhub.model.Workflow;
import software.amazon.awssdk.services.securityhub.model.WorkflowStatus;

/**
 * AWS Security Hub: findings of Config, of a review of IAM and of the firewall, as they are when
 * somebody asks.
 */
public final class SecurityHub implements SecurityHubClient {

  private final Surroundings aws;
  private final Standards standards;
  private final Findings findings;
  private final Map<String, WorkflowStatus> workflows = new ConcurrentHashMap<>();
  private final Map<String, String> tags = new TreeMap<>();
  private @Nullable Instant since;
  private boolean autoEnable = true;
  private String generator = "SECURITY_CONTROL";

  public SecurityHub(Surroundings aws) {
    this.aws = aws;
    this.standards = new Standards(aws);
    this.findings = new Findings(aws, standards);
  }

  @Override
  public synchronized EnableSecurityHubResponse enableSecurityHub(
      EnableSecurityHubRequest request) {
    if (since != null) {
      throw HubErrors.on();
    }
    since = aws.clock().instant();
    if (!Boolean.FALSE.equals(request.enableDefaultStandards())) {
      standards.enableDefaults();
    }
    if (request.controlFindingGenerator() != null) {
      generator = request.controlFindingGeneratorAsString();
    }
    tags.putAll(request.tags());
    return EnableSecurityHubResponse.builder().build();
  }

  @Override
  public synchronized DescribeHubResponse describeHub(DescribeHubRequest request) {
    Instant subscribed = on();
    return DescribeHubResponse.builder()
        .hubArn(hub())
        .subscribedAt(subscribed.toString())
        .autoEnableControls(autoEnable)
        .controlFindingGenerator(generator)
        .build();
  }

  @Override
  public synchronized UpdateSecurityHubConfigurationResponse updateSecurityHubConfiguration(
      UpdateSecurityHubConfigurationRequest request) {
    on();
    if (request.autoEnableControls() != null) {
      autoEnable = request.autoEnableControls();
    }
    if (request.controlFindingGenerator() != null) {
      generator = request.controlFindingGeneratorAsString();
    }
    return UpdateSecurityHubConfigurationResponse.builder().build();
  }

  @Override
  public synchronized DisableSecurityHubResponse disableSecurityHub(
      DisableSecurityHubRequest request) {
    on();
    since = null;
    workflows.clear();
    standards.clear();
    tags.clear();
    return DisableSecurityHubResponse.builder().build();
  }

  @Override
  public DescribeStandardsResponse describeStandards(DescribeStandardsRequest request) {
    Page<Standard> page = page(standards.all(), request.nextToken(), request.maxResults());
    return DescribeStandardsResponse.builder()
        .standards(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public BatchEnableStandardsResponse batchEnableStandards(BatchEnableStandardsRequest request) {
    on();
    List<StandardsSubscription> made = new ArrayList<>();
    for (StandardsSubscriptionRequest each : request.standardsSubscriptionRequests()) {
      if (!each.standardsInput().isEmpty()) {
        throw HubErrors.notHere("inputs of standards");
      }
      made.add(standards.enable(each.standardsArn()));
    }
    return BatchEnableStandardsResponse.builder().standardsSubscriptions(made).build();
  }

  @Override
  public BatchDisableStandardsResponse batchDisableStandards(BatchDisableStandardsRequest request) {
    on();
    return BatchDisableStandardsResponse.builder()
        .standardsSubscriptions(
            request.standardsSubscriptionArns().stream().map(standards::disable).toList())
        .build();
  }

  @Override
  public GetEnabledStandardsResponse getEnabledStandards(GetEnabledStandardsRequest request) {
    on();
    Page<StandardsSubscription> page =
        page(
            standards.subscriptions(request.standardsSubscriptionArns()),
            request.nextToken(),
            request.maxResults());
    return GetEnabledStandardsResponse.builder()
        .standardsSubscriptions(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public DescribeStandardsControlsResponse describeStandardsControls(
      DescribeStandardsControlsRequest request) {
    on();
    Page<StandardsControl> page =
        page(
            standards.controls(request.standardsSubscriptionArn()),
            request.nextToken(),
            request.maxResults());
    return DescribeStandardsControlsResponse.builder()
        .controls(page.items())
        .nextToken(page.next())
        .build();
  }

  @Override
  public UpdateStandardsControlResponse updateStandardsControl(
      UpdateStandardsControlRequest request) {
    on();
    standards.update(
        request.standardsControlArn(), request.controlStatus(), request.disabledReason());
    return UpdateStandardsControlResponse.builder().build();
  }

  private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer most) {
    try {
      return Page.of(all, token, most == null ? 100 : Math.min(100, most));
    } catch (NumberFormatException broken) {
      throw HubErrors.invalid("The token is not valid.");
    }
  }

  @Override
  public GetFindingsResponse getFindings(GetFindingsRequest request) {
    on();
    Filters.check(request.filters());
    List<AwsSecurityFinding> found =
        all().stream().filter(one -> Filters.match(request.filters(), one)).toList();
    Page<AwsSecurityFinding> page = page(found, request.nextToken(), request.maxResults());
    return GetFindingsResponse.builder().findings(page.items()).nextToken(page.next()).build();
  }

  private List<AwsSecurityFinding> all() {
    return findings.now().stream()
        .map(
            one ->
                one.toBuilder()
                    .workflow(
                        Workflow.builder()
                            .status(workflows.getOrDefault(one.id(), WorkflowStatus.NEW))
                            .build())
                    .build())
        .toList();
  }

  @Override
  public BatchUpdateFindingsResponse batchUpdateFindings(BatchUpdateFindingsRequest request) {
    on();
    if (request.workflow() == null) {
      throw HubErrors.notHere("updating anything but the workflow of findings");
    }
    List<AwsSecurityFindingIdentifier> done = new ArrayList<>();
    List<BatchUpdateFindingsUnprocessedFinding> unknown = new ArrayList<>();
    List<String> known = all().stream().map(AwsSecurityFinding::id).toList();
    for (AwsSecurityFindingIdentifier each : request.findingIdentifiers()) {
      if (known.contains(each.id())) {
        workflows.put(each.id(), request.workflow().status());
        done.add(each);
      } else {
        unknown.add(
            BatchUpdateFindingsUnprocessedFinding.builder()
                .findingIdentifier(each)
                .errorCode("FindingNotFound")
                .errorMessage("Finding Not Found")
                .build());
      }
    }
    return BatchUpdateFindingsResponse.builder()
        .processedFindings(done)
        .unprocessedFindings(unknown)
        .build();
  }

  @Override
  public synchronized TagResourceResponse tagResource(TagResourceRequest request) {
    own(request.resourceArn()).putAll(request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public synchronized UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(own(request.resourceArn())::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public synchronized ListTagsForResourceResponse listTagsForResource(
      ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(Map.copyOf(own(request.resourceArn())))
        .build();
  }

  private Map<String, String> own(String arn) {
    on();
    if (!arn.equals(hub())) {
      throw HubErrors.missing(arn);
    }
    return tags;
  }

  private synchronized Instant on() {
    Instant subscribed = since;
    if (subscribed == null) {
      throw HubErrors.off(aws.account());
    }
    return subscribed;
  }

  private String hub() {
    return aws.arn("securityhub", "hub/default");
  }

  @Override
  public String serviceName() {
    return "securityhub";
  }

  @Override
  public void close() {}
}
