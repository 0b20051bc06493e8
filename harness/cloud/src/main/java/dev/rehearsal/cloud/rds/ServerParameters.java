package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.call.AwsError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.Parameter;

/** Hands a parameter group to the PostgreSQL of an instance. */
final class ServerParameters {

  private ServerParameters() {}

  /** Tells a server its group's parameters; those applied at a reboot only where it boots. */
  static void configure(DbInstance instance, DbParameterGroups.Group group, boolean booting) {
    boolean pending = false;
    try (Connection connection = instance.server.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("alter system reset all");
      for (Parameter parameter : DbParameterGroups.forServer(group)) {
        if (parameter.applyMethod() == ApplyMethod.PENDING_REBOOT && !booting) {
          pending = true;
          continue;
        }
        statement.execute(
            "alter system set "
                + PostgresServer.identifier(parameter.parameterName())
                + " = "
                + PostgresServer.literal(parameter.parameterValue()));
      }
      statement.execute("select pg_reload_conf()");
    } catch (SQLException refused) {
      throw invalid(refused);
    }
    instance.parameterStatus(pending ? "pending-reboot" : "in-sync");
  }

  private static AwsServiceException invalid(SQLException refused) {
    return AwsError.of(
        "InvalidParameterValue", 400, "PostgreSQL refused a parameter: " + refused.getMessage());
  }
}
