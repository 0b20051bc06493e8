package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.VersioningConfiguration;

final class BucketVersioning extends BucketSetting {

  private static final String DISABLED = "Disabled";

  BucketVersioning() {
    super("aws_s3_bucket_versioning", "S3 Bucket Versioning");
  }

  @Override
  public void declare(Rules rules) {
    super.declare(rules);
    rules
        .oneOf("versioning_configuration.status", "Enabled", "Suspended", DISABLED)
        .member("mfa_delete", "MFADelete");
  }

  @Override
  void put(ResourceInstance it, String bucket) {
    Values wanted = it.values().block("versioning_configuration").orElseThrow();
    // A bucket that never had versioning is "Disabled": AWS knows that state, but no such argument.
    if (!wanted.string("status").equals(DISABLED)) {
      VersioningConfiguration versioning =
          it.fill(VersioningConfiguration.builder(), wanted).build();
      it.client(S3Client.class)
          .putBucketVersioning(
              request ->
                  request
                      .bucket(bucket)
                      .mfa(it.values().text("mfa"))
                      .versioningConfiguration(versioning));
    }
  }

  @Override
  public void read(ResourceInstance it) {
    GetBucketVersioningResponse found =
        it.client(S3Client.class).getBucketVersioning(request -> request.bucket(it.id()));
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("status", found.status() == null ? DISABLED : found.statusAsString());
    block.put("mfa_delete", found.mfaDelete() == null ? "" : found.mfaDeleteAsString());
    it.values().set("versioning_configuration", List.of(block));
  }

  @Override
  public void delete(ResourceInstance it) {
    boolean enabled =
        it.values()
            .block("versioning_configuration")
            .filter(block -> "Enabled".equals(block.text("status")))
            .isPresent();
    if (enabled) {
      it.client(S3Client.class)
          .putBucketVersioning(
              request ->
                  request
                      .bucket(it.id())
                      .versioningConfiguration(versioning -> versioning.status("Suspended")));
    }
  }
}
