package dev.rehearsal.stage.target;

import dev.rehearsal.cloud.Backends;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.rds.DatabaseServers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Nothing: every service is embedded. */
final class EmbeddedBacking implements Backing {

  @Override
  public Routing routing() {
    return Routing.embedded();
  }

  @Override
  public Backends backends(Supplier<Cloud> cloud, HopSink hops) {
    return Backends.embedded();
  }

  @Override
  public DatabaseServers databases() {
    return DatabaseServers.embedded();
  }

  @Override
  public List<String> unobserved() {
    return List.of();
  }

  @Override
  public Optional<String> broken() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
