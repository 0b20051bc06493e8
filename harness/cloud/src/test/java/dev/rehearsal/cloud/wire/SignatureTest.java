package dev.rehearsal.cloud.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
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

  private static String code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(AwsServiceException.class, call).awsErrorDetails().errorCode();
  }
}
