package dev.rehearsal.stage.target;

import dev.rehearsal.cloud.rds.DatabaseServer;
import dev.rehearsal.stage.StageFailure;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A PostgreSQL in a container. */
record PostgresInContainer(Container container, String password, String version)
    implements DatabaseServer {

  /** Asks the server which version it is: the image's name does not tell the minor one. */
  static PostgresInContainer of(Container container, String password) {
    InetSocketAddress address = container.address();
    try (Connection connection =
            connect(address.getHostString(), address.getPort(), "postgres", password);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("show server_version")) {
      answer.next();
      return new PostgresInContainer(
          container, password, answer.getString(1).replaceFirst(" .*", ""));
    } catch (SQLException failed) {
      container.close();
      throw new StageFailure(
          "PostgreSQL in its container did not tell its version: " + failed.getMessage(), failed);
    }
  }

  /** Deletes what an earlier stage left in it. */
  void empty() {
    try (Connection connection = superuser("postgres")) {
      Leftovers.delete(connection);
    } catch (SQLException refused) {
      container.close();
      throw new StageFailure(
          "What an earlier stage left in PostgreSQL's container could not be deleted ("
              + refused.getMessage()
              + "): remove the container with `docker rm -f "
              + container.id()
              + "`.",
          refused);
    }
  }

  static Connection connect(String host, int port, String database, String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host + ":" + port + "/" + database, properties);
  }

  @Override
  public InetSocketAddress address() {
    return container.address();
  }

  @Override
  public Connection superuser(String database) throws SQLException {
    InetSocketAddress address = address();
    return connect(address.getHostString(), address.getPort(), database, password);
  }

  @Override
  public void close() {
    container.close();
  }

  @Override
  public String toString() {
    return "PostgreSQL " + version;
  }
}
