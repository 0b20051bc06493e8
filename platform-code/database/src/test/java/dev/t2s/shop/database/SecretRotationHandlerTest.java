package dev.t2s.shop.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

final class SecretRotationHandlerTest {

  private EmbeddedPostgres postgres;
  private final Secrets secrets = new Secrets();

  @BeforeEach
  void migrate() throws Exception {
    postgres = EmbeddedPostgres.builder().start();
    String url = postgres.getJdbcUrl("postgres", "postgres");
    Properties master = Access.user(Secrets.MASTER);
    String unused =
        new Migration(url, master)
            .run(password -> secrets.put("v0", "AWSCURRENT", Access.secret("shop_app", password)))
            .targetSchemaVersion;
  }

  @AfterEach
  void stop() throws IOException {
    postgres.close();
  }

  @Test
  void usersTakeTurnsAndTheOneBeforeKeepsItsPassword() throws Exception {
    String before = verifier("shop_app");
    rotate("v1");
    assertEquals("shop_app_second", user("v1"));
    assertEquals(List.of("AWSCURRENT"), secrets.stages.get("v1"));
    assertEquals(before, verifier("shop_app"));

    rotate("v2");
    assertEquals("shop_app", user("v2"));
    assertNotEquals(before, verifier("shop_app"));
  }

  @Test
  void aStepThatComesTwiceChangesNothing() throws Exception {
    secrets.stages.put("v1", new ArrayList<>(List.of("AWSPENDING")));
    step("v1", "createSecret");
    String made = secrets.values.get("v1");
    step("v1", "createSecret");
    assertEquals(made, secrets.values.get("v1"));
    step("v1", "setSecret");
    step("v1", "finishSecret");
    String verifier = verifier("shop_app_second");
    step("v1", "setSecret");
    step("v1", "finishSecret");
    assertEquals(verifier, verifier("shop_app_second"));
    assertEquals(List.of("AWSCURRENT"), secrets.stages.get("v1"));
  }

  @Test
  void aUserWithoutItsGrantsIsNotMadeTheCurrentOne() throws Exception {
    try (Connection database = postgres.getPostgresDatabase().getConnection();
        Statement statement = database.createStatement()) {
      statement.execute("revoke shop_app from shop_app_second");
    }
    IllegalStateException told = assertThrows(IllegalStateException.class, () -> rotate("v1"));
    assertTrue(String.valueOf(told.getMessage()).contains("testSecret"), told.getMessage());
    assertEquals(List.of("AWSCURRENT"), secrets.stages.get("v0"));
  }

  @Test
  void aVersionThatIsNotPendingIsRefused() {
    assertThrows(IllegalStateException.class, () -> step("v9", "createSecret"));
  }

  private void rotate(String version) throws IOException {
    secrets.stages.put(version, new ArrayList<>(List.of("AWSPENDING")));
    for (String step : List.of("createSecret", "setSecret", "testSecret", "finishSecret")) {
      step(version, step);
    }
  }

  private void step(String version, String step) throws IOException {
    String event =
        "{\"Step\":\"%s\",\"SecretId\":\"app\",\"ClientRequestToken\":\"%s\"}"
            .formatted(step, version);
    new SecretRotationHandler(
            new Access(
                Map.of(
                    "DATABASE_HOST", "localhost",
                    "DATABASE_PORT", String.valueOf(postgres.getPort()),
                    "DATABASE_NAME", "postgres",
                    "DATABASE_SSLMODE", "disable",
                    "DATABASE_MASTER_SECRET_ARN", "master"),
                secrets))
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(UTF_8)),
            OutputStream.nullOutputStream(),
            unused());
  }

  private String user(String version) {
    return Access.user(Objects.requireNonNull(secrets.values.get(version))).getProperty("user");
  }

  /** What the server keeps of a user's password: the embedded one trusts local connections. */
  private String verifier(String user) throws SQLException {
    try (Connection database =
            DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
        Statement statement = database.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select rolpassword from pg_authid where rolname = '" + user + "'")) {
      assertTrue(found.next());
      return String.valueOf(found.getString(1));
    }
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
    static final String MASTER = "{\"username\":\"postgres\",\"password\":\"postgres\"}";

    final Map<String, String> values = new LinkedHashMap<>();
    final Map<String, List<String>> stages = new LinkedHashMap<>();

    void put(String version, String stage, String value) {
      values.put(version, value);
      stages.values().forEach(each -> each.remove(stage));
      stages.put(version, new ArrayList<>(List.of(stage)));
    }

    @Override
    public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
      return DescribeSecretResponse.builder().versionIdsToStages(stages).build();
    }

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
      if (request.secretId().equals("master")) {
        return GetSecretValueResponse.builder().secretString(MASTER).build();
      }
      String version =
          request.versionId() != null
              ? request.versionId()
              : stages.entrySet().stream()
                  .filter(each -> each.getValue().contains(request.versionStage()))
                  .map(Map.Entry::getKey)
                  .findFirst()
                  .orElseThrow();
      if (!values.containsKey(version)) {
        throw ResourceNotFoundException.builder().message(version).build();
      }
      return GetSecretValueResponse.builder().secretString(values.get(version)).build();
    }

    @Override
    public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
      put(request.clientRequestToken(), request.versionStages().get(0), request.secretString());
      return PutSecretValueResponse.builder().build();
    }

    @Override
    public UpdateSecretVersionStageResponse updateSecretVersionStage(
        UpdateSecretVersionStageRequest request) {
      Objects.requireNonNull(stages.get(request.removeFromVersionId()))
          .remove(request.versionStage());
      stages.put(request.moveToVersionId(), new ArrayList<>(List.of(request.versionStage())));
      return UpdateSecretVersionStageResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "secretsmanager";
    }

    @Override
    public void close() {}
  }
}
