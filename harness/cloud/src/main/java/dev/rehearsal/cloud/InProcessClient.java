package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Operation;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;

/** An SDK client without HTTP: each operation becomes a call on the gateway's chain. */
final class InProcessClient implements OperationClient.Calls {

  private final CallHandler chain;
  private final Caller caller;
  private final String region;
  private final String agent;
  private final Ids ids;

  private InProcessClient(CallHandler chain, Caller caller, String region, String agent, Ids ids) {
    this.chain = chain;
    this.caller = caller;
    this.region = region;
    this.agent = agent;
    this.ids = ids;
  }

  static <C extends SdkClient> C of(
      Class<C> type, CallHandler chain, Caller caller, String region, String agent, Ids ids) {
    return OperationClient.of(type, new InProcessClient(chain, caller, region, agent, ids));
  }

  @Override
  public @Nullable Object call(Operation operation, Object request, @Nullable Object argument)
      throws Exception {
    RequestBody body = operation.body() == Operation.Body.REQUEST ? (RequestBody) argument : null;
    CallResult result =
        chain.handle(
            new AwsCall(
                ids.uuid(),
                operation,
                (SdkRequest) request,
                body,
                caller,
                region,
                Trace.current().orElseGet(this::newTrace),
                new AwsCall.Channel(
                    caller instanceof Caller.Service ? caller.arn() : "127.0.0.1",
                    agent,
                    true,
                    true)));
    return operation.body() == Operation.Body.RESPONSE
        ? transform(result, Objects.requireNonNull(argument))
        : result.response();
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object transform(CallResult result, Object transformer)
      throws Exception {
    try {
      return ((ResponseTransformer<Object, Object>) transformer)
          .transform(
              result.response(),
              AbortableInputStream.create(Objects.requireNonNull(result.stream())));
    } catch (IOException broken) {
      throw software.amazon.awssdk.core.exception.SdkClientException.create(
          "The response could not be read.", broken);
    }
  }

  private Trace newTrace() {
    return new Trace("1-" + ids.hex(8) + "-" + ids.hex(24), null);
  }
}
