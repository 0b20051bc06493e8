package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.call.AwsError;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PointInTimeRestoreNotEnabledException;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;

/** What a restored instance has of the one that it is restored from. */
final class Restoring {

  private Restoring() {}

  static CreateDbInstanceRequest.Builder like(DBInstance source) {
    return CreateDbInstanceRequest.builder()
        .engine(source.engine())
        .engineVersion(source.engineVersion())
        .dbInstanceClass(source.dbInstanceClass())
        .dbName(source.dbName())
        .masterUsername(source.masterUsername())
        .allocatedStorage(source.allocatedStorage())
        .maxAllocatedStorage(source.maxAllocatedStorage())
        .storageType(source.storageType())
        .storageEncrypted(source.storageEncrypted())
        .kmsKeyId(source.kmsKeyId())
        .dbParameterGroupName(source.dbParameterGroups().get(0).dbParameterGroupName())
        .backupRetentionPeriod(source.backupRetentionPeriod())
        .copyTagsToSnapshot(source.copyTagsToSnapshot())
        .enableIAMDatabaseAuthentication(source.iamDatabaseAuthenticationEnabled())
        .autoMinorVersionUpgrade(source.autoMinorVersionUpgrade())
        .publiclyAccessible(source.publiclyAccessible())
        .caCertificateIdentifier(source.caCertificateIdentifier());
  }

  static void override(
      CreateDbInstanceRequest.Builder like,
      @Nullable String instanceClass,
      @Nullable Boolean multiAz,
      @Nullable Boolean deletionProtection) {
    if (instanceClass != null) {
      like.dbInstanceClass(instanceClass);
    }
    like.multiAZ(multiAz);
    like.deletionProtection(deletionProtection);
  }

  /** The moment to restore to, on the stage's clock. */
  static Instant moment(
      RestoreDbInstanceToPointInTimeRequest asked, DBInstance source, Instant now) {
    if (DbInstance.or(source.backupRetentionPeriod(), 0) == 0) {
      throw AwsError.of(
          PointInTimeRestoreNotEnabledException.builder(),
          "PointInTimeRestoreNotEnabled",
          400,
          "Point in time restore is not enabled for instance " + source.dbInstanceIdentifier());
    }
    boolean latest = DbInstance.is(asked.useLatestRestorableTime());
    if (latest == (asked.restoreTime() != null)) {
      throw AwsError.of(
          "InvalidParameterCombination",
          400,
          "Exactly one of RestoreTime and UseLatestRestorableTime must be specified.");
    }
    Instant moment = latest ? now : asked.restoreTime();
    Instant earliest = now.minus(Duration.ofDays(source.backupRetentionPeriod()));
    if (moment.isAfter(now)
        || moment.isBefore(source.instanceCreateTime())
        || moment.isBefore(earliest)) {
      throw AwsError.of(
          "InvalidRestoreFault",
          400,
          "The specified instance cannot be restored to a time earlier than "
              + (earliest.isAfter(source.instanceCreateTime())
                  ? earliest
                  : source.instanceCreateTime())
              + " because its backups do not reach further, or to a time later than "
              + now);
    }
    return moment;
  }
}
