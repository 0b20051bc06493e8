package dev.rehearsal.stage.target;

import dev.rehearsal.cloud.process.Guard;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.testcontainers.containers.GenericContainer;

/**
 * A running container.
 *
 * @param name what a person calls it
 * @param id the engine's name of it
 * @param running the container itself
 * @param host the host that its port is published on
 * @param port the port as it is inside
 * @param log where its log is written
 * @param guard removes it should this process die
 * @param stay whether it goes with the stage
 * @param stopped whether it was stopped here
 */
record Container(
    String name,
    String id,
    GenericContainer<?> running,
    String host,
    int port,
    ContainerLog log,
    Guard guard,
    Stay stay,
    AtomicBoolean stopped)
    implements AutoCloseable {

  /** Whose a container is. */
  enum Stay {
    /** This stage's, and goes with it. */
    OWN,
    /** Started by this stage, and left to the next. */
    LEFT,
    /** An earlier stage's, and left to the next. */
    FOUND
  }

  /** Whether an earlier stage left its data in it. */
  boolean wasThere() {
    return stay == Stay.FOUND;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, running.getMappedPort(port));
  }

  URI address(String scheme) {
    return URI.create(scheme + "://" + host + ":" + running.getMappedPort(port));
  }

  @Override
  public void close() {
    stopped.set(true);
    if (stay == Stay.OWN) {
      running.stop();
      guard.keepContainer(id);
    }
    log.close();
  }
}
