package dev.rehearsal.terraform.aws.rds;

import dev.rehearsal.terraform.provider.NotFound;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

final class DbInstance implements ResourceType {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String[] ELSEWHERE = {
    "replicate_source_db", "snapshot_identifier", "restore_to_point_in_time", "s3_import"
  };

  @Override
  public String name() {
    return "aws_db_instance";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("RDS DB Instance")
        .forcesNew(
            "availability_zone",
            "character_set_name",
            "custom_iam_instance_profile",
            "db_name",
            "engine",
            "identifier_prefix",
            "kms_key_id",
            "nchar_character_set_name",
            "storage_encrypted",
            "timezone",
            "username",
            "backup_target")
        .conflicts("identifier", "identifier_prefix")
        .conflicts("password", "password_wo", "manage_master_user_password")
        .defaults("auto_minor_version_upgrade", true)
        .defaults("delete_automated_backups", true)
        .sensitive("password", "password_wo")
        .ignoreCase("identifier")
        // A version given as 17 is met by 17.6.
        .same(
            (a, b) -> a.toString().startsWith(b + ".") || b.toString().startsWith(a + "."),
            "engine_version")
        .member("identifier", "DBInstanceIdentifier")
        .member("instance_class", "DBInstanceClass")
        .member("password", "MasterUserPassword")
        .member("username", "MasterUsername")
        .member("arn", "DBInstanceArn")
        .member("resource_id", "DbiResourceId")
        .member("status", "DBInstanceStatus")
        .member("parameter_group_name", "DBParameterGroupName")
        .member("backup_window", "PreferredBackupWindow")
        .member("maintenance_window", "PreferredMaintenanceWindow")
        .member("enabled_cloudwatch_logs_exports", "EnableCloudwatchLogsExports")
        .member("iam_database_authentication_enabled", "EnableIAMDatabaseAuthentication")
        .member("ca_cert_identifier", "CACertificateIdentifier")
        .untaken(
            "db_name",
            "listener_endpoint",
            "replicas",
            "password",
            "final_snapshot_identifier",
            "master_user_secret_kms_key_id",
            "performance_insights_retention_period")
        .recomputed("engine_version_actual", "engine_version")
        .recomputed(
            "master_user_secret", "manage_master_user_password", "master_user_secret_kms_key_id")
        .check(
            checked -> {
              for (String argument : ELSEWHERE) {
                if (checked.given(argument)) {
                  checked.add(
                      argument,
                      argument + " is not served by the embedded provider",
                      "The embedded RDS makes new instances only.");
                }
              }
            })
        .tags(RdsTypes.tagging())
        .imports(
            it -> {
              it.values().set("skip_final_snapshot", true);
              it.values().set("delete_automated_backups", true);
            });
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    String identifier = it.nameFrom("identifier", "identifier_prefix");
    CreateDbInstanceRequest.Builder request = it.fill(CreateDbInstanceRequest.builder());
    String writeOnly = it.config().text("password_wo");
    if (writeOnly != null) {
      request.masterUserPassword(writeOnly);
    }
    if (values.bool("manage_master_user_password")) {
      request.manageMasterUserPassword(true);
    }
    it.client(RdsClient.class).createDBInstance(request.build());
    it.id(identifier);
    it.id(await(it, identifier).dbiResourceId());
  }

  @Override
  public void read(ResourceInstance it) {
    DBInstance found = find(it);
    it.id(found.dbiResourceId());
    Values values = it.values();
    it.take(found);
    values.set("db_name", found.dbName());
    Endpoint endpoint = found.endpoint();
    if (endpoint != null) {
      values.set("address", endpoint.address());
      values.set("port", endpoint.port());
      values.set("endpoint", endpoint.address() + ":" + endpoint.port());
      values.set("hosted_zone_id", endpoint.hostedZoneId());
    }
    values.set("engine_version_actual", found.engineVersion());
    values.set("listener_endpoint", List.of());
    values.set("replicas", List.of());
    values.set("iam_database_authentication_enabled", found.iamDatabaseAuthenticationEnabled());
    values.set("enabled_cloudwatch_logs_exports", found.enabledCloudwatchLogsExports());
    values.set(
        "parameter_group_name",
        found.dbParameterGroups().stream()
            .map(DBParameterGroupStatus::dbParameterGroupName)
            .findFirst()
            .orElse(null));
    values.set(
        "vpc_security_group_ids",
        found.vpcSecurityGroups().stream()
            .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
            .toList());
    values.set(
        "db_subnet_group_name",
        found.dbSubnetGroup() == null ? null : found.dbSubnetGroup().dbSubnetGroupName());
    if (found.masterUserSecret() != null) {
      values.set("manage_master_user_password", true);
      values.set("master_user_secret_kms_key_id", found.masterUserSecret().kmsKeyId());
      values.set(
          "master_user_secret",
          List.of(
              Map.of(
                  "kms_key_id", String.valueOf(found.masterUserSecret().kmsKeyId()),
                  "secret_arn", found.masterUserSecret().secretArn(),
                  "secret_status", String.valueOf(found.masterUserSecret().secretStatus()))));
    } else {
      values.set("master_user_secret", List.of());
    }
  }

