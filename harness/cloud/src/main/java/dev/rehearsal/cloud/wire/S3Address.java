package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.HttpRequest;
import java.util.Locale;

/** Finds the bucket of an S3 request, in its host name or in its path. */
final class S3Address {

  private S3Address() {}

  /** The request's path as it is with the bucket in it. */
  static String path(HttpRequest request) {
    String bucket = bucketOfHost(request.header("host").orElse(""));
    return bucket.isEmpty() ? request.path() : "/" + bucket + request.path();
  }

  /**
   * {@code bucket.s3.region.amazonaws.com}, {@code bucket.s3.localhost}, {@code bucket.localhost}.
   */
  static String bucketOfHost(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    String host =
        (colon < 0 || hostAndPort.endsWith("]") ? hostAndPort : hostAndPort.substring(0, colon))
            .toLowerCase(Locale.ROOT);
    if (host.startsWith("s3.") || host.startsWith("s3-")) {
      return "";
    }
    int service = Math.max(host.lastIndexOf(".s3."), host.lastIndexOf(".s3-"));
    if (service > 0) {
      return host.substring(0, service);
    }
    return host.endsWith(".localhost")
        ? host.substring(0, host.length() - ".localhost".length())
        : "";
  }
}
