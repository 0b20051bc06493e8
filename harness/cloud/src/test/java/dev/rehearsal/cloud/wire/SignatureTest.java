package dev.rehearsal.cloud.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.call.Caller;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.lambda.LambdaClient;
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
    HttpRequest.Builder sent = HttpRequest.newBuilder(signed.getUri());
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
