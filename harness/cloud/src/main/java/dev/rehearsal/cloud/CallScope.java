package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.AwsCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The call that the current thread answers: who asks, with which request id. */
public final class CallScope implements AutoCloseable {

  private static final ThreadLocal<AwsCall> CURRENT = new ThreadLocal<>();

  private final @Nullable AwsCall before;

  private CallScope(@Nullable AwsCall before) {
    this.before = before;
  }

  static CallScope open(AwsCall call) {
    CallScope scope = new CallScope(CURRENT.get());
    CURRENT.set(call);
    return scope;
  }

  /** The call being answered; empty on threads that answer none. */
  public static Optional<AwsCall> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  @Override
  public void close() {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }
}
