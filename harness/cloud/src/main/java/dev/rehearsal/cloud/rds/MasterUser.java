package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.secretsmanager.SecretsManager;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/** The master user of an instance: its role in PostgreSQL, and its secret where RDS manages it. */
final class MasterUser {

  private static final String LETTERS =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789~!#%^*()-_+{}[]|:;<>,.?";

  private MasterUser() {}

  /**
   * Makes the role and its database.
   *
   * @return the managed secret, or null where the caller brought the password
   */
  static @Nullable MasterUserSecret create(
      Surroundings aws, CreateDbInstanceRequest asked, DatabaseServer server) {
    boolean managed = DbInstance.is(asked.manageMasterUserPassword());
    String password = managed ? random() : asked.masterUserPassword();
    String user = asked.masterUsername();
    try (Connection connection = server.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create role "
              + PostgresServer.identifier(user)
              + " login createdb createrole password "
              + PostgresServer.literal(password));
      statement.execute("create role rds_superuser nologin");
      statement.execute("create role rds_iam nologin");
      statement.execute("grant rds_superuser to " + PostgresServer.identifier(user));
      // The master makes others users of tokens, and stays one of a password.
      statement.execute(
          "grant rds_iam to "
              + PostgresServer.identifier(user)
              + " with admin true, inherit false, set false");
      statement.execute("grant pg_monitor, pg_signal_backend to rds_superuser with admin option");
      if (asked.dbName() != null) {
        statement.execute(
            "create database "
                + PostgresServer.identifier(asked.dbName())
                + " owner "
                + PostgresServer.identifier(user));
      }
    } catch (SQLException refused) {
      throw AwsError.of(
          "InvalidParameterValue",
          400,
          "PostgreSQL refused the master user: " + refused.getMessage());
    }
    return managed ? store(aws, asked, user, password) : null;
  }

  static void changePassword(DatabaseServer server, String user, String password) {
    try (Connection connection = server.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "alter role "
              + PostgresServer.identifier(user)
              + " password "
              + PostgresServer.literal(password));
    } catch (SQLException refused) {
      throw AwsError.of(
          "InvalidParameterValue", 400, "PostgreSQL refused the password: " + refused.getMessage());
    }
  }

  static void forget(Surroundings aws, MasterUserSecret secret) {
    secrets(aws).deleteManaged(secret.secretArn());
  }

  private static MasterUserSecret store(
      Surroundings aws, CreateDbInstanceRequest asked, String user, String password) {
    String arn =
        secrets(aws)
            .createManaged(
                "rds!db-" + aws.ids().uuid(),
                "rds",
                "Secret associated with primary RDS DB instance: "
                    + aws.arn("rds", "db:" + asked.dbInstanceIdentifier()),
                json(user, password),
                asked.masterUserSecretKmsKeyId());
    return MasterUserSecret.builder()
        .secretArn(arn)
        .secretStatus("active")
        .kmsKeyId(
            DbInstance.or(
                asked.masterUserSecretKmsKeyId(), aws.arn("kms", "alias/aws/secretsmanager")))
        .build();
  }

  private static SecretsManager secrets(Surroundings aws) {
    return aws.peer(SecretsManager.class, aws.region());
  }

  /** The letters of a password need no escapes in JSON; the user's name has none by its rule. */
  private static String json(String user, String password) {
    return "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}";
  }

  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder(32);
    for (int i = 0; i < 32; i++) {
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
