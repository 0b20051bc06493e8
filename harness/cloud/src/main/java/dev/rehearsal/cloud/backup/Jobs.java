package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.kms.Kms;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import dev.rehearsal.cloud.time.DueTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.backup.model.BackupJob;
import software.amazon.awssdk.services.backup.model.BackupJobState;
import software.amazon.awssdk.services.backup.model.BackupVaultListMember;
import software.amazon.awssdk.services.backup.model.CalculatedLifecycle;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobResponse;
import software.amazon.awssdk.services.backup.model.Lifecycle;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;
import software.amazon.awssdk.services.backup.model.RecoveryPointCreator;
import software.amazon.awssdk.services.backup.model.RecoveryPointStatus;
import software.amazon.awssdk.services.backup.model.RestoreJobStatus;
import software.amazon.awssdk.services.backup.model.StartBackupJobRequest;
import software.amazon.awssdk.services.backup.model.StartRestoreJobRequest;

/**
 * Backs up and restores, in the role that each job names, and keeps what became of it. A job has
 * ended when its start answers. Thread-safe.
 */
final class Jobs implements AutoCloseable {

  private final Surroundings aws;
  private final Vaults vaults;
  private final List<Protection> protections;
  private final RoleSessions sessions;
  private final DueTasks expiry;
  private final Map<String, BackupJob> backups = new ConcurrentSkipListMap<>();
  private final Map<String, DescribeRestoreJobResponse> restores = new ConcurrentSkipListMap<>();

  Jobs(Surroundings aws, Vaults vaults) {
    this.aws = aws;
    this.vaults = vaults;
    this.protections =
        List.of(new TableProtection(aws), new DatabaseProtection(aws), new BucketProtection(aws));
    this.sessions = new RoleSessions(aws, "backup.amazonaws.com");
    this.expiry = new DueTasks(aws);
  }

  List<Protection> protections() {
    return protections;
  }

  BackupJob start(StartBackupJobRequest asked, @Nullable RecoveryPointCreator creator) {
    BackupVaultListMember vault = vaults.get(asked.backupVaultName());
    String resource = String.valueOf(asked.resourceArn());
    Protection protection = protection(resource);
    String id = aws.ids().uuid();
    Instant now = aws.clock().instant();
    BackupJob.Builder job =
        BackupJob.builder()
            .accountId(aws.account())
            .backupJobId(id)
            .backupVaultName(vault.backupVaultName())
            .backupVaultArn(vault.backupVaultArn())
            .resourceArn(resource)
            .resourceType(protection.type())
            .iamRoleArn(asked.iamRoleArn())
            .creationDate(now)
            .completionDate(now)
            .createdBy(creator);
    try {
      open(vault.encryptionKeyArn());
      String point =
          protection.backUp(role(asked.iamRoleArn(), vault.backupVaultArn()), resource, id);
      keep(asked, vault, protection, point, creator);
      job.recoveryPointArn(point).state(BackupJobState.COMPLETED).percentDone("100.0");
    } catch (AwsServiceException failed) {
      job.state(BackupJobState.FAILED).statusMessage(failed.awsErrorDetails().errorMessage());
    }
    BackupJob done = job.build();
    backups.put(id, done);
    return done;
  }

  private void open(String key) {
    aws.peer(Kms.class, aws.region())
        .unusable(key)
        .ifPresent(
            why -> {
              throw BackupErrors.request("The vault's key can't be used: " + why);
            });
  }

