package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.OperationClient;
import dev.rehearsal.cloud.call.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/**
 * A client of LocalStack some of whose operations are answered otherwise. Thread-safe once made.
 *
 * @param <C> the SDK's client interface
 */
abstract class Adapted<C extends SdkClient> implements OperationClient.Calls {

  final C plain;
  final Memo memo = new Memo();
  private final Map<Class<?>, Function<Object, ?>> adapted = new HashMap<>();

  Adapted(C plain) {
    this.plain = plain;
  }

  /** Answers an operation otherwise. For constructors. */
  final <Q extends SdkRequest, R> void on(Class<Q> request, Function<Q, R> answer) {
    adapted.put(request, any -> answer.apply(request.cast(any)));
  }

  @Override
  public final @Nullable Object call(Operation operation, Object request, @Nullable Object argument)
      throws Exception {
    try {
      Function<Object, ?> other = adapted.get(request.getClass());
      if (other != null) {
        return other.apply(request);
      }
      return operation.call(plain, request, argument);
    } finally {
      memo.after(operation);
    }
  }
}
