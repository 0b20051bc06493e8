package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of S3. */
public final class S3Types {

  private S3Types() {}

  public static List<ResourceType> resources() {
    return List.of(
        new Bucket(),
        new BucketEncryption(),
        new BucketLifecycle(),
        new BucketLogging(),
        new BucketOwnership(),
        new BucketPolicy(),
        new BucketPublicAccessBlock(),
        new BucketVersioning());
  }

  public static List<DataSource> dataSources() {
    return List.of(new BucketData());
  }
}
