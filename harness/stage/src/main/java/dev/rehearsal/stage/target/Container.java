package dev.rehearsal.stage.target;

import dev.rehearsal.cloud.process.Guard;
import java.net.InetSocketAddress;
import java.net.URI;
import org.testcontainers.containers.GenericContainer;

/**
 * A running container.
 *
 * @param name what a person calls it
 * @param running the container itself
 * @param host the host that its port is published on
 * @param port the port as it is inside
 * @param log where its log is written
 */
record Container(
    String name, GenericContainer<?> running, String host, int port, ContainerLog log, Guard guard)
    implements AutoCloseable {

  String id() {
    return running.getContainerId();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, running.getMappedPort(port));
  }

  URI address(String scheme) {
    return URI.create(scheme + "://" + host + ":" + running.getMappedPort(port));
  }

  @Override
  public void close() {
    String id = id();
    running.stop();
    guard.keepContainer(id);
    log.close();
  }
}
