package dev.rehearsal.terraform.aws.backup;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupPlanInput;
import software.amazon.awssdk.services.backup.model.BackupRule;
import software.amazon.awssdk.services.backup.model.BackupRuleInput;
import software.amazon.awssdk.services.backup.model.GetBackupPlanResponse;
import software.amazon.awssdk.services.backup.model.Lifecycle;

final class PlanType implements ResourceType {

  @Override
  public String name() {
    return "aws_backup_plan";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Backup Plan")
        .defaults("rule.start_window", 60)
        .defaults("rule.completion_window", 180)
        .defaults("rule.lifecycle.opt_in_to_archive_for_supported_resources", false)
        .defaults("rule.schedule_expression_timezone", "Etc/UTC")
        .member("arn", "BackupPlanArn")
        .member("version", "VersionId")
        .recomputed("version", "name", "rule")
        .tags(BackupTypes.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(BackupClient.class)
            .createBackupPlan(create -> create.backupPlan(plan(it)).backupPlanTags(it.tags()))
            .backupPlanId());
  }

  @Override
  public void read(ResourceInstance it) {
    GetBackupPlanResponse found =
        it.client(BackupClient.class).getBackupPlan(get -> get.backupPlanId(it.id()));
    it.take(found);
    it.values().set("name", found.backupPlan().backupPlanName());
    it.values().set("rule", found.backupPlan().rules().stream().map(PlanType::block).toList());
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(BackupClient.class)
        .updateBackupPlan(update -> update.backupPlanId(it.id()).backupPlan(plan(it)));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(BackupClient.class).deleteBackupPlan(delete -> delete.backupPlanId(it.id()));
  }

  private static BackupPlanInput plan(ResourceInstance it) {
    return BackupPlanInput.builder()
        .backupPlanName(it.values().string("name"))
        .rules(it.values().blocks("rule").stream().map(PlanType::rule).toList())
        .build();
  }

  private static BackupRuleInput rule(Values rule) {
    if (!rule.blocks("copy_action").isEmpty() || rule.bool("enable_continuous_backup")) {
      throw new ProviderException(
          "copies and continuous backups are not served by the embedded provider");
    }
    BackupRuleInput.Builder made =
        BackupRuleInput.builder()
            .ruleName(rule.string("rule_name"))
            .targetBackupVaultName(rule.string("target_vault_name"))
            .scheduleExpression(rule.text("schedule"))
            .scheduleExpressionTimezone(rule.text("schedule_expression_timezone"))
            .recoveryPointTags(rule.map("recovery_point_tags"))
            .startWindowMinutes(number(rule, "start_window"))
            .completionWindowMinutes(number(rule, "completion_window"));
    rule.block("lifecycle")
        .ifPresent(
            lifecycle ->
                made.lifecycle(
                    life ->
                        life.deleteAfterDays(number(lifecycle, "delete_after"))
                            .moveToColdStorageAfterDays(number(lifecycle, "cold_storage_after"))));
    return made.build();
  }

  private static @Nullable Long number(Values values, String name) {
    Integer found = values.integer(name);
    return found == null || found == 0 ? null : Long.valueOf(found);
  }

  private static Map<String, @Nullable Object> block(BackupRule rule) {
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("rule_name", rule.ruleName());
    block.put("target_vault_name", rule.targetBackupVaultName());
    block.put("schedule", rule.scheduleExpression());
    block.put("schedule_expression_timezone", rule.scheduleExpressionTimezone());
    block.put("start_window", rule.startWindowMinutes());
    block.put("completion_window", rule.completionWindowMinutes());
    block.put("enable_continuous_backup", rule.enableContinuousBackup());
    block.put("recovery_point_tags", rule.recoveryPointTags());
    Lifecycle lifecycle = rule.lifecycle();
    block.put(
        "lifecycle",
        lifecycle == null
            ? List.of()
            : List.of(
                lifecycle(lifecycle.deleteAfterDays(), lifecycle.moveToColdStorageAfterDays())));
    block.put("copy_action", List.of());
    return block;
  }

  private static Map<String, @Nullable Object> lifecycle(
      @Nullable Long deleteAfter, @Nullable Long coldAfter) {
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("delete_after", deleteAfter);
    block.put("cold_storage_after", coldAfter);
    block.put("opt_in_to_archive_for_supported_resources", false);
    return block;
  }
}
