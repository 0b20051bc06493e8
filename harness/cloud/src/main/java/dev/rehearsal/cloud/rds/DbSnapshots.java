package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** The snapshots of one account and region, each with what its database had logged until then. */
final class DbSnapshots implements AutoCloseable {

  /** A snapshot. Its tags are guarded by the record. */
  static final class Snapshot {
    final DBSnapshot described;
    final DBInstance instance;
    final Recovery recovery;
    final Map<String, String> tags = new ConcurrentSkipListMap<>();

    Snapshot(DBSnapshot described, DBInstance instance, Recovery recovery) {
      this.described = described;
      this.instance = instance;
      this.recovery = recovery;
    }

    DBSnapshot shown() {
      return described.toBuilder()
          .tagList(
              tags.entrySet().stream()
                  .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                  .toList())
          .build();
    }
  }

  private final Surroundings aws;
  private final Map<String, Snapshot> snapshots = new ConcurrentSkipListMap<>();

  DbSnapshots(Surroundings aws) {
    this.aws = aws;
  }

  /** Takes a snapshot of an instance as it is now. */
  Snapshot take(DbInstance of, String name, List<Tag> tags) {
    String id = name.toLowerCase(Locale.ROOT);
    if (snapshots.containsKey(id)) {
      throw AwsError.of(
          DbSnapshotAlreadyExistsException.builder(),
          "DBSnapshotAlreadyExists",
          400,
          "Cannot create the snapshot because a snapshot with the identifier "
              + id
              + " already exists.");
    }
    DBInstance instance = of.described();
    Recovery recovery = Recovery.until(aws, of.server, "snapshot-" + aws.ids().hex(12));
    Snapshot snapshot =
        new Snapshot(
            DBSnapshot.builder()
                .dbSnapshotIdentifier(id)
                .dbSnapshotArn(aws.arn("rds", "snapshot:" + id))
                .dbInstanceIdentifier(instance.dbInstanceIdentifier())
                .dbiResourceId(instance.dbiResourceId())
                .engine(instance.engine())
                .engineVersion(instance.engineVersion())
                .masterUsername(instance.masterUsername())
                .allocatedStorage(instance.allocatedStorage())
                .storageType(instance.storageType())
                .encrypted(instance.storageEncrypted())
                .kmsKeyId(instance.kmsKeyId())
                .availabilityZone(instance.availabilityZone())
                .vpcId(instance.dbSubnetGroup() == null ? null : instance.dbSubnetGroup().vpcId())
                .port(instance.endpoint().port())
                .licenseModel(instance.licenseModel())
                .iamDatabaseAuthenticationEnabled(instance.iamDatabaseAuthenticationEnabled())
                .snapshotType("manual")
                .status("available")
                .percentProgress(100)
                .instanceCreateTime(instance.instanceCreateTime())
                .snapshotCreateTime(aws.clock().instant())
                .originalSnapshotCreateTime(aws.clock().instant())
                .build(),
            instance,
            recovery);
    if (DbInstance.is(instance.copyTagsToSnapshot())) {
      instance.tagList().forEach(tag -> snapshot.tags.put(tag.key(), tag.value()));
    }
    tags.forEach(tag -> snapshot.tags.put(tag.key(), DbInstance.or(tag.value(), "")));
    snapshots.put(id, snapshot);
    return snapshot;
  }

  Snapshot get(String name) {
    String id = name.replaceFirst("^arn:.*?:snapshot:", "").toLowerCase(Locale.ROOT);
    Snapshot found = snapshots.get(id);
    if (found == null) {
      throw AwsError.of(
          DbSnapshotNotFoundException.builder(),
          "DBSnapshotNotFound",
          404,
          "DBSnapshot " + name + " not found.");
    }
    return found;
  }

  List<DBSnapshot> describe(DescribeDbSnapshotsRequest asked) {
    return (asked.dbSnapshotIdentifier() == null
            ? snapshots.values().stream()
            : Stream.of(get(asked.dbSnapshotIdentifier())))
        .map(Snapshot::shown)
        .filter(
            each ->
                asked.dbInstanceIdentifier() == null
                    || each.dbInstanceIdentifier().equals(asked.dbInstanceIdentifier()))
        .filter(
            each ->
                asked.snapshotType() == null || each.snapshotType().equals(asked.snapshotType()))
        .toList();
  }

  DBSnapshot delete(String name) {
    Snapshot snapshot = get(name);
    snapshots.remove(snapshot.described.dbSnapshotIdentifier());
    snapshot.recovery.close();
    return snapshot.described.toBuilder().status("deleted").build();
  }

  @Override
  public void close() {
    snapshots.values().forEach(each -> each.recovery.close());
    snapshots.clear();
  }
}
