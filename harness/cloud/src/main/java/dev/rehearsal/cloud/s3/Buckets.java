package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/** The buckets of one account, in all regions, and what their operations share. */
final class Buckets {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  /** Where calls that name no region arrive: it leads to buckets everywhere. */
  private static final String GLOBAL = "us-east-1";

  final Surroundings aws;
  final ContentStore contents;
  final Encryption encryption;
  private final NavigableMap<String, Bucket> known = new ConcurrentSkipListMap<>();
  private volatile @Nullable PublicAccessBlockConfiguration accountBlock;

  Buckets(Surroundings aws) {
    this.aws = aws;
    this.contents = new ContentStore(aws);
    this.encryption = new Encryption(aws);
  }

  NavigableMap<String, Bucket> all() {
    return known;
  }

  @Nullable PublicAccessBlockConfiguration accountBlock() {
    return accountBlock;
  }

  void setAccountBlock(@Nullable PublicAccessBlockConfiguration block) {
    this.accountBlock = block;
  }

  static void checkName(String name) {
    boolean valid =
        NAME.matcher(name).matches()
            && !ADDRESS.matcher(name).matches()
            && !name.contains("..")
            && !name.startsWith("xn--")
            && !name.startsWith("sthree-")
            && !name.startsWith("amzn-s3-demo-")
            && !name.endsWith("-s3alias")
            && !name.endsWith("--ol-s3");
    if (!valid) {
      throw S3Errors.of("InvalidBucketName", 400, "The specified bucket is not valid.");
    }
  }

  /** Adds a bucket; answers false where it stood already in us-east-1, which S3 lets pass. */
  boolean add(Bucket bucket) {
    Bucket before = known.putIfAbsent(bucket.name, bucket);
    if (before != null && !(before.region.equals(GLOBAL) && bucket.region.equals(GLOBAL))) {
      throw AwsError.of(
          BucketAlreadyOwnedByYouException.builder(),
          "BucketAlreadyOwnedByYou",
          409,
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    return before == null;
  }

  void remove(Bucket bucket) {
    known.remove(bucket.name, bucket);
  }

  @Nullable Bucket find(@Nullable String name) {
    return name == null ? null : known.get(name);
  }

  /** The bucket that the current call is about. */
  Bucket get(@Nullable String name) {
    Bucket bucket = find(name);
    if (bucket == null) {
      throw S3Errors.noSuchBucket();
    }
    AwsCall call = CallScope.current().orElse(null);
    if (call != null) {
      if (!call.region().equals(bucket.region) && !call.region().equals(GLOBAL)) {
        throw S3Errors.of(
            "PermanentRedirect",
            301,
            "The bucket you are attempting to access must be addressed using the specified"
                + " endpoint. Please send all future requests to this endpoint: "
                + bucket.name
                + ".s3."
                + bucket.region
                + ".amazonaws.com");
      }
      Object owner =
          Members.read(call.request(), Set.of("ExpectedBucketOwner")).get("ExpectedBucketOwner");
      if (owner != null && !owner.equals(aws.account())) {
        throw S3Errors.denied("Access Denied");
      }
    }
    return bucket;
  }

  /** The region that the current call was sent to. */
  static String callRegion() {
    return CallScope.current().map(AwsCall::region).orElse(GLOBAL);
  }

  /** The account's canonical user id. */
  String ownerId() {
    Digest digest = Digest.of("SHA256");
    byte[] account = aws.account().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    digest.update(account, 0, account.length);
    return java.util.HexFormat.of().formatHex(digest.value());
  }

  /** What is blocked for a bucket: its own block and the account's together. */
  PublicAccessBlockConfiguration blocked(Bucket bucket) {
    PublicAccessBlockConfiguration own =
        (PublicAccessBlockConfiguration)
            bucket.configurations.get(Configuration.PUBLIC_ACCESS_BLOCK);
    PublicAccessBlockConfiguration account = accountBlock;
    return PublicAccessBlockConfiguration.builder()
        .blockPublicAcls(
            on(own, PublicAccessBlockConfiguration::blockPublicAcls)
                || on(account, PublicAccessBlockConfiguration::blockPublicAcls))
        .ignorePublicAcls(
            on(own, PublicAccessBlockConfiguration::ignorePublicAcls)
                || on(account, PublicAccessBlockConfiguration::ignorePublicAcls))
        .blockPublicPolicy(
            on(own, PublicAccessBlockConfiguration::blockPublicPolicy)
                || on(account, PublicAccessBlockConfiguration::blockPublicPolicy))
        .restrictPublicBuckets(
            on(own, PublicAccessBlockConfiguration::restrictPublicBuckets)
                || on(account, PublicAccessBlockConfiguration::restrictPublicBuckets))
        .build();
  }

  private static boolean on(
      @Nullable PublicAccessBlockConfiguration block,
      java.util.function.Function<PublicAccessBlockConfiguration, Boolean> setting) {
    return block != null && Boolean.TRUE.equals(setting.apply(block));
  }

  void close() {
    known.values().forEach(Bucket::clear);
    known.clear();
  }

  /** A request's tags in the form of an {@code x-amz-tagging} header. */
  static Map<String, String> tags(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return Map.of();
    }
    Map<String, String> tags = new java.util.TreeMap<>();
    for (String pair : header.split("&", -1)) {
      int equals = pair.indexOf('=');
      tags.put(
          tag(equals < 0 ? pair : pair.substring(0, equals)),
          equals < 0 ? "" : tag(pair.substring(equals + 1)));
    }
    return tags;
  }

  private static String tag(String text) {
    return decode(
        text,
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters"
            + " without tag name duplicates.");
  }

  /**
   * Undoes percent-encoding.
   *
   * @param broken what is told where the encoding is broken
   */
  static String decode(String text, String broken) {
    try {
      return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noEncoding) {
      throw S3Errors.invalid(broken);
    }
  }
}
