package dev.t2s.shop.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;

final class DatabaseMigrateHandlerTest {

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  @Test
  void migratesTwiceAndRenewsThePasswordEachTime() throws Exception {
    Secrets secrets = new Secrets();
    assertTrue(migrate(secrets).contains("\"migrationsExecuted\":2"));
    String first = secrets.values.get("app");
    assertTrue(migrate(secrets).contains("\"migrationsExecuted\":0"));
    assertNotEquals(first, secrets.values.get("app"));
  }

  @Test
  void theApplicationsUserHoldsOnlyItsGrants() throws Exception {
    Secrets secrets = new Secrets();
    migrate(secrets);
    String password = Objects.requireNonNull(secrets.values.get("app")).split("\"", -1)[7];
    // The embedded server trusts local connections, so the password itself is not checked here.
    String url = postgres.getJdbcUrl("shop_app", "postgres");
    try (Connection database = DriverManager.getConnection(url, "shop_app", password);
        Statement statement = database.createStatement()) {
      statement.executeQuery("select count(*) from orders").close();
      for (String forbidden :
          new String[] {
            "drop table orders",
            "update orders set total = 1",
            "delete from payments",
            "delete from outbox",
            "create table mine (id int)",
            "select * from flyway_schema_history"
          }) {
        SQLException refused =
            assertThrows(SQLException.class, () -> statement.execute(forbidden), forbidden);
        assertEquals("42501", refused.getSQLState(), forbidden);
      }
    }
  }

  private static String migrate(Secrets secrets) throws IOException {
    var output = new ByteArrayOutputStream();
    new DatabaseMigrateHandler(
            new Access(
                Map.of(
                    "DATABASE_HOST", "localhost",
                    "DATABASE_PORT", String.valueOf(postgres.getPort()),
                    "DATABASE_NAME", "postgres",
                    "DATABASE_SSLMODE", "disable",
                    "DATABASE_MASTER_SECRET_ARN", "master",
                    "DATABASE_SECRET_ARN", "app"),
                secrets))
        .handleRequest(InputStream.nullInputStream(), output, unused());
    return output.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Context unused() {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static final class Secrets implements SecretsManagerClient {
    final Map<String, String> values =
        new HashMap<>(Map.of("master", "{\"username\":\"postgres\",\"password\":\"postgres\"}"));

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
      return GetSecretValueResponse.builder().secretString(values.get(request.secretId())).build();
    }

    @Override
    public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
      values.put(request.secretId(), request.secretString());
      return PutSecretValueResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "secretsmanager";
    }

    @Override
    public void close() {}
  }
}
