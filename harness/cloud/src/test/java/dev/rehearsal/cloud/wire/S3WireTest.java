package dev.rehearsal.cloud.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.call.Caller;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3's streams over real HTTP, every signature and every chunk's signature checked. */
final class S3WireTest {

  private static final String KEY = "AKIAEXAMPLEEXAMPLE01";
  private static final String ODD = "a/\u00fc b+c%20&d//e'(1).txt";

  @TempDir Path folder;
  private TestEndpoint endpoint;
  private S3Client s3;

  @BeforeEach
  void start() {
    endpoint = TestEndpoint.start(folder, SignatureMode.VERIFIED);
    endpoint
        .cloud()
        .accessKeys()
        .register(
            new AccessKeys.Key(KEY, "secret", null, null, new Caller.Root("111122223333", KEY)));
    s3 = endpoint.client(S3Client.builder().forcePathStyle(true), KEY, "secret");
    s3.createBucket(r -> r.bucket("shop-site"));
  }

  @AfterEach
  void stop() {
    s3.close();
    endpoint.close();
  }

  @Test
  void anObjectComesBackAsItWasPut() {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    s3.putObject(
        r -> r.bucket("shop-site").key(ODD).contentType("text/x").metadata(Map.of("a", "b")),
        RequestBody.fromBytes(bytes));
    var got = s3.getObjectAsBytes(r -> r.bucket("shop-site").key(ODD));
    assertArrayEquals(bytes, got.asByteArray());
    assertEquals("text/x", got.response().contentType());
    assertEquals(null, got.response().contentEncoding());
    assertEquals(Map.of("a", "b"), got.response().metadata());
    assertEquals(ODD, s3.listObjectsV2(r -> r.bucket("shop-site")).contents().get(0).key());
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void trailingChecksumsAreChecked(ChecksumAlgorithm algorithm) {
    s3.putObject(
        r -> r.bucket("shop-site").key("k").checksumAlgorithm(algorithm),
        RequestBody.fromString("hello"));
    assertEquals("hello", s3.getObjectAsBytes(r -> r.bucket("shop-site").key("k")).asUtf8String());
  }

  @Test
  void aWrongChecksumIsABadDigestAndNothingIsKept() {
    var error =
        assertThrows(
            S3Exception.class,
            () ->
                s3.putObject(
                    r ->
                        r.bucket("shop-site")
                            .key("k")
                            .checksumSHA256("ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="),
                    RequestBody.fromString("b")));
    assertEquals("BadDigest", error.awsErrorDetails().errorCode());
    assertThrows(
        NoSuchKeyException.class, () -> s3.getObjectAsBytes(r -> r.bucket("shop-site").key("k")));
  }

  @Test
  void errorsCarryRequestIdAndHostId() {
    var error =
        assertThrows(
            NoSuchKeyException.class,
            () -> s3.getObjectAsBytes(r -> r.bucket("shop-site").key("none")));
    assertEquals(404, error.statusCode());
    assertEquals(16, error.requestId().length());
    assertEquals(false, error.extendedRequestId().isEmpty());
    assertEquals(
        404,
        assertThrows(S3Exception.class, () -> s3.headObject(r -> r.bucket("shop-site").key("none")))
            .statusCode());
  }

  @Test
  void aRangeIsPartialContent() {
    s3.putObject(r -> r.bucket("shop-site").key("k"), RequestBody.fromString("0123456789"));
    var part = s3.getObjectAsBytes(r -> r.bucket("shop-site").key("k").range("bytes=2-4"));
    assertEquals("234", part.asUtf8String());
    assertEquals(206, part.response().sdkHttpResponse().statusCode());
  }

  @Test
  void operationsOfOneAddressAreToldApart() {
    s3.putObject(r -> r.bucket("shop-site").key("k"), RequestBody.fromString("x"));
    s3.copyObject(
        r ->
            r.sourceBucket("shop-site")
                .sourceKey("k")
                .destinationBucket("shop-site")
                .destinationKey("copy"));
    String upload = s3.createMultipartUpload(r -> r.bucket("shop-site").key("big")).uploadId();
    var part =
        s3.uploadPart(
            r -> r.bucket("shop-site").key("big").uploadId(upload).partNumber(1),
            RequestBody.fromString("part"));
    assertEquals(
        1, s3.listParts(r -> r.bucket("shop-site").key("big").uploadId(upload)).parts().size());
    s3.completeMultipartUpload(
        r ->
            r.bucket("shop-site")
                .key("big")
                .uploadId(upload)
                .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(part.eTag()))));
    assertEquals("part", s3.getObjectAsBytes(r -> r.bucket("shop-site").key("big")).asUtf8String());
    assertEquals(3, s3.listObjects(r -> r.bucket("shop-site")).contents().size());
    assertEquals(
        2,
        s3.deleteObjects(
                r ->
                    r.bucket("shop-site")
                        .delete(d -> d.objects(o -> o.key("k"), o -> o.key("copy"))))
            .deleted()
            .size());
  }

  @Test
  void aPresignedAddressHoldsUntilItExpires() throws Exception {
    s3.putObject(r -> r.bucket("shop-site").key(ODD), RequestBody.fromString("signed"));
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(endpoint.address())
            .region(Region.EU_WEST_1)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "secret")))
            .build()) {
      URI address =
          presigner
              .presignGetObject(
                  r ->
                      r.signatureDuration(Duration.ofMinutes(1))
                          .getObjectRequest(g -> g.bucket("shop-site").key(ODD)))
              .url()
              .toURI();
      assertEquals("signed", get(address).body());
      URI changed = URI.create(address.toString().replace("shop-site", "other-site"));
      assertEquals(403, get(changed).statusCode());
      URI expired =
          URI.create(address.toString().replaceFirst("X-Amz-Expires=\\d+", "X-Amz-Expires=0"));
      assertEquals(403, get(expired).statusCode());
    }
  }

  @Test
  @SuppressWarnings("deprecation") // The other members of a copy can't be wrongly encoded.
  void aBrokenPercentEncodingIsAnInvalidArgument() {
    s3.putObject(r -> r.bucket("shop-site").key("k"), RequestBody.fromString("x"));
    var tags =
        assertThrows(
            S3Exception.class,
            () ->
                s3.putObject(
                    r -> r.bucket("shop-site").key("t").tagging("a=%zz"),
                    RequestBody.fromString("x")));
    assertEquals("InvalidArgument", tags.awsErrorDetails().errorCode());
    assertEquals(400, tags.statusCode());
    var source =
        assertThrows(
            S3Exception.class,
            () ->
                s3.copyObject(
                    r ->
                        r.copySource("shop-site/%zz")
                            .destinationBucket("shop-site")
                            .destinationKey("l")));
    assertEquals("InvalidArgument", source.awsErrorDetails().errorCode());
    assertEquals(400, source.statusCode());
    assertEquals(1, s3.listObjectsV2(r -> r.bucket("shop-site")).keyCount());
  }

  @ParameterizedTest
  @CsvSource({
    "shop.s3.eu-west-1.amazonaws.com, shop",
    "shop.s3.amazonaws.com, shop",
    "my.shop.s3.localhost:4566, my.shop",
    "shop.localhost:4566, shop",
    "s3.localhost:4566, ''",
    "s3.eu-west-1.amazonaws.com, ''",
    "localhost:4566, ''",
    "127.0.0.1:4566, ''",
    "[::1]:4566, ''"
  })
  void theHostNamesTheBucket(String host, String bucket) {
    assertEquals(bucket, S3Address.bucketOfHost(host));
  }

  @Test
  void crc64NvmeIsTheOneOfItsSpecification() {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update("123456789".getBytes(StandardCharsets.US_ASCII));
    assertEquals(0xAE8B14860A799888L, crc.getValue());
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
