package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;

/** The body of an S3 request: perhaps in chunks, with checksums before or behind it. */
final class S3Body {

  private final HttpRequest request;
  private final OperationPlan plan;
  private final Headers headers;
  private final boolean chunked;
  private final List<BodyCheck> checks;

  S3Body(HttpRequest request, OperationPlan plan, SdkPojo builder) {
    this.request = request;
    this.plan = plan;
    String hash = request.header("x-amz-content-sha256").orElse("");
    String encoding = request.header("content-encoding").orElse("");
    this.chunked = hash.startsWith("STREAMING-") || encoding.contains("aws-chunked");
    this.checks = checksObject(builder) ? List.of() : BodyCheck.of(request.headers());
    this.headers = plainHeaders(encoding);
  }

  /** The headers as they would be without the chunks. */
  Headers headers() {
    return headers;
  }

  /**
   * The body as a stream that checks itself as it is read.
   *
   * @param signingKey checks the chunks' signatures; null where they are not checked
   */
  RequestBody stream(@Nullable Signature signature, byte @Nullable [] signingKey) {
    String length = headers.first("content-length").orElse(null);
    if (length == null) {
      throw AwsError.of(
          "MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
    }
    long bytes = (Long) length(length);
    InputStream body = request.body();
    java.util.function.Function<String, @Nullable String> trailers = name -> null;
    if (chunked) {
      boolean signed = request.header("x-amz-content-sha256").orElse("").contains("AWS4-HMAC");
      AwsChunkedStream chunks =
          new AwsChunkedStream(
              body,
              signed && signature != null && signingKey != null
                  ? new AwsChunkedStream.ChunkSigner(signingKey, signature)
                  : null);
      body = chunks;
      trailers = chunks::trailer;
    }
    InputStream checked = new CheckedBody(body, bytes, checks, trailers);
    AtomicBoolean given = new AtomicBoolean();
    return RequestBody.fromContentProvider(
        () -> {
          if (given.getAndSet(true)) {
            throw new IllegalStateException(
                "The body of " + plan.operation() + " was read before.");
          }
          return checked;
        },
        bytes,
        headers.first("content-type").orElse("application/octet-stream"));
  }

  /** A body that was read, after its checks. */
  byte[] checked(byte[] body) throws IOException {
    byte[] plain = body;
    java.util.function.Function<String, @Nullable String> trailers = name -> null;
    if (chunked) {
      AwsChunkedStream chunks = new AwsChunkedStream(new java.io.ByteArrayInputStream(body), null);
      plain = chunks.readAllBytes();
      trailers = chunks::trailer;
    }
    for (BodyCheck check : checks) {
      check.update(plain, 0, plain.length);
      check.finish(trailers);
    }
    return plain;
  }

  private static Object length(String text) {
    try {
      long length = Long.parseLong(text.strip());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException notOne) {
      throw AwsError.of("InvalidArgument", 400, "The length of the body is not a number.");
    }
    throw AwsError.of("InvalidArgument", 400, "The length of the body is negative.");
  }

  /** CompleteMultipartUpload's checksum is that of the object, not of the request. */
  private boolean checksObject(SdkPojo builder) {
    return plan.operation().name().equals("CompleteMultipartUpload")
        && Shape.of(builder).payload() != null;
  }

  private Headers plainHeaders(String encoding) {
    Headers plain = request.headers().copy();
    request.header("x-amz-decoded-content-length").ifPresent(l -> plain.set("content-length", l));
    if (encoding.contains("aws-chunked")) {
      String rest =
          List.of(encoding.split(",", -1)).stream()
              .map(String::strip)
              .filter(each -> !each.equals("aws-chunked") && !each.isEmpty())
              .collect(java.util.stream.Collectors.joining(","));
      plain.remove("content-encoding");
      if (!rest.isEmpty()) {
        plain.set("content-encoding", rest);
      }
    }
    // A checksum behind the body has no header before it: its algorithm is told so to the service.
    for (BodyCheck check : checks) {
      check
          .algorithm()
          .filter(algorithm -> !plain.contains("x-amz-sdk-checksum-algorithm"))
          .ifPresent(
              algorithm ->
                  plain.set("x-amz-sdk-checksum-algorithm", algorithm.toUpperCase(Locale.ROOT)));
    }
    return plain;
  }
}
