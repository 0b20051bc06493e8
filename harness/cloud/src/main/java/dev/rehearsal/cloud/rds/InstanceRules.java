package dev.rehearsal.cloud.rds;

import static dev.rehearsal.cloud.rds.DbInstance.is;
import static dev.rehearsal.cloud.rds.DbInstance.or;

import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;

/** What the embedded RDS takes of an instance, and what it refuses by name. */
final class InstanceRules {

  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z](?:-?[a-zA-Z0-9]){0,62}");

  private static final Pattern USER = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");

  private InstanceRules() {}

  static void check(CreateDbInstanceRequest asked, DatabaseServers servers) {
    if (!"postgres".equals(asked.engine())) {
      throw AwsError.of(
          "InvalidParameterValue",
          400,
          "Invalid DB engine: " + asked.engine() + ". The embedded RDS runs postgres.");
    }
    if (asked.engineVersion() != null) {
      version(asked.engineVersion(), servers);
    }
    identifier(asked.dbInstanceIdentifier());
    if (asked.masterUsername() == null
        || !USER.matcher(asked.masterUsername()).matches()
        || asked.masterUsername().equalsIgnoreCase("postgres_admin")
        || asked.masterUsername().equalsIgnoreCase("rdsadmin")) {
      throw AwsError.of("InvalidParameterValue", 400, "Invalid master user name");
    }
    boolean managed = is(asked.manageMasterUserPassword());
    if (managed && asked.masterUserPassword() != null) {
      throw AwsError.of(
          "InvalidParameterCombination",
          400,
          "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword"
              + " enabled.");
    }
    if (!managed && asked.masterUserPassword() == null) {
      throw AwsError.of("InvalidParameterValue", 400, "Invalid master password");
    }
    if (asked.dbSubnetGroupName() == null && !asked.vpcSecurityGroupIds().isEmpty()) {
      throw AwsError.of(
          "InvalidParameterCombination",
          400,
          "VpcSecurityGroupIds needs a DBSubnetGroupName: the embedded AWS has no default VPC.");
    }
  }

  static void identifier(@Nullable String asked) {
    if (asked == null || !IDENTIFIER.matcher(asked).matches()) {
      throw AwsError.of(
          "InvalidParameterValue",
          400,
          "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin"
              + " with a letter; must contain only ASCII letters, digits, and hyphens; and must"
              + " not end with a hyphen or contain two consecutive hyphens.");
    }
  }

  /** Refuses what an instance can't do in its state. */
  static void state(DbInstance instance, String... allowed) {
    if (!List.of(allowed).contains(instance.status())) {
      throw AwsError.of(
          InvalidDbInstanceStateException.builder(),
          "InvalidDBInstanceState",
          400,
          "Instance "
              + instance.described().dbInstanceIdentifier()
              + " is not in "
              + String.join(" or ", allowed)
              + " state.");
    }
  }

  static void version(String asked, DatabaseServers servers) {
    if (!asked.equals("17") && !servers.version().equals(asked)) {
      throw AwsError.of(
          "InvalidParameterCombination",
          400,
          "Cannot find version "
              + asked
              + " for postgres: the embedded RDS has "
              + servers.version()
              + ".");
    }
  }

  static void refuse(@Nullable Object value, String parameter) {
    if (value != null) {
      throw AwsError.of(
          "NotImplemented", 501, "The embedded RDS does not implement the parameter " + parameter);
    }
  }

  static boolean matches(DBInstance instance, Filter filter) {
    return switch (or(filter.name(), "")) {
      case "db-instance-id" ->
          filter.values().contains(instance.dbInstanceIdentifier())
              || filter.values().contains(instance.dbInstanceArn());
      case "dbi-resource-id" -> filter.values().contains(instance.dbiResourceId());
      case "engine" -> filter.values().contains(instance.engine());
      default ->
          throw AwsError.of(
              "InvalidParameterValue", 400, "Unrecognized filter name: " + filter.name());
    };
  }
}
