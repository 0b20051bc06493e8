package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.NotFound;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DescribeFunctionResponse;
import software.amazon.awssdk.services.cloudfront.model.FunctionConfig;
import software.amazon.awssdk.services.cloudfront.model.FunctionStage;
import software.amazon.awssdk.services.cloudfront.model.GetFunctionResponse;

final class FunctionType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudfront_function";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudFront Function")
        .forcesNew("name")
        .defaults("publish", true)
        .oneOf("runtime", "cloudfront-js-1.0", "cloudfront-js-2.0")
        .recomputed("etag")
        .recomputed("live_stage_etag")
        .recomputed("status")
        .imports(
            it -> {
              it.values().set("name", it.id());
              it.values().set("publish", true);
            });
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String name = values.string("name");
    String etag =
        cloudFront
            .createFunction(
                request -> request.name(name).functionConfig(wanted(it)).functionCode(code(values)))
            .eTag();
    it.id(name);
    publish(it, cloudFront, etag);
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String name = values.string("name");
    DescribeFunctionResponse found =
        cloudFront.describeFunction(request -> request.name(name).stage(FunctionStage.DEVELOPMENT));
    it.take(found.functionSummary().functionConfig());
    values.set("etag", found.eTag());
    values.set("arn", found.functionSummary().functionMetadata().functionARN());
    values.set("status", found.functionSummary().status());
    GetFunctionResponse code =
        cloudFront.getFunction(request -> request.name(name).stage(FunctionStage.DEVELOPMENT));
    values.set("code", code.functionCode().asUtf8String());
    values.set("live_stage_etag", liveEtag(cloudFront, name));
  }

  private static @Nullable String liveEtag(CloudFrontClient cloudFront, String name) {
    try {
      return cloudFront
          .describeFunction(request -> request.name(name).stage(FunctionStage.LIVE))
          .eTag();
    } catch (AwsServiceException error) {
      if (NotFound.is(error)) {
        return "";
      }
      throw error;
    }
  }

  @Override
  public void update(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String etag = it.prior().string("etag");
    if (it.changed("code", "comment", "runtime", "key_value_store_associations")) {
      String before = etag;
      etag =
          cloudFront
              .updateFunction(
                  request ->
                      request
                          .name(it.id())
                          .ifMatch(before)
                          .functionConfig(wanted(it))
                          .functionCode(code(it.values())))
              .eTag();
    }
    publish(it, cloudFront, etag);
  }

  @Override
  public void delete(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String etag =
        cloudFront
            .describeFunction(request -> request.name(it.id()).stage(FunctionStage.DEVELOPMENT))
            .eTag();
    cloudFront.deleteFunction(request -> request.name(it.id()).ifMatch(etag));
  }

  private static void publish(ResourceInstance it, CloudFrontClient cloudFront, String etag) {
    if (it.values().bool("publish")) {
      cloudFront.publishFunction(request -> request.name(it.id()).ifMatch(etag));
    }
  }

  private static FunctionConfig wanted(ResourceInstance it) {
    String comment = it.values().text("comment");
    return FunctionConfig.builder()
        .comment(comment == null ? "" : comment)
        .runtime(it.values().string("runtime"))
        .build();
  }

  private static SdkBytes code(Values values) {
    return SdkBytes.fromUtf8String(values.string("code"));
  }
}
