package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Page;
import dev.rehearsal.cloud.call.Shapes;
import dev.rehearsal.cloud.wafv2.Waf;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.Aliases;
import software.amazon.awssdk.services.cloudfront.model.CnameAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateInvalidationRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateInvalidationResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfigWithTags;
import software.amazon.awssdk.services.cloudfront.model.DistributionList;
import software.amazon.awssdk.services.cloudfront.model.DistributionNotDisabledException;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigRequest;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.GetInvalidationRequest;
import software.amazon.awssdk.services.cloudfront.model.GetInvalidationResponse;
import software.amazon.awssdk.services.cloudfront.model.InvalidWebAclIdException;
import software.amazon.awssdk.services.cloudfront.model.Invalidation;
import software.amazon.awssdk.services.cloudfront.model.InvalidationBatch;
import software.amazon.awssdk.services.cloudfront.model.InvalidationSummary;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsByWebAclIdRequest;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsByWebAclIdResponse;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsResponse;
import software.amazon.awssdk.services.cloudfront.model.ListInvalidationsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListInvalidationsResponse;
import software.amazon.awssdk.services.cloudfront.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudfront.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudfront.model.NoSuchInvalidationException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchResourceException;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudfront.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudfront.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudfront.model.UntagResourceResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionResponse;

/** Amazon CloudFront: the control plane. {@link EdgeServer} serves what it keeps. */
public final class CloudFront extends FunctionOperations {

  private final Store<Distribution> distributions;
  private final Map<String, List<Tag>> tags = new ConcurrentHashMap<>();
  private final Map<String, List<Invalidation>> invalidations = new ConcurrentHashMap<>();
  private final EdgeCache cache = new EdgeCache();

  public CloudFront(Surroundings aws) {
    super(aws);
    this.distributions = new Store<>(aws.ids(), CloudFrontErrors::noSuchDistribution);
  }

  /** The ARNs of the distributions that show a certificate to their viewers. */
  public List<String> users(String certificateArn) {
    return all().stream()
        .filter(
            each ->
                ViewerCertificates.acm(each.distributionConfig())
                    .filter(certificateArn::equals)
                    .isPresent())
        .map(Distribution::arn)
        .toList();
  }

  Surroundings surroundings() {
    return aws;
  }

  EdgeCache cache() {
    return cache;
  }

  List<Distribution> all() {
    return distributions.all().stream().map(Store.Versioned::value).toList();
  }

  @Override
  List<DistributionConfig> configurations() {
    return all().stream().map(Distribution::distributionConfig).toList();
  }

  @Override
  public CreateDistributionResponse createDistribution(CreateDistributionRequest request) {
    Store.Versioned<Distribution> made = create(request.distributionConfig(), List.of());
    return CreateDistributionResponse.builder()
        .distribution(made.value())
        .eTag(made.eTag())
        .location(location(made.id()))
        .build();
  }

  @Override
  public CreateDistributionWithTagsResponse createDistributionWithTags(
      CreateDistributionWithTagsRequest request) {
    DistributionConfigWithTags both = request.distributionConfigWithTags();
    Store.Versioned<Distribution> made =
        create(both.distributionConfig(), both.tags() == null ? List.of() : both.tags().items());
    return CreateDistributionWithTagsResponse.builder()
        .distribution(made.value())
        .eTag(made.eTag())
        .location(location(made.id()))
        .build();
  }

  @Override
  public GetDistributionResponse getDistribution(GetDistributionRequest request) {
    Store.Versioned<Distribution> found = distributions.get(request.id());
    return GetDistributionResponse.builder().distribution(found.value()).eTag(found.eTag()).build();
  }

  @Override
  public GetDistributionConfigResponse getDistributionConfig(GetDistributionConfigRequest request) {
    Store.Versioned<Distribution> found = distributions.get(request.id());
    return GetDistributionConfigResponse.builder()
        .distributionConfig(found.value().distributionConfig())
        .eTag(found.eTag())
        .build();
  }

  @Override
  public UpdateDistributionResponse updateDistribution(UpdateDistributionRequest request) {
    DistributionConfig config = request.distributionConfig();
    distributions.match(request.id(), request.ifMatch());
    DistributionChecks.check(config, this);
    firewall(config);
    aliases(config, request.id());
    ViewerCertificates.check(config, aws);
    Store.Versioned<Distribution> updated =
        distributions.update(
            request.id(),
            request.ifMatch(),
            before -> {
              if (!before.distributionConfig().callerReference().equals(config.callerReference())) {
                throw CloudFrontErrors.invalid("The CallerReference of a distribution is fixed");
              }
              return before.toBuilder()
                  .distributionConfig(config)
                  .lastModifiedTime(aws.clock().instant())
                  .build();
            });
    return UpdateDistributionResponse.builder()
        .distribution(updated.value())
        .eTag(updated.eTag())
        .build();
  }

