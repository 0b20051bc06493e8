package dev.rehearsal.cloud.s3control;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** Amazon S3 Control. */
public final class S3Control implements S3ControlClient {

  public S3Control(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "s3control";
  }

  @Override
  public void close() {}
}
