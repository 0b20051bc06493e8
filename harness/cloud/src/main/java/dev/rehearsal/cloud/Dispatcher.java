package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Operation;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/** The end of the chain of filters: calls the method of the client that answers. */
final class Dispatcher implements CallHandler {

  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  /** Services of the query protocol name their common errors otherwise. */
  private static final Set<String> QUERY = Set.of("iam", "rds", "ses", "sns", "sts", "cloudwatch");

  private final Instances instances;
  private final Backends backends;

  Dispatcher(Instances instances, Backends backends) {
    this.instances = instances;
    this.backends = backends;
  }

  @Override
  public CallResult handle(AwsCall call) {
    Operation operation = call.operation();
    SdkClient embedded = instances.get(operation.service(), call.account(), call.region());
    SdkClient client =
        backends.choose(operation.service(), call.account(), call.region(), embedded);
    try (CallScope scope = CallScope.open(call)) {
      return invoke(client, call, operation);
    } catch (Throwable failure) {
      throw translate(call, failure);
    }
  }

  private static CallResult invoke(SdkClient client, AwsCall call, Operation operation)
      throws Exception {
    return switch (operation.body()) {
      case NONE -> answered(operation.call(client, call.request(), null));
      case REQUEST ->
          answered(operation.call(client, call.request(), Objects.requireNonNull(call.body())));
      case RESPONSE ->
          (CallResult)
              Objects.requireNonNull(
                  operation.call(
                      client,
                      call.request(),
                      ResponseTransformer.<SdkResponse, CallResult>unmanaged(
                          (response, stream) -> new CallResult(response, (InputStream) stream))));
    };
  }

  private static CallResult answered(@Nullable Object response) {
    return new CallResult((SdkResponse) Objects.requireNonNull(response), null);
  }

  private static RuntimeException translate(AwsCall call, Throwable cause) {
    Operation operation = call.operation();
    if (cause instanceof AwsServiceException answered) {
      return answered;
    }
    if (cause instanceof UnsupportedOperationException) {
      return AwsError.notImplemented(operation);
    }
    if (cause instanceof SdkClientException unreachable) {
      LOG.log(System.Logger.Level.WARNING, operation + " got no answer from its backend", cause);
      return AwsError.of(
          "ServiceUnavailable",
          503,
          "The backend of " + operation + " did not answer: " + unreachable.getMessage());
    }
    if (cause instanceof Error error && !(error instanceof LinkageError)) {
      throw error;
    }
    Optional<String> missing = missing(call, cause);
    if (missing.isPresent()) {
      return AwsError.of(
          QUERY.contains(operation.service().id()) ? "ValidationError" : "ValidationException",
          400,
          "1 validation error detected: Value null at '"
              + missing.get()
              + "' failed to satisfy constraint: Member must not be null");
    }
    LOG.log(System.Logger.Level.ERROR, operation + " failed inside the embedded service", cause);
    return AwsError.of(
        "InternalFailure", 500, "The embedded " + operation + " failed; its log says more.");
  }

  /**
   * The member that a request lacks, where a service stumbled over it: the SDK's model does not
   * tell which ones AWS requires, but the JVM tells what was null.
   */
  private static Optional<String> missing(AwsCall call, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    String accessor = "because the return value of \"" + call.request().getClass().getName() + ".";
    int start = message.indexOf(accessor);
    int end = start < 0 ? -1 : message.indexOf("()\" is null", start);
    return cause instanceof NullPointerException && end > 0
        ? Optional.of(message.substring(start + accessor.length(), end))
        : Optional.empty();
  }
}
