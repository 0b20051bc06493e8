package dev.rehearsal.cloud.s3control;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.s3.S3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3control.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3control.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3control.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3control.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.s3control.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.s3control.model.NoSuchPublicAccessBlockConfigurationException;
import software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3control.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3control.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import software.amazon.awssdk.services.s3control.model.Tag;
import software.amazon.awssdk.services.s3control.model.TagResourceRequest;
import software.amazon.awssdk.services.s3control.model.TagResourceResponse;
import software.amazon.awssdk.services.s3control.model.UntagResourceRequest;
import software.amazon.awssdk.services.s3control.model.UntagResourceResponse;

/** Amazon S3 Control: the tags of buckets and the account's public access block. */
public final class S3Control implements S3ControlClient {

  private static final String BUCKET = "arn:aws:s3:::";

  private final Surroundings aws;

  public S3Control(Surroundings aws) {
    this.aws = aws;
  }

  private S3 s3() {
    return aws.peer(S3.class, aws.region());
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    checkAccount(request.accountId());
    return ListTagsForResourceResponse.builder()
        .tags(
            tags(bucket(request.resourceArn())).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    checkAccount(request.accountId());
    String bucket = bucket(request.resourceArn());
    Map<String, String> tags = tags(bucket);
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    setTags(bucket, tags);
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    checkAccount(request.accountId());
    String bucket = bucket(request.resourceArn());
    Map<String, String> tags = tags(bucket);
    request.tagKeys().forEach(tags::remove);
    setTags(bucket, tags);
    return UntagResourceResponse.builder().build();
  }

  private Map<String, String> tags(String bucket) {
    Map<String, String> tags = new TreeMap<>();
    s3().bucketTags(bucket).forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  private void setTags(String bucket, Map<String, String> tags) {
    List<software.amazon.awssdk.services.s3.model.Tag> all = new ArrayList<>();
    tags.forEach(
        (key, value) ->
            all.add(
                software.amazon.awssdk.services.s3.model.Tag.builder()
                    .key(key)
                    .value(value)
                    .build()));
    s3().setBucketTags(bucket, all);
  }

  private static String bucket(@Nullable String arn) {
    if (arn == null || !arn.startsWith(BUCKET) || arn.contains("/")) {
      throw AwsError.of(
          S3ControlException.builder(),
          "NotImplemented",
          501,
          "The embedded S3 Control tags buckets only, not " + arn + ".");
    }
    return arn.substring(BUCKET.length());
  }

  @Override
  public GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest request) {
    checkAccount(request.accountId());
    var block = s3().accountPublicAccessBlock();
    if (block.isEmpty()) {
      throw AwsError.of(
          NoSuchPublicAccessBlockConfigurationException.builder(),
          "NoSuchPublicAccessBlockConfiguration",
          404,
          "The public access block configuration was not found");
    }
    return GetPublicAccessBlockResponse.builder()
        .publicAccessBlockConfiguration(
            PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(block.get().blockPublicAcls())
                .ignorePublicAcls(block.get().ignorePublicAcls())
                .blockPublicPolicy(block.get().blockPublicPolicy())
                .restrictPublicBuckets(block.get().restrictPublicBuckets())
                .build())
        .build();
  }

  @Override
  public PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest request) {
    checkAccount(request.accountId());
    PublicAccessBlockConfiguration asked = request.publicAccessBlockConfiguration();
    s3().setAccountPublicAccessBlock(
            software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(Boolean.TRUE.equals(asked.blockPublicAcls()))
                .ignorePublicAcls(Boolean.TRUE.equals(asked.ignorePublicAcls()))
                .blockPublicPolicy(Boolean.TRUE.equals(asked.blockPublicPolicy()))
                .restrictPublicBuckets(Boolean.TRUE.equals(asked.restrictPublicBuckets()))
                .build());
    return PutPublicAccessBlockResponse.builder().build();
  }

  @Override
  public DeletePublicAccessBlockResponse deletePublicAccessBlock(
      DeletePublicAccessBlockRequest request) {
    checkAccount(request.accountId());
    s3().setAccountPublicAccessBlock(null);
    return DeletePublicAccessBlockResponse.builder().build();
  }

  private void checkAccount(@Nullable String account) {
    if (account != null && !account.equals(aws.account())) {
      throw AwsError.of(S3ControlException.builder(), "AccessDenied", 403, "Access Denied");
    }
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}
}
