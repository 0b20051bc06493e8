package dev.t2s.shop.database;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGConnection;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Rotates the functions' database user in Secrets Manager's four steps. Two users take turns: the
 * one that functions use keeps its password until the rotation after this one, so that nobody is
 * locked out between the database's change and the secret's.
 */
public final class SecretRotationHandler implements RequestStreamHandler {

  private static final String CURRENT = "AWSCURRENT";
  private static final String PENDING = "AWSPENDING";

  private final Access access;

  /** What Lambda calls: settings from the environment. */
  public SecretRotationHandler() {
    this(Access.ofProcess());
  }

  SecretRotationHandler(Access access) {
    this.access = access;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<String, JsonNode> event =
        JsonNode.parser()
            .parse(new String(input.readAllBytes(), StandardCharsets.UTF_8))
            .asObject();
    String step = text(event, "Step");
    Turn turn = new Turn(text(event, "SecretId"), text(event, "ClientRequestToken"));
    Map<String, List<String>> stages =
        secrets().describeSecret(describe -> describe.secretId(turn.secret)).versionIdsToStages();
    List<String> mine = stages.getOrDefault(turn.version, List.of());
    if (mine.contains(CURRENT)) {
      return; // A step that came twice.
    }
    if (!mine.contains(PENDING)) {
      throw new IllegalStateException(
          "The version " + turn.version + " of " + turn.secret + " is not set for rotation.");
    }
    try {
      switch (step) {
        case "createSecret" -> create(turn);
        case "setSecret" -> set(turn);
        case "testSecret" -> test(turn);
        case "finishSecret" -> finish(turn, stages);
        default -> throw new IllegalArgumentException("No step of a rotation: " + step);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(
          access.described() + " failed at " + step + ": " + failure.getMessage(), failure);
    }
  }

  private void create(Turn turn) {
    try {
      String unused = pending(turn);
      return; // Made already, by a rotation that is tried again.
    } catch (ResourceNotFoundException notYet) {
      // The usual way.
    }
    String current =
        secrets()
            .getSecretValue(get -> get.secretId(turn.secret).versionStage(CURRENT))
            .secretString();
    String next = Migration.otherThan(Access.user(current).getProperty("user"));
    secrets()
        .putSecretValue(
            put ->
                put.secretId(turn.secret)
                    .clientRequestToken(turn.version)
                    .versionStages(PENDING)
                    .secretString(Access.secret(next, Access.freshPassword())));
  }

  private void set(Turn turn) throws SQLException {
    Properties next = Access.user(pending(turn));
    try (Connection database = access.connect(access.master())) {
      // The driver sends a SCRAM verifier, so no server log can hold the password.
      database
          .unwrap(PGConnection.class)
          .alterUserPassword(
              next.getProperty("user"),
              next.getProperty("password").toCharArray(),
              "scram-sha-256");
    }
  }

  /** Reads what functions read: a user without its grants must not become the current one. */
  private void test(Turn turn) throws SQLException {
    try (Connection database = access.connect(Access.user(pending(turn)));
        Statement statement = database.createStatement()) {
      statement.executeQuery("select 1 from orders limit 1").close();
    }
  }

  private void finish(Turn turn, Map<String, List<String>> stages) {
    String before =
        stages.entrySet().stream()
            .filter(version -> version.getValue().contains(CURRENT))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("The secret " + turn.secret + " has no version."));
    secrets()
        .updateSecretVersionStage(
            update ->
                update
                    .secretId(turn.secret)
                    .versionStage(CURRENT)
                    .moveToVersionId(turn.version)
                    .removeFromVersionId(before));
  }

  private String pending(Turn turn) {
    return secrets()
        .getSecretValue(
            get -> get.secretId(turn.secret).versionId(turn.version).versionStage(PENDING))
        .secretString();
  }

  private SecretsManagerClient secrets() {
    return access.secrets();
  }

  private static String text(Map<String, JsonNode> event, String name) {
    JsonNode value = event.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The event of a rotation has no " + name + ".");
    }
    return value.asString();
  }

  private record Turn(String secret, String version) {}
}
