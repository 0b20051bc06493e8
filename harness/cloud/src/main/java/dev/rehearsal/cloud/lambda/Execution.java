package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What runs functions; made when the first one is invoked. Thread-safe. */
final class Execution implements AutoCloseable {

  private final Surroundings aws;
  private final RoleSessions sessions;
  private @Nullable Parts parts;
  private boolean closed;

  private record Parts(Engine engine, Invoker invoker, AsyncInvoker asynchronous) {}

  Execution(Surroundings aws) {
    this.aws = aws;
    this.sessions = new RoleSessions(aws);
  }

  RoleSessions sessions() {
    return sessions;
  }

  Engine engine() {
    return parts().engine();
  }

  Invoker invoker() {
    return parts().invoker();
  }

  AsyncInvoker asynchronous() {
    return parts().asynchronous();
  }

  synchronized void retire(String versionArn) {
    if (parts != null) {
      parts.engine().pool().retire(versionArn);
    }
  }

  synchronized Optional<FunctionProcess> process(long pid) {
    return parts == null ? Optional.empty() : parts.engine().pool().find(pid);
  }

  synchronized Set<Long> processes() {
    return parts == null ? Set.of() : parts.engine().pool().pids();
  }

  private synchronized Parts parts() {
    if (closed) {
      throw Errors.throttled("The embedded Lambda is shutting down.");
    }
    if (parts == null) {
      Engine engine = new Engine(aws, sessions);
      Invoker invoker = new Invoker(aws, engine);
      parts = new Parts(engine, invoker, new AsyncInvoker(aws, invoker, sessions));
    }
    return parts;
  }

  @Override
  public void close() {
    Parts toClose;
    synchronized (this) {
      closed = true;
      toClose = parts;
      parts = null;
    }
    if (toClose != null) {
      toClose.asynchronous().close();
      toClose.engine().close();
    }
    sessions.close();
  }
}
