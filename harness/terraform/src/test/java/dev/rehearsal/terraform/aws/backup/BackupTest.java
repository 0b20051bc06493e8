package dev.rehearsal.terraform.aws.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.backup.BackupClient;

class BackupTest {

  @TempDir Path folder;

  @Test
  void vaultPlanAndSelectionLiveTheirWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformRun made = stage.apply(backup("shop", 30));
      assertEquals(4, made.added());
      BackupClient backup = stage.client(BackupClient.class);
      String plan = backup.listBackupPlans().backupPlansList().get(0).backupPlanId();
      assertEquals(
          30,
          backup
              .getBackupPlan(get -> get.backupPlanId(plan))
              .backupPlan()
              .rules()
              .get(0)
              .lifecycle()
              .deleteAfterDays());

      TerraformRun changed = stage.apply(backup("shop", 7));
      assertEquals(1, changed.changed());
      assertEquals(0, changed.destroyed());

      String selection =
          backup
              .listBackupSelections(list -> list.backupPlanId(plan))
              .backupSelectionsList()
              .get(0)
              .selectionId();
      stage.reimport("aws_backup_selection.all", plan + "|" + selection);
      stage.reimport("aws_backup_vault.shop", "shop");
      backup.deleteBackupSelection(delete -> delete.backupPlanId(plan).selectionId(selection));
      assertEquals(Map.of("aws_backup_selection.all", "create"), stage.plan(backup("shop", 7)));
      assertEquals("replace", stage.plan(backup("store", 7)).get("aws_backup_vault.shop"));
      stage.configure(backup("shop", 7));
      stage.destroy();
      assertEquals(0, backup.listBackupVaults().backupVaultList().size());
      assertEquals(0, backup.listBackupPlans().backupPlansList().size());
    }
  }

  private static String backup(String vault, int days) {
    return """
    resource "aws_iam_role" "backup" {
      name               = "backup"
      assume_role_policy = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "backup.amazonaws.com" } }]
      })
    }
    resource "aws_backup_vault" "shop" {
      name = "%s"
      tags = { Concern = "orders" }
    }
    resource "aws_backup_plan" "daily" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = aws_backup_vault.shop.name
        schedule          = "cron(0 2 * * ? *)"
        lifecycle {
          delete_after = %d
        }
      }
    }
    resource "aws_backup_selection" "all" {
      plan_id      = aws_backup_plan.daily.id
      name         = "all"
      iam_role_arn = aws_iam_role.backup.arn
      resources    = ["arn:aws:dynamodb:*:*:table/shop-*"]
      selection_tag {
        type  = "STRINGEQUALS"
        key   = "Backup"
        value = "daily"
      }
    }
    """
        .formatted(vault, days);
  }
}
