package dev.t2s.shop.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.PGConnection;

/** Migrates the schema as the master user and gives the functions a user of their own. */
final class Migration {

  /** The functions' database user. */
  static final String APPLICATION_USER = "shop_app";

  /** Takes turns with {@link #APPLICATION_USER} at rotations, with the grants of that one. */
  static final String SECOND_USER = "shop_app_second";

  /** The sweeper's user, with the same grants; signs in with a token of IAM. */
  static final String TOKEN_USER = "shop_sweeper";

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
    makeApplicationUsers();
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

  /**
   * The user whose turn it is after another's.
   *
   * @throws IllegalStateException where the other is no user of the functions'
   */
  static String otherThan(String user) {
    return switch (user) {
      case APPLICATION_USER -> SECOND_USER;
      case SECOND_USER -> APPLICATION_USER;
      default -> throw new IllegalStateException("Not a user of the functions': " + user);
    };
  }

  private void makeApplicationUsers() throws SQLException {
    try (Connection database = DriverManager.getConnection(url, connection);
        Statement statement = database.createStatement()) {
      for (String user : new String[] {APPLICATION_USER, SECOND_USER, TOKEN_USER}) {
        statement.execute(
            "do $$ begin if not exists (select from pg_roles where rolname = '"
                + user
                + "') then create role "
                + user
                + " login; end if; end $$");
      }
      statement.execute("grant " + APPLICATION_USER + " to " + SECOND_USER + ", " + TOKEN_USER);
      // RDS has this role, and asks its members for tokens. Other PostgreSQLs have not.
      statement.execute(
          "do $$ begin if exists (select from pg_roles where rolname = 'rds_iam') then grant"
              + " rds_iam to "
              + TOKEN_USER
              + "; end if; end $$");
    }
  }

  private void renewPassword(Consumer<String> publish) throws SQLException {
    String password = Access.freshPassword();
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
