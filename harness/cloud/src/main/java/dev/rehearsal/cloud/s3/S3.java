package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.s3.S3Client;

/** Amazon S3. */
public final class S3 implements S3Client {

  public S3(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}
}
