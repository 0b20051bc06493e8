package dev.rehearsal.stage.target;

import dev.rehearsal.cloud.Backends;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.process.Guard;
import dev.rehearsal.cloud.rds.DatabaseServers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a target puts behind the gateway. Closed after the cloud that uses it. Thread-safe. */
public interface Backing extends AutoCloseable {

  /** Which services are embedded. */
  Routing routing();

  /**
   * What answers each service.
   *
   * @param cloud the cloud they answer in; there by the first call
   * @param hops where hops are recorded that the gateway can't see
   */
  Backends backends(Supplier<Cloud> cloud, HopSink hops);

  /** Where RDS has its servers from. */
  DatabaseServers databases();

  /** What can't be observed behind the gateway, a sentence each. */
  List<String> unobserved();

  /**
   * Why an operation does not do here what it does on AWS; empty where it does.
   *
   * @param operation {@code service:Operation}
   */
  default Optional<String> unserved(String operation) {
    return Optional.empty();
  }

  /** What broke, and where to read on; empty while everything runs. */
  Optional<String> broken();

  @Override
  void close();

  /**
   * Begins to start what a target needs. It goes on in the background; who needs it waits.
   *
   * @param guard removes what is started should this process die
   * @throws dev.rehearsal.stage.StageFailure where the target can't be had on this machine
   */
  static Backing of(Target target, ContainerSettings settings, Guard guard) {
    return switch (target) {
      case EMBEDDED -> new EmbeddedBacking();
      case CONTAINERS -> ContainersBacking.start(settings, guard);
      case COMPOSE -> SandboxBacking.start(settings);
    };
  }
}
