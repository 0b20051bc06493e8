package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.rds.Rds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** Backups of RDS instances. */
record DatabaseProtection(Surroundings aws) implements Protection {

  @Override
  public String type() {
    return "RDS";
  }

  @Override
  public boolean covers(String arn) {
    return arn.startsWith("arn:aws:rds:") && arn.contains(":db:");
  }

  @Override
  public boolean made(String point) {
    return point.startsWith("arn:aws:rds:") && point.contains(":snapshot:");
  }

  @Override
  public String backUp(Caller role, String resource, String job) {
    RdsClient databases = aws.client(RdsClient.class, role);
    String name = resource.substring(resource.indexOf(":db:") + 4);
    // As AWS Backup does it, with the role: it asks for the instance first, marks the snapshot, and
    // waits for it.
    var unused = databases.describeDBInstances(describe -> describe.dbInstanceIdentifier(name));
    String point =
        databases
            .createDBSnapshot(
                create ->
                    create.dbInstanceIdentifier(name).dbSnapshotIdentifier("awsbackup:job-" + job))
            .dbSnapshot()
            .dbSnapshotArn();
    Tag source = Tag.builder().key("aws:backup:source-resource").value(job).build();
    var unusedMark = databases.addTagsToResource(add -> add.resourceName(point).tags(source));
    return databases
        .describeDBSnapshots(describe -> describe.dbSnapshotIdentifier(name(point)))
        .dbSnapshots()
        .get(0)
        .dbSnapshotArn();
  }

  @Override
  public Map<String, String> metadata(Caller role, String point) {
    DBSnapshot snapshot =
        aws.client(RdsClient.class, role)
            .describeDBSnapshots(describe -> describe.dbSnapshotIdentifier(name(point)))
            .dbSnapshots()
            .get(0);
    return Map.of(
        "DBInstanceIdentifier", snapshot.dbInstanceIdentifier(),
        "DBSnapshotIdentifier", snapshot.dbSnapshotIdentifier(),
        "Engine", snapshot.engine(),
        "EngineVersion", snapshot.engineVersion(),
        "Encrypted", String.valueOf(snapshot.encrypted()));
  }

  @Override
  public String restore(Caller role, String point, Map<String, String> metadata) {
    String name = metadata.get("DBInstanceIdentifier");
    if (name == null) {
      throw BackupErrors.parameter("Restoring a database takes the metadata DBInstanceIdentifier.");
    }
    String multiAz = metadata.get("MultiAZ");
    RdsClient databases = aws.client(RdsClient.class, role);
    String restored =
        databases
            .restoreDBInstanceFromDBSnapshot(
                restore ->
                    restore
                        .dbSnapshotIdentifier(name(point))
                        .dbInstanceIdentifier(name)
                        .dbInstanceClass(metadata.get("DBInstanceClass"))
                        .dbSubnetGroupName(metadata.get("DBSubnetGroupName"))
                        .dbParameterGroupName(metadata.get("DBParameterGroupName"))
                        .vpcSecurityGroupIds(list(metadata.get("VpcSecurityGroupIds")))
                        .multiAZ(multiAz == null ? null : Boolean.valueOf(multiAz)))
            .dbInstance()
            .dbInstanceIdentifier();
    return databases
        .describeDBInstances(describe -> describe.dbInstanceIdentifier(restored))
        .dbInstances()
        .get(0)
        .dbInstanceArn();
  }

  @Override
  public void delete(Caller role, String point) {
    aws.client(RdsClient.class, role)
        .deleteDBSnapshot(delete -> delete.dbSnapshotIdentifier(name(point)));
  }

  @Override
  public Map<String, Map<String, String>> resources() {
    return aws
        .peer(Rds.class, aws.region())
        .describeDBInstances(DescribeDbInstancesRequest.builder().build())
        .dbInstances()
        .stream()
        .collect(
            Collectors.toMap(
                DBInstance::dbInstanceArn,
                instance ->
                    instance.tagList().stream().collect(Collectors.toMap(Tag::key, Tag::value))));
  }

  private static String name(String point) {
    return point.substring(point.indexOf(":snapshot:") + ":snapshot:".length());
  }

  /** Metadata write lists as JSON: {@code ["sg-1","sg-2"]}. */
  private static List<String> list(@Nullable String json) {
    return json == null
        ? List.of()
        : Arrays.stream(json.replaceAll("[\\[\\]\"\\s]", "").split(",", -1))
            .filter(each -> !each.isEmpty())
            .toList();
  }
}
