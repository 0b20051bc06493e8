package dev.t2s.shop.database;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.api.output.MigrateResult;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Runs at deployment: migrates the orders database and renews the functions' password. */
public final class DatabaseMigrateHandler implements RequestStreamHandler {

  private final Map<String, String> environment;
  private final SecretsManagerClient secrets;

  /** What Lambda calls: settings from the environment. */
  public DatabaseMigrateHandler() {
    this(
        System.getenv(),
        SecretsManagerClient.builder()
            .region(Region.of(required(System.getenv(), "AWS_REGION")))
            .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build());
  }

  DatabaseMigrateHandler(Map<String, String> environment, SecretsManagerClient secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    MigrateResult result;
    try {
      result = new Migration(url(), master()).run(this::publish);
    } catch (SQLException failure) {
      throw new IllegalStateException(
          "The orders database at "
              + required("DATABASE_HOST")
              + " could not be migrated: "
              + failure.getMessage(),
          failure);
    }
    String version = result.targetSchemaVersion == null ? "" : result.targetSchemaVersion;
    output.write(
        ("{\"migrationsExecuted\":"
                + result.migrationsExecuted
                + ",\"schemaVersion\":\""
                + version
                + "\",\"applicationUser\":\""
                + Migration.APPLICATION_USER
                + "\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private String url() {
    String url =
        "jdbc:postgresql://"
            + required("DATABASE_HOST")
            + ":"
            + required("DATABASE_PORT")
            + "/"
            + required("DATABASE_NAME")
            + "?connectTimeout=5&socketTimeout=60&sslmode="
            + environment.getOrDefault("DATABASE_SSLMODE", "verify-full");
    String root = environment.get("DATABASE_SSLROOTCERT");
    // Lambda's Java 17 trusts RDS's certificate authorities as it is.
    return root == null
        ? url + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
        : url + "&sslrootcert=" + root;
  }

  private Properties master() {
    String secret =
        secrets
            .getSecretValue(get -> get.secretId(required("DATABASE_MASTER_SECRET_ARN")))
            .secretString();
    Map<String, JsonNode> fields = JsonNode.parser().parse(secret).asObject();
    Properties properties = new Properties();
    for (String each : new String[] {"username", "password"}) {
      JsonNode value = fields.get(each);
      if (value == null) {
        throw new IllegalStateException("The master user's secret has no field " + each + ".");
      }
      properties.setProperty(each.equals("username") ? "user" : each, value.asString());
    }
    return properties;
  }

  private void publish(String password) {
    secrets.putSecretValue(
        put ->
            put.secretId(required("DATABASE_SECRET_ARN"))
                .secretString(
                    "{\"username\":\""
                        + Migration.APPLICATION_USER
                        + "\",\"password\":\""
                        + password
                        + "\"}"));
  }

  private String required(String name) {
    return required(environment, name);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(
          "The environment variable " + name + " is not set on database-migrate.");
    }
    return value;
  }
}
