package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.call.Operation;
import dev.rehearsal.cloud.wire.TypedJson;
import dev.rehearsal.journeys.language.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/** Makes a journey's calls to AWS, as the account's administrator. */
final class AwsDoor {

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
      SdkClient client = walk.stage().client(operation.service().client(), region);
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