  @Override
  public DeleteDistributionResponse deleteDistribution(DeleteDistributionRequest request) {
    Store.Versioned<Distribution> present = distributions.match(request.id(), request.ifMatch());
    if (Boolean.TRUE.equals(present.value().distributionConfig().enabled())) {
      throw AwsError.of(
          DistributionNotDisabledException.builder(),
          "DistributionNotDisabled",
          409,
          "The distribution you are trying to delete has not been disabled.");
    }
    distributions.remove(request.id());
    tags.remove(request.id());
    invalidations.remove(request.id());
    cache.invalidate(request.id(), List.of("/*"));
    return DeleteDistributionResponse.builder().build();
  }

  @Override
  public ListDistributionsResponse listDistributions(ListDistributionsRequest request) {
    int size = request.maxItems() == null ? 100 : Integer.parseInt(request.maxItems());
    Page<DistributionSummary> page = Page.of(summaries(), request.marker(), size);
    return ListDistributionsResponse.builder()
        .distributionList(list(page, request.marker(), size))
        .build();
  }

  private List<DistributionSummary> summaries() {
    return distributions.all().stream()
        .map(
            one ->
                Shapes.copy(
                        one.value(),
                        Shapes.copy(
                            one.value().distributionConfig(), DistributionSummary.builder()))
                    .webACLId(webAcl(one.value()))
                    .eTag(one.eTag())
                    .build())
        .toList();
  }

  private static DistributionList list(
      Page<DistributionSummary> page, @Nullable String marker, int size) {
    return DistributionList.builder()
        .marker(marker == null ? "" : marker)
        .nextMarker(page.next())
        .maxItems(size)
        .isTruncated(page.next() != null)
        .quantity(page.items().size())
        .items(page.items())
        .build();
  }

  /** The ids of the distributions that a web ACL protects. */
  public List<String> protectedBy(String webAclArn) {
    return all().stream()
        .filter(one -> webAcl(one).equals(webAclArn))
        .map(Distribution::id)
        .toList();
  }

  /** The ARN of a distribution's web ACL; empty where it has none. */
  static String webAcl(Distribution distribution) {
    return Objects.requireNonNullElse(distribution.distributionConfig().webACLId(), "");
  }

  @Override
  public ListDistributionsByWebAclIdResponse listDistributionsByWebACLId(
      ListDistributionsByWebAclIdRequest request) {
    List<DistributionSummary> all =
        summaries().stream().filter(one -> one.webACLId().equals(request.webACLId())).toList();
    int size = request.maxItems() == null ? 100 : Integer.parseInt(request.maxItems());
    Page<DistributionSummary> page = Page.of(all, request.marker(), size);
    return ListDistributionsByWebAclIdResponse.builder()
        .distributionList(list(page, request.marker(), size))
        .build();
  }

  @Override
  public CreateInvalidationResponse createInvalidation(CreateInvalidationRequest request) {
    distributions.get(request.distributionId());
    InvalidationBatch batch = request.invalidationBatch();
    if (batch == null || batch.paths() == null || batch.paths().items().isEmpty()) {
      throw CloudFrontErrors.invalid("An invalidation needs paths");
    }
    for (String path : batch.paths().items()) {
      int star = path.indexOf('*');
      if (!path.startsWith("/") || (star >= 0 && star < path.length() - 1)) {
        throw CloudFrontErrors.invalid(
            "Your request contains one or more invalid invalidation paths: " + path);
      }
    }
    Invalidation invalidation =
        Invalidation.builder()
            .id("I" + aws.ids().upper(25))
            .status("Completed")
            .createTime(aws.clock().instant())
            .invalidationBatch(batch)
            .build();
    invalidations
        .computeIfAbsent(request.distributionId(), any -> new CopyOnWriteArrayList<>())
        .add(invalidation);
    cache.invalidate(request.distributionId(), batch.paths().items());
    return CreateInvalidationResponse.builder()
        .invalidation(invalidation)
        .location(location(request.distributionId()) + "/invalidation/" + invalidation.id())
        .build();
  }

