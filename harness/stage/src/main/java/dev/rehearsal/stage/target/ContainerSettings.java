package dev.rehearsal.stage.target;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the targets with containers.
 *
 * @param localstackImages image names, the first that is there or can be pulled is taken
 * @param postgresImages likewise
 * @param emulator an emulator that runs already, instead of a LocalStack container
 * @param database a PostgreSQL that runs already, for the sandbox
 * @param routing which services go to it
 * @param logs the folder that the containers' logs are written to
 */
public record ContainerSettings(
    List<String> localstackImages,
    List<String> postgresImages,
    Optional<URI> emulator,
    Optional<Database> database,
    Routing routing,
    Path logs) {

  /**
   * Reads them from environment variables: {@code REHEARSAL_LOCALSTACK_IMAGE}, {@code
   * REHEARSAL_POSTGRES_IMAGE}, {@code REHEARSAL_EMULATOR} (a URL), {@code REHEARSAL_BACKENDS}
   * ({@code service=backend} pairs); in the sandbox {@code REHEARSAL_DATABASE} (host and port) and
   * {@code REHEARSAL_DATABASE_PASSWORD}.
   */
  public static ContainerSettings from(Map<String, String> environment, Path logs) {
    return new ContainerSettings(
        images(environment.get("REHEARSAL_LOCALSTACK_IMAGE"), Images.LOCALSTACK),
        images(environment.get("REHEARSAL_POSTGRES_IMAGE"), Images.POSTGRES),
        Optional.ofNullable(environment.get("REHEARSAL_EMULATOR")).map(URI::create),
        Optional.ofNullable(environment.get("REHEARSAL_DATABASE"))
            .map(
                address ->
                    new Database(
                        address, environment.getOrDefault("REHEARSAL_DATABASE_PASSWORD", ""))),
        Routing.containers(environment.getOrDefault("REHEARSAL_BACKENDS", "")),
        logs);
  }

  /**
   * A PostgreSQL that runs already.
   *
   * @param address its host and port, with a colon between them
   * @param password the superuser's
   */
  public record Database(String address, String password) {

    InetSocketAddress resolved() {
      int colon = address.lastIndexOf(':');
      return new InetSocketAddress(
          address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    Connection connect(String database) throws SQLException {
      InetSocketAddress at = resolved();
      return PostgresInContainer.connect(at.getHostString(), at.getPort(), database, password);
    }

    @Override
    public String toString() {
      return "PostgreSQL at " + address;
    }
  }

  private static List<String> images(
      @org.jspecify.annotations.Nullable String asked, List<String> otherwise) {
    return asked == null ? otherwise : List.of(asked);
  }
}
