package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.call.Operation;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.wire.TypedJson;
import dev.rehearsal.journeys.language.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** Makes a journey's calls to AWS, as the account's administrator or with an access key. */
final class AwsDoor {

  private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();

  private final Walk walk;

  AwsDoor(Walk walk) {
    this.walk = walk;
  }

  /** Calls AWS. An error that AWS answers is an answer, with {@code code} and {@code message}. */
  Exchange call(Step.Aws step) {
    Operation operation = ServiceCatalog.operation(step.operation()).orElseThrow();
    var members = step.members().resolve(walk);
    SdkRequest request = TypedJson.request(operation, members);
    long start = System.nanoTime();
    int status;
    String body;
    try {
      String region = step.region() == null ? walk.stage().region() : step.region();
      JsonNode key = step.credentials() == null ? null : step.credentials().resolve(walk);
      SdkClient client =
          key == null
              ? walk.stage().client(operation.service().client(), region)
              : signing(operation.service().client(), region, key);
      body = TypedJson.answer(call(client, operation, request)).toString();
      status = 200;
    } catch (AwsServiceException refused) {
      status = refused.statusCode();
      body =
          JsonNodeFactory.instance
              .objectNode()
              .put("code", refused.awsErrorDetails().errorCode())
              .put("message", refused.awsErrorDetails().errorMessage())
              .toString();
    }
    return new Exchange(
        "AWS",
        step.operation(),
        Map.of(),
        members.toString(),
        status,
        Map.of(),
        body,
        Duration.ofNanos(System.nanoTime() - start),
        null);
  }

  /** A client as anybody has it: it signs with the key, and calls the endpoint. */
  private SdkClient signing(Class<? extends SdkClient> type, String region, JsonNode key) {
    AwsCredentials credentials =
        key.hasNonNull("SessionToken")
            ? AwsSessionCredentials.create(
                key.path("AccessKeyId").asText(),
                key.path("SecretAccessKey").asText(),
                key.path("SessionToken").asText())
            : AwsBasicCredentials.create(
                key.path("AccessKeyId").asText(), key.path("SecretAccessKey").asText());
    try {
      AwsSyncClientBuilder<?, ?> builder =
          (AwsSyncClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
      builder.httpClient(HTTP);
      AwsClientBuilder<?, ?> client = (AwsClientBuilder<?, ?>) builder;
      client.region(Region.of(region));
      client.endpointOverride(walk.stage().aws());
      client.credentialsProvider(StaticCredentialsProvider.create(credentials));
      Trace.current()
          .ifPresent(
              trace ->
                  client.overrideConfiguration(
                      each -> each.putHeader("X-Amzn-Trace-Id", trace.header())));
      return (SdkClient) client.build();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " has no builder.", impossible);
    }
  }

  private static SdkPojo call(SdkClient client, Operation operation, SdkRequest request) {
    Object argument =
        switch (operation.body()) {
          case NONE -> null;
          case REQUEST -> RequestBody.empty();
          case RESPONSE -> new Unread();
        };
    try {
      return (SdkPojo) Objects.requireNonNull(operation.call(client, request, argument));
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Takes an answer without the stream that comes with it. */
  private static final class Unread implements ResponseTransformer<SdkPojo, SdkPojo> {
    @Override
    public SdkPojo transform(
        SdkPojo answer, software.amazon.awssdk.http.AbortableInputStream stream) {
      return answer;
    }
  }
}