  @Override
  public void update(ResourceInstance it) {
    Values values = it.values();
    String before = it.prior().string("identifier");
    ModifyDbInstanceRequest.Builder request =
        it.fill(ModifyDbInstanceRequest.builder())
            .dbInstanceIdentifier(before)
            .applyImmediately(values.bool("apply_immediately"))
            .masterUserPassword(it.changed("password") ? values.text("password") : null);
    if (!it.changed("engine_version")) {
      request.engineVersion(null);
    }
    // To name a group at all is to ask for a move.
    if (!it.changed("db_subnet_group_name")) {
      request.dbSubnetGroupName(null);
    }
    if (it.changed("password_wo_version")) {
      request.masterUserPassword(it.config().text("password_wo"));
    }
    if (it.changed("enabled_cloudwatch_logs_exports")) {
      List<String> enable = new ArrayList<>(values.strings("enabled_cloudwatch_logs_exports"));
      List<String> disable = new ArrayList<>(it.prior().strings("enabled_cloudwatch_logs_exports"));
      disable.removeAll(enable);
      request.cloudwatchLogsExportConfiguration(
          logs -> logs.enableLogTypes(enable).disableLogTypes(disable));
    }
    if (!before.equalsIgnoreCase(values.string("identifier"))) {
      request.newDBInstanceIdentifier(values.string("identifier"));
    }
    it.client(RdsClient.class).modifyDBInstance(request.build());
    await(it, values.string("identifier"));
  }

  @Override
  public void delete(ResourceInstance it) {
    Values values = it.values();
    String snapshot = values.text("final_snapshot_identifier");
    boolean skip = values.bool("skip_final_snapshot");
    if (!skip && snapshot == null) {
      throw new ProviderException(
          "final_snapshot_identifier is required when skip_final_snapshot is false");
    }
    String identifier = values.string("identifier");
    it.client(RdsClient.class)
        .deleteDBInstance(
            request ->
                request
                    .dbInstanceIdentifier(identifier)
                    .skipFinalSnapshot(skip)
                    .finalDBSnapshotIdentifier(skip ? null : snapshot)
                    .deleteAutomatedBackups(values.bool("delete_automated_backups")));
    Waiting.until(
        PATIENCE,
        "RDS DB Instance (" + identifier + ") to be deleted",
        () -> {
          try {
            it.client(RdsClient.class)
                .describeDBInstances(request -> request.dbInstanceIdentifier(identifier));
            return false;
          } catch (AwsServiceException error) {
            if (NotFound.is(error)) {
              return true;
            }
            throw error;
          }
        });
  }

  /** By identifier where known, as after a create; else by the id, which an import gives either. */
  private static DBInstance find(ResourceInstance it) {
    String identifier = it.values().text("identifier");
    String wanted = identifier == null ? it.id() : identifier;
    RdsClient rds = it.client(RdsClient.class);
    if (wanted.startsWith("db-") && identifier == null) {
      return rds.describeDBInstances(request -> {}).dbInstances().stream()
          .filter(one -> one.dbiResourceId().equals(wanted))
          .findFirst()
          .orElseThrow(
              () -> new ProviderException("RDS DB Instance (" + wanted + ") does not exist"));
    }
    return rds.describeDBInstances(request -> request.dbInstanceIdentifier(wanted))
        .dbInstances()
        .get(0);
  }

  private static DBInstance await(ResourceInstance it, String identifier) {
    DBInstance[] found = new DBInstance[1];
    Waiting.until(
        PATIENCE,
        "RDS DB Instance (" + identifier + ") to be available",
        () -> {
          found[0] =
              it.client(RdsClient.class)
                  .describeDBInstances(request -> request.dbInstanceIdentifier(identifier))
                  .dbInstances()
                  .get(0);
          return "available".equals(found[0].dbInstanceStatus());
        });
    return found[0];
  }
}
