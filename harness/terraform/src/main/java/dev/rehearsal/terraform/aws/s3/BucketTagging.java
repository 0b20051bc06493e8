package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.NotFound;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/** S3 knows a bucket's tags as a whole only. */
final class BucketTagging implements Tagging {

  @Override
  public Map<String, String> list(ResourceInstance it) {
    Map<String, String> tags = new LinkedHashMap<>();
    try {
      it.client(S3Client.class)
          .getBucketTagging(request -> request.bucket(it.id()))
          .tagSet()
          .forEach(tag -> tags.put(tag.key(), tag.value()));
    } catch (AwsServiceException error) {
      if (!NotFound.is(error)) {
        throw error;
      }
    }
    return tags;
  }

  @Override
  public void change(ResourceInstance it, Map<String, String> set, List<String> remove) {
    Map<String, String> all = list(it);
    all.keySet().removeAll(remove);
    all.putAll(set);
    S3Client s3 = it.client(S3Client.class);
    if (all.isEmpty()) {
      s3.deleteBucketTagging(request -> request.bucket(it.id()));
      return;
    }
    List<Tag> tags =
        all.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    s3.putBucketTagging(request -> request.bucket(it.id()).tagging(whole -> whole.tagSet(tags)));
  }
}
