package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.http.Headers;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads from a bucket: signed as CloudFront where the origin has an access control. */
final class S3Origin {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private S3Origin() {}

  static OriginAnswer fetch(
      CloudFront cloudFront,
      Distribution distribution,
      Origin origin,
      String bucket,
      @Nullable String region,
      Origins.Ask ask) {
    if (!ask.method().equals("GET") && !ask.method().equals("HEAD")) {
      return error(
          405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    }
    Surroundings aws = cloudFront.surroundings();
    Caller caller = caller(cloudFront, distribution, origin, aws);
    S3Client s3 =
        region == null
            ? aws.client(S3Client.class, caller)
            : aws.client(S3Client.class, caller, region);
    String key;
    try {
      key = decode(ask.path().substring(1));
    } catch (IllegalArgumentException noEncoding) {
      return error(400, "InvalidURI", "Couldn't parse the specified URI.");
    }
    if (key.isEmpty()) {
      return error(403, "AccessDenied", "Access Denied");
    }
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    ask.headers().first("if-none-match").ifPresent(request::ifNoneMatch);
    try (ResponseInputStream<GetObjectResponse> stream = s3.getObject(request.build())) {
      return new OriginAnswer(200, headers(stream.response()), stream.readAllBytes());
    } catch (AwsServiceException refused) {
      if (refused.statusCode() == 304) {
        return new OriginAnswer(304, new Headers(), new byte[0]);
      }
      String code =
          refused.awsErrorDetails() == null
              ? "InternalError"
              : refused.awsErrorDetails().errorCode();
      String message =
          refused.awsErrorDetails() == null
              ? refused.getMessage()
              : refused.awsErrorDetails().errorMessage();
      return error(
          refused.statusCode() == 0 ? 500 : refused.statusCode(), code, String.valueOf(message));
    } catch (IOException | NoAnswer broken) {
      return OriginAnswer.error(
          502, "CloudFront wasn't able to connect to the origin.", String.valueOf(broken));
    }
  }

  private static Caller caller(
      CloudFront cloudFront, Distribution distribution, Origin origin, Surroundings aws) {
    String id = origin.originAccessControlId();
    if (id == null || id.isEmpty()) {
      return new Caller.Anonymous(aws.account());
    }
    boolean signs =
        cloudFront
            .accessControls
            .find(id)
            .filter(
                found ->
                    found.value().originAccessControlConfig().signingBehavior()
                        != OriginAccessControlSigningBehaviors.NEVER)
            .isPresent();
    return signs
        ? aws.service("cloudfront.amazonaws.com", distribution.arn())
        : new Caller.Anonymous(aws.account());
  }

  private static Headers headers(GetObjectResponse object) {
    Headers headers = new Headers();
    put(headers, "content-type", object.contentType());
    put(headers, "etag", object.eTag());
    put(headers, "cache-control", object.cacheControl());
    put(headers, "content-encoding", object.contentEncoding());
    put(headers, "content-disposition", object.contentDisposition());
    put(headers, "content-language", object.contentLanguage());
    put(headers, "expires", object.expiresString());
    put(headers, "x-amz-version-id", object.versionId());
    put(headers, "x-amz-server-side-encryption", object.serverSideEncryptionAsString());
    if (object.lastModified() != null) {
      headers.set("last-modified", HTTP_DATE.format(object.lastModified()));
    }
    if (object.hasMetadata()) {
      object.metadata().forEach((name, value) -> headers.set("x-amz-meta-" + name, value));
    }
    headers.set("accept-ranges", "bytes");
    headers.set("server", "AmazonS3");
    return headers;
  }

  private static void put(Headers headers, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      headers.set(name, value);
    }
  }

  private static OriginAnswer error(int status, String code, String message) {
    OriginAnswer answer =
        OriginAnswer.of(
            status,
            "application/xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                + code
                + "</Code><Message>"
                + message.replace("&", "&amp;").replace("<", "&lt;")
                + "</Message></Error>");
    answer.headers().set("server", "AmazonS3");
    return answer;
  }

  private static String decode(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
