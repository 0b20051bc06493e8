package dev.t2s.shop.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The orders database's address and the users that secrets hold. */
final class Access {

  private final Map<String, String> environment;
  private final SecretsManagerClient secrets;

  Access(Map<String, String> environment, SecretsManagerClient secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  /** Of this process: settings and credentials from the environment. */
  static Access ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Access(
        environment,
        SecretsManagerClient.builder()
            .region(Region.of(required(environment, "AWS_REGION")))
            .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build());
  }

  SecretsManagerClient secrets() {
    return secrets;
  }

  String url() {
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

  /** The master user, as the driver takes it. */
  Properties master() {
    return user(
        secrets
            .getSecretValue(get -> get.secretId(required("DATABASE_MASTER_SECRET_ARN")))
            .secretString());
  }

  Connection connect(Properties user) throws SQLException {
    return DriverManager.getConnection(url(), user);
  }

  String required(String name) {
    return required(environment, name);
  }

  String described() {
    return "The orders database at " + required("DATABASE_HOST");
  }

  /** The user that a secret's value holds, as the driver takes it. */
  static Properties user(String secret) {
    Map<String, JsonNode> fields = JsonNode.parser().parse(secret).asObject();
    Properties properties = new Properties();
    properties.setProperty("user", field(fields, "username"));
    properties.setProperty("password", field(fields, "password"));
    return properties;
  }

  private static String field(Map<String, JsonNode> fields, String name) {
    JsonNode value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("The user's secret has no field " + name + ".");
    }
    return value.asString();
  }

  /** A secret's value for a user; both are letters, digits, {@code -} and {@code _}. */
  static String secret(String user, String password) {
    return "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}";
  }

  static String freshPassword() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(
          "The environment variable "
              + name
              + " is not set on "
              + environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "this function")
              + ".");
    }
    return value;
  }
}
