package dev.rehearsal.stage.target;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.rnorth.ducttape.unreliables.Unreliables;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits until a container's service answers as its callers will ask it, not until it logs so. */
final class Ready {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Asks once. */
  private interface Question {
    void ask(String host, int port) throws IOException, SQLException;
  }

  private final Question question;

  private Ready(Question question) {
    this.question = question;
  }

  static Ready localstack() {
    return new Ready(
        (host, port) -> {
          URI health = URI.create("http://" + host + ":" + port + "/_localstack/health");
          HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
          connection.setConnectTimeout((int) PATIENCE.toMillis());
          connection.setReadTimeout((int) PATIENCE.toMillis());
          if (connection.getResponseCode() != 200) {
            throw new IOException(health + " answered " + connection.getResponseCode());
          }
        });
  }

  static Ready postgres(String password) {
    return new Ready(
        (host, port) -> {
          try (Connection connection =
              PostgresInContainer.connect(host, port, "postgres", password)) {
            if (!connection.isValid((int) PATIENCE.toSeconds())) {
              throw new SQLException("PostgreSQL takes connections, but does not answer.");
            }
          }
        });
  }

  AbstractWaitStrategy on(String host, int port) {
    return new AbstractWaitStrategy() {
      @Override
      protected void waitUntilReady() {
        Unreliables.retryUntilSuccess(
            (int) startupTimeout.toSeconds(),
            java.util.concurrent.TimeUnit.SECONDS,
            () -> {
              if (!waitStrategyTarget.isRunning()) {
                throw new IOException("the container has stopped");
              }
              getRateLimiter()
                  .doWhenReady(
                      () -> {
                        try {
                          question.ask(host, waitStrategyTarget.getMappedPort(port));
                        } catch (IOException | SQLException notYet) {
                          throw new IllegalStateException(notYet);
                        }
                      });
              return true;
            });
      }
    };
  }
}
