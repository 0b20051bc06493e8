package dev.rehearsal.cloud.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.Caller;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Signatures, checked with those that the SDK makes. */
final class SignatureTest {

  private static final String KEY = "AKIAEXAMPLEEXAMPLE01";

  @TempDir Path folder;
  private TestEndpoint endpoint;

  @BeforeEach
  void start() {
    endpoint = TestEndpoint.start(folder, SignatureMode.VERIFIED);
    register(KEY, null, null);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private void register(String key, @Nullable String token, @Nullable Instant expires) {
    endpoint
        .cloud()
        .accessKeys()
        .register(
            new AccessKeys.Key(
                key,
                "secret",
                token,
                expires,
                new Caller.User("111122223333", "ann", "AIDA1", key)));
  }

  @Test
  void aRightSignatureActsAsTheKeysOwner() {
    try (StsClient sts = endpoint.client(StsClient.builder(), KEY, "secret")) {
      assertEquals("arn:aws:iam::111122223333:user/ann", sts.getCallerIdentity().arn());
    }
  }

  @Test
  void anEncodedPathIsSignedAsAwsSignsIt() {
    try (LambdaClient lambda = endpoint.client(LambdaClient.builder(), KEY, "secret")) {
      assertEquals(
          "ResourceNotFoundException",
          code(
              () ->
                  lambda.getFunction(
                      r -> r.functionName("arn:aws:lambda:eu-west-1:111122223333:function:none"))));
    }
    try (ApiGatewayV2Client api = endpoint.client(ApiGatewayV2Client.builder(), KEY, "secret")) {
      assertEquals(0, api.getApis(r -> r.maxResults("5")).items().size());
    }
  }

  @Test
  void aWrongSecretIsToldInTheProtocolsOwnCode() {
    try (StsClient sts = endpoint.client(StsClient.builder(), KEY, "wrong");
        SqsClient sqs = endpoint.client(SqsClient.builder(), KEY, "wrong")) {
      assertEquals("SignatureDoesNotMatch", code(sts::getCallerIdentity));
      assertEquals("InvalidSignatureException", code(sqs::listQueues));
    }
  }

  @Test
  void anUnknownKeyIsToldInTheProtocolsOwnCode() {
    try (StsClient sts = endpoint.client(StsClient.builder(), "AKIANOBODY", "secret");
        SqsClient sqs = endpoint.client(SqsClient.builder(), "AKIANOBODY", "secret")) {
      assertEquals("InvalidClientTokenId", code(sts::getCallerIdentity));
      assertEquals("UnrecognizedClientException", code(sqs::listQueues));
    }
  }

  @Test
  void aSessionNeedsItsTokenAndEnds() {
    register("ASIAONE", "token", Instant.now().plusSeconds(60));
    register("ASIATWO", "token", Instant.now().minusSeconds(1));
    try (StsClient right =
            endpoint.client(
                StsClient.builder(), AwsSessionCredentials.create("ASIAONE", "secret", "token"));
        StsClient other =
            endpoint.client(
                StsClient.builder(), AwsSessionCredentials.create("ASIAONE", "secret", "other"));
        StsClient ended =
            endpoint.client(
                StsClient.builder(), AwsSessionCredentials.create("ASIATWO", "secret", "token"))) {
      assertEquals("111122223333", right.getCallerIdentity().account());
      assertEquals("InvalidClientTokenId", code(other::getCallerIdentity));
      assertEquals("ExpiredToken", code(ended::getCallerIdentity));
    }
  }

  @Test
  void aRequestOfAnotherTimeIsNotTakenAgain() throws Exception {
    String query = "Action=GetCallerIdentity&Version=2011-06-15";
    assertEquals(200, answer("sts", "/?" + query, Duration.ZERO, null).statusCode());
    for (Duration off : List.of(Duration.ofMinutes(-6), Duration.ofMinutes(6))) {
      HttpResponse<String> refused = answer("sts", "/?" + query, off, null);
      assertEquals(403, refused.statusCode());
      assertTrue(refused.body().contains("<Code>SignatureDoesNotMatch</Code>"), refused.body());
      assertTrue(refused.body().contains("Signature expired"), refused.body());
    }
    HttpResponse<String> object = answer("s3", "/bucket/key", Duration.ofMinutes(-16), null);
    assertEquals(403, object.statusCode());
    assertTrue(object.body().contains("<Code>RequestTimeTooSkewed</Code>"), object.body());
  }

  @Test
  void aPresignedAddressIsRefusedOnceItHasExpired() throws Exception {
    Duration valid = Duration.ofMinutes(10);
    HttpResponse<String> early = answer("s3", "/none/key", Duration.ofMinutes(-9), valid);
    assertTrue(early.body().contains("<Code>NoSuchBucket</Code>"), early.body());
    HttpResponse<String> late = answer("s3", "/none/key", Duration.ofMinutes(-11), valid);
    assertEquals(403, late.statusCode());
    assertTrue(late.body().contains("<Code>AccessDenied</Code>"), late.body());
    assertTrue(late.body().contains("Request has expired"), late.body());
  }

  @Test
  void aHeaderThatS3ObeysMustBeSigned() throws Exception {
    try (S3Client s3 = endpoint.client(S3Client.builder().forcePathStyle(true), KEY, "secret");
        S3Presigner presigner =
            S3Presigner.builder()
                .endpointOverride(endpoint.address())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "secret")))
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
      s3.createBucket(c -> c.bucket("shop-site"));
      s3.putObject(p -> p.bucket("shop-site").key("private"), RequestBody.fromString("theirs"));
      URI upload =
          presigner
              .presignPutObject(
                  put ->
                      put.signatureDuration(Duration.ofMinutes(1))
                          .putObjectRequest(o -> o.bucket("shop-site").key("mine")))
              .url()
              .toURI();
      for (List<String> added :
          List.of(
              List.of("x-amz-copy-source", "shop-site/private"),
              List.of("X-Amz-Acl", "public-read"))) {
        HttpResponse<String> refused = put(upload, added.get(0), added.get(1));
        assertEquals(403, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("<Code>AccessDenied</Code>"), refused.body());
        assertTrue(refused.body().contains("which were not signed"), refused.body());
      }
      assertEquals(1, s3.listObjectsV2(l -> l.bucket("shop-site")).keyCount());
      assertEquals(200, put(upload, "x-amz-content-sha256", "UNSIGNED-PAYLOAD").statusCode());
      assertEquals(200, put(upload, "x-other", "whatever").statusCode());
    }
  }

  private static HttpResponse<String> put(URI address, String header, String value)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address)
                .header(header, value)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aSignatureForOneServiceIsNotOneForAnother() throws Exception {
    assertEquals(200, listsKeys("kms").statusCode());
    for (String other : List.of("sqs", "s3", "nothing")) {
      HttpResponse<String> refused = listsKeys(other);
      assertEquals(403, refused.statusCode(), refused.body());
      assertTrue(
          refused.body().contains("Credential should be scoped to correct service: 'kms'."),
          refused.body());
    }
    String mail = "Action=ListIdentities&Version=2010-12-01";
    assertEquals(200, answer("email", "/?" + mail, Duration.ZERO, null).statusCode());
    assertEquals(200, answer("ses", "/?" + mail, Duration.ZERO, null).statusCode());
  }

  private HttpResponse<String> listsKeys(String service) throws Exception {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.address())
            .putHeader("x-amz-target", "TrentService.ListKeys")
            .putHeader("content-type", "application/x-amz-json-1.1")
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(AwsCredentialsIdentity.create(KEY, "secret"))
                        .request(request)
                        .payload(() -> new ByteArrayInputStream("{}".getBytes(UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1"))
            .request();
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(signed.getUri()).POST(HttpRequest.BodyPublishers.ofString("{}"));
    return send(signed, sent);
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyServiceHasTheNameThatTheSdkSignsFor(ServiceDefinition service) throws Exception {
    String type = service.client().getName();
    String scheme =
        service.client().getPackageName()
            + ".auth.scheme."
            + service.client().getSimpleName().replaceAll("Client$", "AuthScheme");
    Class<?> provider = Class.forName(scheme + "Provider");
    Class<?> parameters = Class.forName(scheme + "Params");
    Class<?> building = Class.forName(scheme + "Params$Builder");
    // Some operations are signed by nobody, such as Cognito's sign-up.
    Set<String> names = new TreeSet<>();
    for (String operation : service.operations().keySet()) {
      Object builder = parameters.getMethod("builder").invoke(null);
      building.getMethod("operation", String.class).invoke(builder, operation);
      building.getMethod("region", Region.class).invoke(builder, Region.EU_WEST_1);
      List<?> options =
          (List<?>)
              provider
                  .getMethod("resolveAuthScheme", parameters)
                  .invoke(
                      provider.getMethod("defaultProvider").invoke(null),
                      building.getMethod("build").invoke(builder));
      options.stream()
          .map(
              each ->
                  ((AuthSchemeOption) each).signerProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME))
          .filter(Objects::nonNull)
          .forEach(names::add);
    }
    assertTrue(names.contains(service.signingName()), type + " signs for " + names);
  }

  static List<ServiceDefinition> services() {
    return ServiceCatalog.all();
  }

  /**
   * What is answered to a GET that was rightly signed.
   *
   * @param off how far from now it was signed
   * @param valid how long it is valid as a presigned address; null to sign its headers
   */
  private HttpResponse<String> answer(
      String service, String path, Duration off, @Nullable Duration valid) throws Exception {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create(endpoint.address() + path))
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign -> {
                  sign.identity(AwsCredentialsIdentity.create(KEY, "secret"))
                      .request(request)
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                      .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                      .putProperty(HttpSigner.SIGNING_CLOCK, Clock.offset(Clock.systemUTC(), off));
                  if (service.equals("s3")) {
                    sign.putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false);
                  }
                  if (valid != null) {
                    sign.putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, valid);
                  }
                })
            .request();
    return send(signed, HttpRequest.newBuilder(signed.getUri()));
  }

  private static HttpResponse<String> send(SdkHttpRequest signed, HttpRequest.Builder sent)
      throws Exception {
    signed.forEachHeader(
        (name, values) -> {
          if (!name.equalsIgnoreCase("host")) {
            values.forEach(value -> sent.header(name, value));
          }
        });
    return HttpClient.newHttpClient().send(sent.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(AwsServiceException.class, call).awsErrorDetails().errorCode();
  }
}
