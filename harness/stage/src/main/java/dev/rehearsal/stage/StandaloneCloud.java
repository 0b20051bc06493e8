package dev.rehearsal.stage;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.gateway.StatementIndex;
import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The embedded AWS alone, without a platform in it. */
public final class StandaloneCloud implements AutoCloseable {

  private final Street street;

  private StandaloneCloud(Street street) {
    this.street = street;
  }

  /**
   * Starts it.
   *
   * @param host the address of the AWS endpoint
   * @param port its port, or 0 for a free one
   * @param authorise whether signatures and IAM policies are enforced
   * @param work where it keeps its files; deleted when it closes
   * @param cache the user's cache
   */
  public static StandaloneCloud start(
      String host, int port, boolean authorise, Path work, Path cache) {
    return new StandaloneCloud(
        Street.open(
            new Street.Plan(
                CloudSettings.standalone(work, cache),
                null,
                host,
                new StageSettings.Ports(port, 0, 0, -1),
                authorise,
                StatementIndex.empty(),
                Target.EMBEDDED,
                ContainerSettings.from(Map.of(), work),
                true)));
  }

  /** The AWS endpoint, without a trailing slash. */
  public URI address() {
    return street.aws.address();
  }

  /** API Gateway's execute-api. */
  public URI api() {
    return street.api.address();
  }

  /** CloudFront's edge. */
  public URI edge() {
    return street.edge.address();
  }

  /** The same over TLS. */
  public URI secureEdge() {
    return street.edge.secureAddress();
  }

  /** The embedded AWS itself. */
  public Cloud cloud() {
    return street.cloud;
  }

  /** Its clock: moved, it lets schedules and expiries come due. */
  public MovableClock clock() {
    return street.clock;
  }

  @Override
  public void close() {
    street.close();
  }
}