  @Override
  public GetInvalidationResponse getInvalidation(GetInvalidationRequest request) {
    return GetInvalidationResponse.builder()
        .invalidation(
            invalidations.getOrDefault(request.distributionId(), List.of()).stream()
                .filter(one -> one.id().equals(request.id()))
                .findFirst()
                .orElseThrow(
                    () ->
                        AwsError.of(
                            NoSuchInvalidationException.builder(),
                            "NoSuchInvalidation",
                            404,
                            "The specified invalidation does not exist.")))
        .build();
  }

  @Override
  public ListInvalidationsResponse listInvalidations(ListInvalidationsRequest request) {
    distributions.get(request.distributionId());
    List<InvalidationSummary> all =
        invalidations.getOrDefault(request.distributionId(), List.of()).stream()
            .map(one -> Shapes.copy(one, InvalidationSummary.builder()).build())
            .toList();
    return ListInvalidationsResponse.builder()
        .invalidationList(
            list ->
                list.marker("").maxItems(100).isTruncated(false).quantity(all.size()).items(all))
        .build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    List<Tag> items = tags.getOrDefault(tagged(request.resource()), List.of());
    return ListTagsForResourceResponse.builder().tags(all -> all.items(items)).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    tags.compute(
        tagged(request.resource()),
        (id, before) -> {
          Map<String, Tag> merged = new TreeMap<>();
          if (before != null) {
            before.forEach(tag -> merged.put(tag.key(), tag));
          }
          request.tags().items().forEach(tag -> merged.put(tag.key(), tag));
          return List.copyOf(merged.values());
        });
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    tags.computeIfPresent(
        tagged(request.resource()),
        (id, before) ->
            before.stream().filter(tag -> !request.tagKeys().items().contains(tag.key())).toList());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "cloudfront";
  }

  @Override
  public void close() {
    cache.clear();
    distributions.clear();
  }

  private Store.Versioned<Distribution> create(DistributionConfig config, List<Tag> given) {
    DistributionChecks.check(config, this);
    firewall(config);
    aliases(config, "");
    ViewerCertificates.check(config, aws);
    for (Distribution other : all()) {
      if (other.distributionConfig().callerReference().equals(config.callerReference())) {
        throw AwsError.of(
            DistributionAlreadyExistsException.builder(),
            "DistributionAlreadyExists",
            409,
            "The caller reference you attempted to create the distribution with is associated with"
                + " another distribution.");
      }
    }
    String id = "E" + aws.ids().upper(13);
    Distribution distribution =
        Distribution.builder()
            .id(id)
            .arn("arn:aws:cloudfront::" + aws.account() + ":distribution/" + id)
            .status("Deployed")
            .lastModifiedTime(aws.clock().instant())
            .inProgressInvalidationBatches(0)
            .domainName("d" + aws.ids().lower(13) + ".cloudfront.net")
            .activeTrustedSigners(signers -> signers.enabled(false).quantity(0))
            .activeTrustedKeyGroups(groups -> groups.enabled(false).quantity(0))
            .distributionConfig(config)
            .build();
    tags.put(id, List.copyOf(given));
    return distributions.add(id, distribution);
  }

  private void firewall(DistributionConfig config) {
    String acl = config.webACLId();
    if (acl != null && !acl.isEmpty() && !aws.peer(Waf.class, "us-east-1").knows(acl)) {
      throw AwsError.of(
          InvalidWebAclIdException.builder(),
          "InvalidWebACLId",
          400,
          "Web ACL is not accessible by the requester: " + acl);
    }
  }

  private void aliases(DistributionConfig config, String ownId) {
    if (config.aliases() == null) {
      return;
    }
    for (Distribution other : all()) {
      Aliases taken = other.distributionConfig().aliases();
      if (!other.id().equals(ownId)
          && taken != null
          && !Collections.disjoint(taken.items(), config.aliases().items())) {
        throw AwsError.of(
            CnameAlreadyExistsException.builder(),
            "CNAMEAlreadyExists",
            409,
            "One or more of the CNAMEs you provided are already associated with a different"
                + " resource.");
      }
    }
  }

  private String tagged(String arn) {
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    if (distributions.find(id).isEmpty()) {
      throw AwsError.of(
          NoSuchResourceException.builder(),
          "NoSuchResource",
          404,
          "The specified resource does not exist: " + arn);
    }
    return id;
  }

  private static String location(String id) {
    return "https://cloudfront.amazonaws.com/2020-05-31/distribution/" + id;
  }
}
