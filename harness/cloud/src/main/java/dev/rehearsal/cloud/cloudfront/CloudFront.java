package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;

/** Amazon CloudFront. */
public final class CloudFront implements CloudFrontClient {

  public CloudFront(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "cloudfront";
  }

  @Override
  public void close() {}
}