  private void keep(
      StartBackupJobRequest asked,
      BackupVaultListMember vault,
      Protection protection,
      String point,
      @Nullable RecoveryPointCreator creator) {
    Instant now = aws.clock().instant();
    Lifecycle lifecycle = asked.lifecycle();
    Long days = lifecycle == null ? null : lifecycle.deleteAfterDays();
    Instant end = days == null ? null : now.plus(Duration.ofDays(days));
    vaults.add(
        RecoveryPointByBackupVault.builder()
            .recoveryPointArn(point)
            .backupVaultName(vault.backupVaultName())
            .backupVaultArn(vault.backupVaultArn())
            .resourceArn(asked.resourceArn())
            .resourceType(protection.type())
            .iamRoleArn(asked.iamRoleArn())
            .createdBy(creator)
            .status(RecoveryPointStatus.COMPLETED)
            .creationDate(now)
            .completionDate(now)
            .lifecycle(lifecycle)
            .calculatedLifecycle(CalculatedLifecycle.builder().deleteAt(end).build())
            .encryptionKeyArn(vault.encryptionKeyArn())
            .isEncrypted(true)
            .build());
    if (end != null) {
      expiry.at(point, end, () -> delete(vaults.point(point)));
    }
  }

  BackupJob backup(String id) {
    BackupJob found = backups.get(String.valueOf(id));
    if (found == null) {
      throw BackupErrors.notFound("Backup job " + id + " was not found");
    }
    return found;
  }

  List<BackupJob> backups() {
    return backups.values().stream()
        .sorted(Comparator.comparing(BackupJob::creationDate).reversed())
        .toList();
  }

  DescribeRestoreJobResponse restore(StartRestoreJobRequest asked) {
    RecoveryPointByBackupVault point = vaults.point(String.valueOf(asked.recoveryPointArn()));
    String id = aws.ids().uuid();
    Instant now = aws.clock().instant();
    DescribeRestoreJobResponse.Builder job =
        DescribeRestoreJobResponse.builder()
            .accountId(aws.account())
            .restoreJobId(id)
            .recoveryPointArn(point.recoveryPointArn())
            .recoveryPointCreationDate(point.creationDate())
            .resourceType(point.resourceType())
            .iamRoleArn(asked.iamRoleArn())
            .creationDate(now)
            .completionDate(now)
            .percentDone("100.00%");
    try {
      Protection protection = of(point);
      if (protection.liesInVault()) {
        open(point.encryptionKeyArn());
      }
      job.createdResourceArn(
              protection.restore(
                  role(asked.iamRoleArn(), point.backupVaultArn()),
                  point.recoveryPointArn(),
                  asked.metadata()))
          .status(RestoreJobStatus.COMPLETED);
    } catch (AwsServiceException failed) {
      job.status(RestoreJobStatus.FAILED).statusMessage(failed.awsErrorDetails().errorMessage());
    }
    DescribeRestoreJobResponse done = job.build();
    restores.put(id, done);
    return done;
  }

  DescribeRestoreJobResponse restored(String id) {
    DescribeRestoreJobResponse found = restores.get(String.valueOf(id));
    if (found == null) {
      throw BackupErrors.notFound("Restore job " + id + " was not found");
    }
    return found;
  }

  List<DescribeRestoreJobResponse> restores() {
    return List.copyOf(restores.values());
  }

  Map<String, String> metadata(RecoveryPointByBackupVault point) {
    return of(point)
        .metadata(role(point.iamRoleArn(), point.backupVaultArn()), point.recoveryPointArn());
  }

  /** Deletes a recovery point in the role that made it. */
  void delete(RecoveryPointByBackupVault point) {
    expiry.cancel(point.recoveryPointArn());
    of(point).delete(role(point.iamRoleArn(), point.backupVaultArn()), point.recoveryPointArn());
    vaults.remove(point.recoveryPointArn());
  }

  @Override
  public void close() {
    expiry.close();
  }

  private Caller role(@Nullable String arn, String source) {
    if (arn == null) {
      throw BackupErrors.parameter("A job takes an IamRoleArn.");
    }
    return sessions.assume(arn, source, "AWSBackup");
  }

  private Protection protection(String resource) {
    return protections.stream()
        .filter(each -> each.covers(resource))
        .findFirst()
        .orElseThrow(() -> BackupErrors.parameter("Unsupported resource type: " + resource));
  }

  private Protection of(RecoveryPointByBackupVault point) {
    return protections.stream()
        .filter(each -> each.made(point.recoveryPointArn()))
        .findFirst()
        .orElseThrow();
  }
}
