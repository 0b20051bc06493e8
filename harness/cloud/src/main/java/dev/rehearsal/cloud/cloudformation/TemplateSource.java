package dev.rehearsal.cloud.cloudformation;

import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/** Where a template's text comes from: the request itself, or an object of S3. */
final class TemplateSource {

  private static final int LONGEST_BODY = 51_200;
  private static final int LONGEST_OBJECT = 1_000_000;

  /** The hosts of S3, in both styles; the first group is the bucket, where the host has it. */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:(.+)\\.)?s3(?:[.-](?:dualstack\\.)?[a-z]{2}(?:-[a-z]+)+-\\d)?\\.amazonaws\\.com");

  private static final Pattern HERE =
      Pattern.compile("(?:(.+)\\.s3\\.)?(?:localhost|127\\.0\\.0\\.1)");
  private static final Pattern PATH = Pattern.compile("/([^/]+)/(.+)");
  private static final Pattern VERSION = Pattern.compile("(?:^|&)versionId=([^&]+)");

  private final Surroundings aws;

  TemplateSource(Surroundings aws) {
    this.aws = aws;
  }

  /**
   * The text; an object is read as the caller.
   *
   * @throws AwsServiceException where there is none, or it is too long
   */
  String text(@Nullable String body, @Nullable String url, Caller caller) {
    String written = body == null ? "" : body;
    if (url != null && !url.isEmpty()) {
      if (!written.isEmpty()) {
        throw StackErrors.invalid("You cannot specify both Template Body and Template URL.");
      }
      return object(url, caller);
    }
    if (written.isEmpty()) {
      throw StackErrors.invalid("Either Template URL or Template Body must be specified.");
    }
    if (written.length() > LONGEST_BODY) {
      throw StackErrors.invalid(
          "1 validation error detected: Value at 'templateBody' failed to satisfy constraint:"
              + " Member must have length less than or equal to "
              + LONGEST_BODY);
    }
    return written;
  }

  private String object(String url, Caller caller) {
    URI uri = uri(url);
    String path = uri.getRawPath();
    Matcher host = HOST.matcher(uri.getHost());
    @Nullable String bucket = null;
    if (host.matches()) {
      bucket = host.group(1);
    } else {
      Matcher here = HERE.matcher(uri.getHost());
      boolean own =
          aws.endpoints()
              .find(Endpoints.Server.AWS)
              .filter(endpoint -> endpoint.getPort() == uri.getPort())
              .isPresent();
      if (!here.matches() || !own) {
        throw unsupported();
      }
      bucket = here.group(1);
    }
    if (bucket == null) {
      Matcher parts = PATH.matcher(path);
      if (!parts.matches()) {
        throw unsupported();
      }
      return read(parts.group(1), parts.group(2), uri.getRawQuery(), caller);
    }
    return read(bucket, path.substring(1), uri.getRawQuery(), caller);
  }

  private String read(String bucket, String key, @Nullable String query, Caller caller) {
    Matcher version = VERSION.matcher(query == null ? "" : query);
    @Nullable String versionId = version.find() ? version.group(1) : null;
    byte[] bytes;
    try {
      bytes =
          aws.client(S3Client.class, caller)
              .getObjectAsBytes(get -> get.bucket(bucket).key(decoded(key)).versionId(versionId))
              .asByteArray();
    } catch (AwsServiceException refused) {
      throw StackErrors.invalid(
          "S3 error: "
              + refused.awsErrorDetails().errorMessage()
              + "\nFor more information check"
              + " http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
    }
    if (bytes.length > LONGEST_OBJECT) {
      throw StackErrors.invalid("Template may not exceed " + LONGEST_OBJECT + " bytes in size.");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String decoded(String key) {
    return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static URI uri(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null || uri.getRawPath() == null || uri.getRawPath().length() < 2) {
        throw unsupported();
      }
      return uri;
    } catch (URISyntaxException broken) {
      throw unsupported();
    }
  }

  private static AwsServiceException unsupported() {
    return StackErrors.invalid("TemplateURL must be a supported URL.");
  }
}
