package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfigWithTags;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.Tag;

final class DistributionType implements ResourceType {

  /** The hosted zone of every distribution, from AWS's general reference. */
  private static final String HOSTED_ZONE = "Z2FDTNDATAQYW2";

  @Override
  public String name() {
    return "aws_cloudfront_distribution";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudFront Distribution")
        .forcesNew("staging")
        .defaults("http_version", "http2")
        .defaults("price_class", "PriceClass_All")
        .defaults("is_ipv6_enabled", false)
        .defaults("retain_on_delete", false)
        .defaults("staging", false)
        .defaults("wait_for_deployment", true)
        .defaults("origin.connection_attempts", 3)
        .defaults("origin.connection_timeout", 10)
        .defaults("origin.custom_origin_config.origin_keepalive_timeout", 5)
        .defaults("origin.custom_origin_config.origin_read_timeout", 30)
        .defaults("viewer_certificate.minimum_protocol_version", "TLSv1")
        .defaults("default_cache_behavior.compress", false)
        .defaults("ordered_cache_behavior.compress", false)
        .oneOf("price_class", "PriceClass_100", "PriceClass_200", "PriceClass_All")
        .oneOf("http_version", "http1.1", "http2", "http3", "http2and3")
        .oneOf(
            "default_cache_behavior.viewer_protocol_policy",
            "allow-all",
            "https-only",
            "redirect-to-https")
        .oneOf(
            "ordered_cache_behavior.viewer_protocol_policy",
            "allow-all",
            "https-only",
            "redirect-to-https")
        .sensitive("origin.custom_header.value")
        .member("origin_id", "Id")
        .member("name", "HeaderName")
        .member("value", "HeaderValue")
        .member("ordered_cache_behavior", "CacheBehaviors")
        .member("lambda_arn", "LambdaFunctionARN")
        .member("locations", "Items")
        .member("logging_config", "Logging")
        .untaken("logging_config", "trusted_key_groups", "trusted_signers", "etag", "arn", "status")
        .recomputed("etag")
        .recomputed("last_modified_time")
        .tags(Tagging.of(CloudFrontClient.class, "arn"));
  }

  @Override
  public void create(ResourceInstance it) {
    String reference = it.nameFrom("caller_reference", "caller_reference");
    DistributionConfig config = DistributionShape.write(it, reference);
    List<Tag> tags =
        it.tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    DistributionConfigWithTags whole =
        DistributionConfigWithTags.builder()
            .distributionConfig(config)
            .tags(all -> all.items(tags))
            .build();
    it.id(
        it.client(CloudFrontClient.class)
            .createDistributionWithTags(request -> request.distributionConfigWithTags(whole))
            .distribution()
            .id());
  }

  @Override
  public void read(ResourceInstance it) {
    GetDistributionResponse found =
        it.client(CloudFrontClient.class).getDistribution(request -> request.id(it.id()));
    Distribution distribution = found.distribution();
    it.take(distribution.distributionConfig());
    DistributionShape.read(it.values(), distribution.distributionConfig());
    Values values = it.values();
    values.set("arn", distribution.arn());
    values.set("domain_name", distribution.domainName());
    values.set("status", distribution.status());
    values.set("etag", found.eTag());
    values.set("hosted_zone_id", HOSTED_ZONE);
    values.set("in_progress_validation_batches", distribution.inProgressInvalidationBatches());
    values.set(
        "last_modified_time",
        distribution.lastModifiedTime() == null
            ? null
            : distribution.lastModifiedTime().toString());
    values.set("trusted_key_groups", List.of());
    values.set("trusted_signers", List.of());
  }

  @Override
  public void update(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    var current = cloudFront.getDistributionConfig(request -> request.id(it.id()));
    DistributionConfig config =
        DistributionShape.write(it, current.distributionConfig().callerReference());
    cloudFront.updateDistribution(
        request -> request.id(it.id()).ifMatch(current.eTag()).distributionConfig(config));
  }

  @Override
  public void delete(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    var current = cloudFront.getDistributionConfig(request -> request.id(it.id()));
    String etag = current.eTag();
    if (Boolean.TRUE.equals(current.distributionConfig().enabled())) {
      DistributionConfig off = current.distributionConfig().toBuilder().enabled(false).build();
      String before = etag;
      etag =
          cloudFront
              .updateDistribution(
                  request -> request.id(it.id()).ifMatch(before).distributionConfig(off))
              .eTag();
    }
    if (!it.values().bool("retain_on_delete")) {
      String last = etag;
      cloudFront.deleteDistribution(request -> request.id(it.id()).ifMatch(last));
    }
  }
}
