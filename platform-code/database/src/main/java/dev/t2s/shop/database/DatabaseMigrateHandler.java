package dev.t2s.shop.database;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.flywaydb.core.api.output.MigrateResult;

/** Runs at deployment: migrates the orders database and renews the functions' password. */
public final class DatabaseMigrateHandler implements RequestStreamHandler {

  private final Access access;

  /** What Lambda calls: settings from the environment. */
  public DatabaseMigrateHandler() {
    this(Access.ofProcess());
  }

  DatabaseMigrateHandler(Access access) {
    this.access = access;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    MigrateResult result;
    try {
      result = new Migration(access.url(), access.master()).run(this::publish);
    } catch (SQLException failure) {
      throw new IllegalStateException(
          access.described() + " could not be migrated: " + failure.getMessage(), failure);
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

  private void publish(String password) {
    access
        .secrets()
        .putSecretValue(
            put ->
                put.secretId(access.required("DATABASE_SECRET_ARN"))
                    .secretString(Access.secret(Migration.APPLICATION_USER, password)));
  }
}
