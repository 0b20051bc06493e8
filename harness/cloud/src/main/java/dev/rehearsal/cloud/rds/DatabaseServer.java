package dev.rehearsal.cloud.rds;

import java.net.InetSocketAddress;
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

  /** Stops the server and deletes its data. */
  @Override
  void close();
}
