package dev.rehearsal.terraform.aws.backup;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.CreateBackupVaultRequest;

final class VaultType implements ResourceType {

  @Override
  public String name() {
    return "aws_backup_vault";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Backup Vault")
        .forcesNew("name", "kms_key_arn")
        .defaults("force_destroy", false)
        .matches("name", "[a-zA-Z0-9\\-_]{2,50}", "must consist of letters, numbers, and hyphens.")
        .member("name", "BackupVaultName")
        .member("arn", "BackupVaultArn")
        .member("kms_key_arn", "EncryptionKeyArn")
        .member("recovery_points", "NumberOfRecoveryPoints")
        .tags(BackupTypes.tagging())
        .imports(it -> it.values().set("force_destroy", false));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.values().string("name");
    it.client(BackupClient.class)
        .createBackupVault(
            it.fill(CreateBackupVaultRequest.builder()).backupVaultTags(it.tags()).build());
    it.id(name);
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(BackupClient.class)
            .describeBackupVault(describe -> describe.backupVaultName(it.id())));
  }

  /** Only {@code force_destroy} changes in place, and it is Terraform's own. */
  @Override
  public void update(ResourceInstance it) {}

  @Override
  public void delete(ResourceInstance it) {
    BackupClient backup = it.client(BackupClient.class);
    if (it.values().bool("force_destroy")) {
      backup
          .listRecoveryPointsByBackupVault(list -> list.backupVaultName(it.id()))
          .recoveryPoints()
          .forEach(
              point ->
                  backup.deleteRecoveryPoint(
                      delete ->
                          delete
                              .backupVaultName(it.id())
                              .recoveryPointArn(point.recoveryPointArn())));
    }
    backup.deleteBackupVault(delete -> delete.backupVaultName(it.id()));
  }
}
