package dev.rehearsal.cloud.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

final class S3Test {

  private static final Caller ROOT = new Caller.Root("123456789012", null);
  private static final String SITE = "t2s-dev-frontend";

  private final Cloud cloud;
  private final S3Client s3;

  S3Test(@TempDir Path folder) {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    s3 = cloud.client(S3Client.class, ROOT, "eu-west-1");
  }

  @BeforeEach
  void createTheBucket() {
    s3.createBucket(
        c -> c.bucket(SITE).createBucketConfiguration(l -> l.locationConstraint("eu-west-1")));
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Nested
  final class Buckets {

    @Test
    void keepTheirRegion() {
      assertEquals("eu-west-1", s3.headBucket(h -> h.bucket(SITE)).bucketRegion());
      S3Client elsewhere = cloud.client(S3Client.class, ROOT, "eu-central-1");
      assertEquals(
          "eu-west-1",
          elsewhere.getBucketLocation(g -> g.bucket(SITE)).locationConstraintAsString());
      fails("PermanentRedirect", 301, () -> elsewhere.listObjectsV2(l -> l.bucket(SITE)));
      fails(
          "IllegalLocationConstraintException",
          400,
          () -> s3.createBucket(c -> c.bucket("another-bucket")));
      fails(
          "BucketAlreadyOwnedByYou",
          409,
          () ->
              s3.createBucket(
                  c ->
                      c.bucket(SITE)
                          .createBucketConfiguration(l -> l.locationConstraint("eu-west-1"))));
      fails("InvalidBucketName", 400, () -> s3.createBucket(c -> c.bucket("Upper_Case")));
    }

    @Test
    void areDeletedOnlyWhenEmpty() {
      put("index.html", "hello");
      fails("BucketNotEmpty", 409, () -> s3.deleteBucket(d -> d.bucket(SITE)));
      s3.deleteObject(d -> d.bucket(SITE).key("index.html"));
      s3.deleteBucket(d -> d.bucket(SITE));
      fails("NotFound", 404, () -> s3.headBucket(h -> h.bucket(SITE)));
      assertTrue(s3.listBuckets().buckets().isEmpty());
    }

    @Test
    void startPrivateAndEncrypted() {
      assertTrue(
          s3.getPublicAccessBlock(g -> g.bucket(SITE))
              .publicAccessBlockConfiguration()
              .blockPublicPolicy());
      assertEquals(
          "BucketOwnerEnforced",
          s3.getBucketOwnershipControls(g -> g.bucket(SITE))
              .ownershipControls()
              .rules()
              .get(0)
              .objectOwnershipAsString());
      assertEquals(
          "AES256",
          s3.getBucketEncryption(g -> g.bucket(SITE))
              .serverSideEncryptionConfiguration()
              .rules()
              .get(0)
              .applyServerSideEncryptionByDefault()
              .sseAlgorithmAsString());
      assertEquals("BucketOwner", s3.getBucketRequestPayment(g -> g.bucket(SITE)).payerAsString());
      assertNull(s3.getBucketVersioning(g -> g.bucket(SITE)).status());
      assertEquals(1, s3.getBucketAcl(g -> g.bucket(SITE)).grants().size());
    }

    @Test
    void sayWhatIsNotConfigured() {
      fails("NoSuchBucketPolicy", 404, () -> s3.getBucketPolicy(g -> g.bucket(SITE)));
      fails("NoSuchCORSConfiguration", 404, () -> s3.getBucketCors(g -> g.bucket(SITE)));
      fails("NoSuchTagSet", 404, () -> s3.getBucketTagging(g -> g.bucket(SITE)));
      fails(
          "NoSuchLifecycleConfiguration",
          404,
          () -> s3.getBucketLifecycleConfiguration(g -> g.bucket(SITE)));
      fails("NoSuchWebsiteConfiguration", 404, () -> s3.getBucketWebsite(g -> g.bucket(SITE)));
      fails(
          "ObjectLockConfigurationNotFoundError",
          404,
          () -> s3.getObjectLockConfiguration(g -> g.bucket(SITE)));
      fails(
          "ReplicationConfigurationNotFoundError",
          404,
          () -> s3.getBucketReplication(g -> g.bucket(SITE)));
    }

    @Test
    void answerTheConfigurationsPutBefore() {
      s3.putBucketCors(
          p ->
              p.bucket(SITE)
                  .corsConfiguration(
                      c -> c.corsRules(r -> r.allowedMethods("GET").allowedOrigins("*"))));
      assertEquals(
          List.of("GET"),
          s3.getBucketCors(g -> g.bucket(SITE)).corsRules().get(0).allowedMethods());
      s3.deleteBucketCors(d -> d.bucket(SITE));
      fails("NoSuchCORSConfiguration", 404, () -> s3.getBucketCors(g -> g.bucket(SITE)));

      s3.putBucketLifecycleConfiguration(
          p ->
              p.bucket(SITE)
                  .lifecycleConfiguration(
                      l ->
                          l.rules(
                              r ->
                                  r.id("old")
                                      .status("Enabled")
                                      .filter(f -> f.prefix(""))
                                      .expiration(e -> e.days(30)))));
      assertEquals(
          30,
          s3.getBucketLifecycleConfiguration(g -> g.bucket(SITE))
              .rules()
              .get(0)
              .expiration()
              .days());
    }

    @Test
    void refusePublicPoliciesWhileTheyAreBlocked() {
      String open = policy("\"Principal\":\"*\"");
      AwsServiceException refused =
          fails("AccessDenied", 403, () -> s3.putBucketPolicy(p -> p.bucket(SITE).policy(open)));
      assertTrue(refused.awsErrorDetails().errorMessage().contains("BlockPublicPolicy"));
      s3.putBucketPolicy(
          p ->
              p.bucket(SITE)
                  .policy(policy("\"Principal\":{\"Service\":\"cloudfront.amazonaws.com\"}")));
      assertFalse(s3.getBucketPolicyStatus(g -> g.bucket(SITE)).policyStatus().isPublic());

      s3.deletePublicAccessBlock(d -> d.bucket(SITE));
      s3.putBucketPolicy(p -> p.bucket(SITE).policy(open));
      assertTrue(s3.getBucketPolicyStatus(g -> g.bucket(SITE)).policyStatus().isPublic());
      S3 service = cloud.peer(S3.class, "123456789012", "us-east-1");
      assertEquals(
          open, service.resourcePolicy("arn:aws:s3:::" + SITE + "/index.html").orElseThrow());
      s3.putPublicAccessBlock(
          p -> p.bucket(SITE).publicAccessBlockConfiguration(b -> b.restrictPublicBuckets(true)));
      assertTrue(
          service
              .resourcePolicy("arn:aws:s3:::" + SITE)
              .orElseThrow()
              .contains("\"Effect\":\"Deny\""));
      fails(
          "MalformedPolicy",
          400,
          () -> s3.putBucketPolicy(p -> p.bucket(SITE).policy("{\"Statement\":[]}")));
    }

    private String policy(String principal) {
      return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + principal
          + ",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::"
          + SITE
          + "/*\"}]}";
    }
  }

  @Nested
  final class ObjectsOf {

    @Test
    void comeBackWithWhatWasSaidOfThem() {
      s3.putObject(
          p ->
              p.bucket(SITE)
                  .key("index.html")
                  .contentType("text/html")
                  .cacheControl("max-age=60")
                  .metadata(Map.of("build", "7"))
                  .tagging("team=shop&env=dev"),
          RequestBody.fromString("hello"));
      ResponseBytes<GetObjectResponse> got =
          s3.getObjectAsBytes(g -> g.bucket(SITE).key("index.html"));
      assertEquals("hello", got.asUtf8String());
      assertEquals("text/html", got.response().contentType());
      assertEquals("max-age=60", got.response().cacheControl());
      assertEquals(Map.of("build", "7"), got.response().metadata());
      assertEquals("\"5d41402abc4b2a76b9719d911017c592\"", got.response().eTag());
      assertEquals("AES256", got.response().serverSideEncryptionAsString());
      assertEquals(2, got.response().tagCount());
      assertNull(got.response().versionId());
      HeadObjectResponse head = s3.headObject(h -> h.bucket(SITE).key("index.html"));
      assertEquals(5, head.contentLength());
      fails("NoSuchKey", 404, () -> get("missing"));
      fails("NotFound", 404, () -> s3.headObject(h -> h.bucket(SITE).key("missing")));
      fails(
          "NoSuchBucket", 404, () -> s3.getObjectAsBytes(g -> g.bucket("nowhere-at-all").key("a")));
    }

    @Test
    void areReadInRanges() {
      put("digits", "0123456789");
      ResponseBytes<GetObjectResponse> part =
          s3.getObjectAsBytes(g -> g.bucket(SITE).key("digits").range("bytes=2-4"));
      assertEquals("234", part.asUtf8String());
      assertEquals("bytes 2-4/10", part.response().contentRange());
      assertEquals(
          "89",
          s3.getObjectAsBytes(g -> g.bucket(SITE).key("digits").range("bytes=-2")).asUtf8String());
      fails(
          "InvalidRange",
          416,
          () -> s3.getObjectAsBytes(g -> g.bucket(SITE).key("digits").range("bytes=10-")));
    }

    @Test
    void obeyConditions() {
      String etag = put("a", "1").eTag();
      fails(
          "PreconditionFailed",
          412,
          () ->
              s3.putObject(
                  p -> p.bucket(SITE).key("a").ifNoneMatch("*"), RequestBody.fromString("2")));
      fails("304", 304, () -> s3.getObjectAsBytes(g -> g.bucket(SITE).key("a").ifNoneMatch(etag)));
      fails(
          "PreconditionFailed",
          412,
          () -> s3.getObjectAsBytes(g -> g.bucket(SITE).key("a").ifMatch("\"other\"")));
      s3.putObject(p -> p.bucket(SITE).key("a").ifMatch(etag), RequestBody.fromString("2"));
      assertEquals("2", get("a"));
    }

    @Test
    void carryTheirChecksums() {
      CRC32 crc = new CRC32();
      crc.update("hello".getBytes(StandardCharsets.UTF_8));
      byte[] value = new byte[4];
      for (int i = 0; i < 4; i++) {
        value[i] = (byte) (crc.getValue() >>> (24 - 8 * i));
      }
      String expected = Base64.getEncoder().encodeToString(value);
      PutObjectResponse stored =
          s3.putObject(
              p -> p.bucket(SITE).key("a").checksumCRC32(expected),
              RequestBody.fromString("hello"));
      assertEquals(expected, stored.checksumCRC32());
      assertEquals(
          expected,
          s3.headObject(h -> h.bucket(SITE).key("a").checksumMode(ChecksumMode.ENABLED))
              .checksumCRC32());
      fails(
          "BadDigest",
          400,
          () ->
              s3.putObject(
                  p -> p.bucket(SITE).key("a").checksumCRC32("AAAAAA=="),
                  RequestBody.fromString("hello")));
      // The check value of CRC-64/NVME in its catalogue is AE8B14860A799888.
      assertEquals("rosUhgp5mIg=", put("check", "123456789").checksumCRC64NVME());
    }

    @Test
    void areCopiedWithTheirHeaders() {
      s3.putObject(
          p -> p.bucket(SITE).key("a b").contentType("text/plain").metadata(Map.of("k", "v")),
          RequestBody.fromString("copy me"));
      s3.copyObject(c -> c.copySource(SITE + "/a%20b").bucket(SITE).key("copy"));
      ResponseBytes<GetObjectResponse> copy = s3.getObjectAsBytes(g -> g.bucket(SITE).key("copy"));
      assertEquals("copy me", copy.asUtf8String());
      assertEquals(Map.of("k", "v"), copy.response().metadata());
      assertEquals("text/plain", copy.response().contentType());
      fails(
          "InvalidRequest",
          400,
          () ->
              s3.copyObject(
                  c ->
                      c.sourceBucket(SITE)
                          .sourceKey("copy")
                          .destinationBucket(SITE)
                          .destinationKey("copy")));
    }

    @Test
    void keepTheirVersions() {
      versioning(BucketVersioningStatus.ENABLED);
      String first = put("a", "1").versionId();
      String second = put("a", "2").versionId();
      assertNotEquals(first, second);
      DeleteObjectResponse deleted = s3.deleteObject(d -> d.bucket(SITE).key("a"));
      assertTrue(deleted.deleteMarker());
      fails("NoSuchKey", 404, () -> get("a"));
      assertEquals(
          "1", s3.getObjectAsBytes(g -> g.bucket(SITE).key("a").versionId(first)).asUtf8String());
      ListObjectVersionsResponse all = s3.listObjectVersions(l -> l.bucket(SITE));
      assertEquals(2, all.versions().size());
      assertTrue(all.deleteMarkers().get(0).isLatest());
      fails(
          "MethodNotAllowed",
          405,
          () -> s3.getObjectAsBytes(g -> g.bucket(SITE).key("a").versionId(deleted.versionId())));
      s3.deleteObject(d -> d.bucket(SITE).key("a").versionId(deleted.versionId()));
      assertEquals("2", get("a"));

      versioning(BucketVersioningStatus.SUSPENDED);
      assertEquals("null", put("a", "3").versionId());
      assertEquals(3, s3.listObjectVersions(l -> l.bucket(SITE)).versions().size());
    }

    @Test
    void areDeletedMany() {
      put("a", "1");
      put("b", "2");
      var answer =
          s3.deleteObjects(
              d ->
                  d.bucket(SITE)
                      .delete(
                          k ->
                              k.objects(
                                  ObjectIdentifier.builder().key("a").build(),
                                  ObjectIdentifier.builder().key("never").build())));
      assertEquals(2, answer.deleted().size());
      assertEquals(List.of("b"), keys(s3.listObjectsV2(l -> l.bucket(SITE))));
    }

    @Test
    void areUploadedInParts() {
      byte[] bytes = new byte[6 * 1024 * 1024];
      new Random(1).nextBytes(bytes);
      int first = 5 * 1024 * 1024;
      String id = s3.createMultipartUpload(c -> c.bucket(SITE).key("big")).uploadId();
      List<CompletedPart> parts = new ArrayList<>();
      for (int number = 1; number <= 2; number++) {
        int n = number;
        byte[] part =
            java.util.Arrays.copyOfRange(bytes, n == 1 ? 0 : first, n == 1 ? first : bytes.length);
        String etag =
            s3.uploadPart(
                    u -> u.bucket(SITE).key("big").uploadId(id).partNumber(n),
                    RequestBody.fromBytes(part))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(n).eTag(etag).build());
      }
      assertEquals(2, s3.listParts(l -> l.bucket(SITE).key("big").uploadId(id)).parts().size());
      var done =
          s3.completeMultipartUpload(
              c -> c.bucket(SITE).key("big").uploadId(id).multipartUpload(m -> m.parts(parts)));
      assertTrue(done.eTag().endsWith("-2\""));
      assertArrayEquals(bytes, s3.getObjectAsBytes(g -> g.bucket(SITE).key("big")).asByteArray());
      assertArrayEquals(
          java.util.Arrays.copyOfRange(bytes, first - 2, first + 2),
          s3.getObjectAsBytes(
                  g -> g.bucket(SITE).key("big").range("bytes=" + (first - 2) + "-" + (first + 1)))
              .asByteArray());
      fails("NoSuchUpload", 404, () -> s3.listParts(l -> l.bucket(SITE).key("big").uploadId(id)));
    }

    @Test
    void areListedPageByPageWithCommonPrefixes() {
      for (String key : List.of("a.txt", "img/1", "img/2", "img/x/3", "z.txt")) {
        put(key, key);
      }
      ListObjectsV2Response top = s3.listObjectsV2(l -> l.bucket(SITE).delimiter("/"));
      assertEquals(List.of("a.txt", "z.txt"), keys(top));
      assertEquals(
          List.of("img/"), top.commonPrefixes().stream().map(CommonPrefix::prefix).toList());
      ListObjectsV2Response first = s3.listObjectsV2(l -> l.bucket(SITE).delimiter("/").maxKeys(2));
      assertTrue(first.isTruncated());
      ListObjectsV2Response second =
          s3.listObjectsV2(
              l ->
                  l.bucket(SITE)
                      .delimiter("/")
                      .maxKeys(2)
                      .continuationToken(first.nextContinuationToken()));
      assertEquals(List.of("z.txt"), keys(second));
      assertFalse(second.isTruncated());
      assertEquals(
          List.of("a.txt", "img/1", "img/2", "img/x/3", "z.txt"),
          s3.listObjectsV2Paginator(l -> l.bucket(SITE).maxKeys(2)).contents().stream()
              .map(S3Object::key)
              .toList());
      assertEquals(
          List.of("img/1", "img/2"),
          keys(s3.listObjectsV2(l -> l.bucket(SITE).prefix("img/").delimiter("/"))));
    }

    @Test
    void areKeptByObjectLock() {
      s3.createBucket(
          c ->
              c.bucket("kept-for-audit")
                  .objectLockEnabledForBucket(true)
                  .createBucketConfiguration(l -> l.locationConstraint("eu-west-1")));
      String version =
          s3.putObject(
                  p -> p.bucket("kept-for-audit").key("log").objectLockLegalHoldStatus("ON"),
                  RequestBody.fromString("entry"))
              .versionId();
      fails(
          "AccessDenied",
          403,
          () -> s3.deleteObject(d -> d.bucket("kept-for-audit").key("log").versionId(version)));
    }

    private void versioning(BucketVersioningStatus status) {
      s3.putBucketVersioning(p -> p.bucket(SITE).versioningConfiguration(v -> v.status(status)));
    }
  }

  private PutObjectResponse put(String key, String text) {
    return s3.putObject(p -> p.bucket(SITE).key(key), RequestBody.fromString(text));
  }

  private String get(String key) {
    return s3.getObjectAsBytes(g -> g.bucket(SITE).key(key)).asUtf8String();
  }

  private static List<String> keys(ListObjectsV2Response page) {
    return page.contents().stream().map(S3Object::key).toList();
  }

  private static AwsServiceException fails(String code, int status, Executable call) {
    AwsServiceException failure = assertThrows(AwsServiceException.class, call);
    assertEquals(code, failure.awsErrorDetails().errorCode());
    assertEquals(status, failure.statusCode());
    return failure;
  }
}
