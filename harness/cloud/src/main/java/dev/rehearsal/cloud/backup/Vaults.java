package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.kms.Kms;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.backup.model.BackupVaultListMember;
import software.amazon.awssdk.services.backup.model.CreateBackupVaultRequest;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;
import software.amazon.awssdk.services.backup.model.VaultType;

/** Backup vaults and the recovery points in them. Thread-safe. */
final class Vaults {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9\\-_]{2,50}");

  private final Surroundings aws;
  private final Map<String, BackupVaultListMember> vaults = new ConcurrentSkipListMap<>();
  private final Map<String, RecoveryPointByBackupVault> points = new ConcurrentSkipListMap<>();

  Vaults(Surroundings aws) {
    this.aws = aws;
  }

  BackupVaultListMember create(CreateBackupVaultRequest asked) {
    String name = String.valueOf(asked.backupVaultName());
    if (!NAME.matcher(name).matches()) {
      throw BackupErrors.parameter("Invalid backup vault name " + name);
    }
    String key = asked.encryptionKeyArn();
    Kms kms = aws.peer(Kms.class, aws.region());
    String keyArn =
        kms.keyArn(key == null ? "alias/aws/backup" : key)
            .orElseThrow(() -> BackupErrors.parameter("The KMS key " + key + " does not exist"));
    BackupVaultListMember vault =
        BackupVaultListMember.builder()
            .backupVaultName(name)
            .backupVaultArn(aws.arn("backup", "backup-vault:" + name))
            .encryptionKeyArn(keyArn)
            .vaultType(VaultType.BACKUP_VAULT)
            .creationDate(aws.clock().instant())
            .creatorRequestId(asked.creatorRequestId())
            .locked(false)
            .build();
    if (vaults.putIfAbsent(name, vault) != null) {
      throw BackupErrors.exists("Backup vault with the same name already exists");
    }
    return vault;
  }

  /** A vault, with the number of its recovery points. */
  BackupVaultListMember get(@Nullable String name) {
    BackupVaultListMember found = name == null ? null : vaults.get(name);
    if (name == null || found == null) {
      throw BackupErrors.notFound("Backup vault " + name + " was not found");
    }
    return found.toBuilder()
        .numberOfRecoveryPoints((long) in(found.backupVaultName()).size())
        .build();
  }

  List<BackupVaultListMember> all() {
    return vaults.keySet().stream().map(this::get).toList();
  }

  void delete(String name) {
    if (get(name).numberOfRecoveryPoints() > 0) {
      throw BackupErrors.request(
          "Backup vault cannot be deleted because it contains recovery points.");
    }
    vaults.remove(name);
  }

  void add(RecoveryPointByBackupVault point) {
    points.put(point.recoveryPointArn(), point);
  }

  RecoveryPointByBackupVault point(String vault, String arn) {
    RecoveryPointByBackupVault found = points.get(arn);
    if (found == null || !found.backupVaultName().equals(get(vault).backupVaultName())) {
      throw BackupErrors.notFound("Recovery point " + arn + " was not found in " + vault);
    }
    return found;
  }

  /** A recovery point, in whatever vault it is. */
  RecoveryPointByBackupVault point(String arn) {
    RecoveryPointByBackupVault found = points.get(arn);
    if (found == null) {
      throw BackupErrors.notFound("Recovery point " + arn + " was not found");
    }
    return found;
  }

  void remove(String arn) {
    points.remove(arn);
  }

  List<RecoveryPointByBackupVault> in(String vault) {
    return points.values().stream()
        .filter(point -> point.backupVaultName().equals(vault))
        .sorted(Comparator.comparing(RecoveryPointByBackupVault::creationDate).reversed())
        .toList();
  }
}
