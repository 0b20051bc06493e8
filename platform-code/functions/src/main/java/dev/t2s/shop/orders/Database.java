package dev.t2s.shop.orders;

import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Secret;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The orders database over one connection: a Lambda serves one invocation at a time. A connection
 * that broke while the function slept is replaced, a password that was rotated is read again.
 */
public final class Database {

  /** Work in a transaction. May be done twice, so it does nothing but SQL. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private static final int ATTEMPTS = 3;

  /** How a function proves to be a user of the database. */
  public interface User {

    String name();

    /** What it shows as its password. */
    String password();

    /** Forgets what was refused: the next password is another one, if there is one. */
    void forget();
  }

  private final String url;
  private final User user;
  private final Log log;
  private @Nullable Connection open;

  /** The database with the user that a secret holds. */
  public Database(Settings settings, Secret secret, Log log) {
    this(settings, new SecretUser(secret), log);
  }

  public Database(Settings settings, User user, Log log) {
    this.user = user;
    this.log = log;
    StringBuilder address =
        new StringBuilder("jdbc:postgresql://")
            .append(settings.required("DATABASE_HOST"))
            .append(':')
            .append(settings.required("DATABASE_PORT"))
            .append('/')
            .append(settings.required("DATABASE_NAME"))
            .append("?connectTimeout=3&loginTimeout=4&socketTimeout=8&tcpKeepAlive=true")
            // Metadata queries of no use here.
            .append("&assumeMinServerVersion=12&ApplicationName=")
            .append(settings.text("AWS_LAMBDA_FUNCTION_NAME", "shop"))
            .append("&sslmode=")
            .append(settings.text("DATABASE_SSLMODE", "verify-full"));
    // Lambda's Java 17 trusts RDS's certificate authorities as it is.
    url =
        address
            .append(
                settings
                    .optional("DATABASE_SSLROOTCERT")
                    .map(root -> "&sslrootcert=" + root)
                    .orElse("&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"))
            .toString();
  }

  /**
   * Does work in a transaction of its own.
   *
   * @throws Unavailable where the database does not answer; the work was not done, except where
   *     only the commit's outcome is unknown
   */
  public synchronized <T> T transaction(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      boolean committing = false;
      try {
        Connection connection = connection();
        T result = work.in(connection);
        committing = true;
        connection.commit();
        return result;
      } catch (SQLException failure) {
        boolean broken = isBroken(failure);
        if (broken) {
          drop();
        } else {
          rollback();
        }
        boolean again = !committing && (broken || isConflict(failure));
        if (!again || attempt == ATTEMPTS) {
          throw new Unavailable("The orders database failed: " + describe(failure), failure);
        }
        log.warn("database attempt failed", "attempt", attempt, "error", describe(failure));
      } catch (RuntimeException failure) {
        rollback();
        throw failure;
      }
    }
  }

  private Connection connection() throws SQLException {
    Connection known = open;
    if (known != null && !known.isClosed()) {
      return known;
    }
    try {
      return open = connect();
    } catch (SQLException failure) {
      String state = String.valueOf(failure.getSQLState());
      if (!state.startsWith("28")) {
        throw failure;
      }
      // The password was rotated.
      user.forget();
      return open = connect();
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user.name());
    properties.setProperty("password", user.password());
    // Not through DriverManager: that would load every driver it can find.
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("Not an address of PostgreSQL: " + url);
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private record SecretUser(Secret secret) implements User {
    @Override
    public String name() {
      return secret.field("username");
    }

    @Override
    public String password() {
      return secret.field("password");
    }

    @Override
    public void forget() {
      secret.forget();
    }
  }

  private void rollback() {
    try {
      if (open != null) {
        open.rollback();
      }
    } catch (SQLException broken) {
      drop();
    }
  }

  private void drop() {
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException alreadyBroken) {
      log.warn("a broken connection did not close", "error", describe(alreadyBroken));
    }
    open = null;
  }

  private static boolean isBroken(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    // 08: connection; 57P: shutdown, starting up; 53300: too many connections.
    return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
  }

  private static boolean isConflict(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.equals("40001") || state.equals("40P01");
  }

  private static String describe(SQLException failure) {
    return failure.getSQLState() + " " + failure.getMessage();
  }
}
