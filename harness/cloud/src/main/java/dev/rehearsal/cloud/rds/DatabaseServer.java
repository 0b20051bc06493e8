package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.call.AwsError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** One running PostgreSQL with data of its own, behind one instance. Thread-safe. */
public interface DatabaseServer extends AutoCloseable {

  /** Where it answers. */
  InetSocketAddress address();

  /** PostgreSQL's version as RDS names it, for example {@code 17.6}. */
  String version();

  /**
   * A connection as superuser. The caller closes it.
   *
   * @throws SQLException where the server does not answer
   */
  Connection superuser(String database) throws SQLException;

  /**
   * Keeps all that was logged since the server was made, so that it can be made again.
   *
   * @param folder where to; must not exist
   * @param point what the end is called in the log
   * @throws IOException where that fails
   */
  default void archive(Path folder, String point) throws IOException {
    throw AwsError.of(
        "NotImplemented", 501, "The databases of this target have neither snapshots nor moments.");
  }

  /** Stops the server and deletes its data. */
  @Override
  void close();
}
