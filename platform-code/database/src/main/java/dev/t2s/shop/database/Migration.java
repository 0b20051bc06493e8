package dev.t2s.shop.database;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Properties;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.PGConnection;

/** Migrates the schema as the master user and gives the functions a user of their own. */
final class Migration {

  /** The functions' database user. */
  static final String APPLICATION_USER = "shop_app";

  private final String url;
  private final Properties connection;

  Migration(String url, Properties connection) {
    this.url = url;
    this.connection = connection;
  }

  /**
   * Migrates, then sets a fresh password for the application's user.
   *
   * @param publish told the new password before it takes effect; where it throws, the old password
   *     stays
   */
  MigrateResult run(Consumer<String> publish) throws SQLException {
    makeApplicationUser();
    MigrateResult result =
        Flyway.configure(Migration.class.getClassLoader())
            .dataSource(url, connection.getProperty("user"), connection.getProperty("password"))
            .connectRetries(3)
            .locations("classpath:db/migration")
            .load()
            .migrate();
    renewPassword(publish);
    return result;
  }

  private void makeApplicationUser() throws SQLException {
    try (Connection database = DriverManager.getConnection(url, connection);
        Statement statement = database.createStatement()) {
      statement.execute(
          "do $$ begin if not exists (select from pg_roles where rolname = '"
              + APPLICATION_USER
              + "') then create role "
              + APPLICATION_USER
              + " login; end if; end $$");
    }
  }

  private void renewPassword(Consumer<String> publish) throws SQLException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String password =
        new String(Base64.getUrlEncoder().withoutPadding().encode(random), StandardCharsets.UTF_8);
    try (Connection database = DriverManager.getConnection(url, connection)) {
      database.setAutoCommit(false);
      // The driver sends a SCRAM verifier, so no server log can hold the password.
      database
          .unwrap(PGConnection.class)
          .alterUserPassword(APPLICATION_USER, password.toCharArray(), "scram-sha-256");
      publish.accept(password);
      database.commit();
    }
  }
}
