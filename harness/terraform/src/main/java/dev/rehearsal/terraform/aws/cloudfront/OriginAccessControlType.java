package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlConfig;

final class OriginAccessControlType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudfront_origin_access_control";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudFront Origin Access Control")
        .defaults("description", "Managed by Terraform")
        .oneOf("origin_access_control_origin_type", "lambda", "mediapackagev2", "mediastore", "s3")
        .oneOf("signing_behavior", "never", "always", "no-override")
        .oneOf("signing_protocol", "sigv4")
        .recomputed("etag");
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(CloudFrontClient.class)
            .createOriginAccessControl(request -> request.originAccessControlConfig(wanted(it)))
            .originAccessControl()
            .id());
  }

  @Override
  public void read(ResourceInstance it) {
    GetOriginAccessControlResponse found =
        it.client(CloudFrontClient.class).getOriginAccessControl(request -> request.id(it.id()));
    it.take(found.originAccessControl().originAccessControlConfig());
    it.values().set("etag", found.eTag());
    it.values().set("arn", CloudFrontTypes.arn(it.account(), "origin-access-control", it.id()));
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(CloudFrontClient.class)
        .updateOriginAccessControl(
            request ->
                request
                    .id(it.id())
                    .ifMatch(it.prior().text("etag"))
                    .originAccessControlConfig(wanted(it)));
  }

  @Override
  public void delete(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String etag = cloudFront.getOriginAccessControl(request -> request.id(it.id())).eTag();
    cloudFront.deleteOriginAccessControl(request -> request.id(it.id()).ifMatch(etag));
  }

  private static OriginAccessControlConfig wanted(ResourceInstance it) {
    return it.fill(OriginAccessControlConfig.builder()).build();
  }
}
