package dev.rehearsal.cloud.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** The Invoke operation. */
final class InvokeOperation {

  private static final int SYNC_LIMIT = 6_291_456;
  private static final int ASYNC_LIMIT = 262_144;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings aws;
  private final FunctionCatalog catalog;
  private final Supplier<Invoker> invoker;
  private final Supplier<AsyncInvoker> asynchronous;

  InvokeOperation(
      Surroundings aws,
      FunctionCatalog catalog,
      Supplier<Invoker> invoker,
      Supplier<AsyncInvoker> asynchronous) {
    this.aws = aws;
    this.catalog = catalog;
    this.invoker = invoker;
    this.asynchronous = asynchronous;
  }

  InvokeResponse invoke(InvokeRequest request) {
    FunctionRef ref = FunctionRef.parse(request.functionName(), request.qualifier());
    FunctionRecord function = catalog.get(ref);
    FunctionVersion version = catalog.version(ref);
    String type =
        request.invocationType() == null ? "RequestResponse" : request.invocationTypeAsString();
    byte[] payload = payload(request, type.equals("Event") ? ASYNC_LIMIT : SYNC_LIMIT);
    Invoker.Order order =
        new Invoker.Order(
            function,
            version,
            catalog.arn(ref),
            payload,
            clientContext(request),
            CallScope.current().map(call -> call.caller().label()).orElse("client"),
            trace(),
            CallScope.current().map(AwsCall::requestId).orElseGet(() -> aws.ids().uuid()),
            Map.of());
    return switch (type) {
      case "DryRun" -> InvokeResponse.builder().statusCode(204).build();
      case "Event" -> {
        asynchronous.get().accept(order, ref.qualifier());
        yield InvokeResponse.builder().statusCode(202).payload(empty()).build();
      }
      case "RequestResponse" ->
          answer(version, invoker.get().invoke(order), LogType.TAIL.equals(request.logType()));
      default ->
          throw Errors.validation(
              "1 validation error detected: Value '"
                  + type
                  + "' at 'invocationType' failed to satisfy constraint: Member must satisfy enum"
                  + " value set: [Event, RequestResponse, DryRun]");
    };
  }

  private static SdkBytes empty() {
    return SdkBytes.fromByteArray(new byte[0]);
  }

  private static InvokeResponse answer(FunctionVersion version, Engine.Run run, boolean tail) {
    InvokeResponse.Builder response =
        InvokeResponse.builder()
            .statusCode(200)
            .executedVersion(version.number())
            .payload(SdkBytes.fromByteArrayUnsafe(run.outcome().payload()));
    if (run.outcome() instanceof Outcome.Failed) {
      response.functionError("Unhandled");
    }
    if (tail) {
      response.logResult(Base64.getEncoder().encodeToString(run.tail()));
    }
    return response.build();
  }

  private Trace trace() {
    return CallScope.current()
        .map(AwsCall::trace)
        .or(Trace::current)
        .orElseGet(() -> new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null));
  }

  private static byte[] payload(InvokeRequest request, int limit) {
    byte[] payload =
        request.payload() == null ? new byte[0] : request.payload().asByteArrayUnsafe();
    if (payload.length > limit) {
      throw Errors.tooLarge(limit);
    }
    if (payload.length == 0) {
      return "{}".getBytes(StandardCharsets.UTF_8);
    }
    try (JsonParser parser = JSON.createParser(payload)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    } catch (IOException broken) {
      throw AwsError.of(
          InvalidRequestContentException.builder().type("User"),
          "InvalidRequestContentException",
          400,
          "Could not parse request body into json: " + broken.getMessage());
    }
    return payload;
  }

  private static @org.jspecify.annotations.Nullable String clientContext(InvokeRequest request) {
    if (request.clientContext() == null) {
      return null;
    }
    try {
      return new String(
          Base64.getDecoder().decode(request.clientContext()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw AwsError.of(
          InvalidRequestContentException.builder().type("User"),
          "InvalidRequestContentException",
          400,
          "Client context must be a valid Base64-encoded JSON object.");
    }
  }
}
