package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.time.DueTasks;
import dev.rehearsal.cloud.time.ScheduleExpression;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.backup.model.BackupJob;
import software.amazon.awssdk.services.backup.model.BackupPlanInput;
import software.amazon.awssdk.services.backup.model.BackupRule;
import software.amazon.awssdk.services.backup.model.BackupRuleInput;
import software.amazon.awssdk.services.backup.model.BackupSelection;
import software.amazon.awssdk.services.backup.model.Conditions;
import software.amazon.awssdk.services.backup.model.GetBackupPlanResponse;
import software.amazon.awssdk.services.backup.model.GetBackupSelectionResponse;
import software.amazon.awssdk.services.backup.model.RecoveryPointCreator;
import software.amazon.awssdk.services.backup.model.StartBackupJobRequest;

/** Backup plans and selections; their rules run by the stage's clock. Thread-safe. */
final class Plans implements AutoCloseable {

  private final Surroundings aws;
  private final Vaults vaults;
  private final Jobs jobs;
  private final DueTasks due;
  private final Map<String, GetBackupPlanResponse> plans = new ConcurrentSkipListMap<>();
  private final Map<String, GetBackupSelectionResponse> selections = new ConcurrentSkipListMap<>();

  Plans(Surroundings aws, Vaults vaults, Jobs jobs) {
    this.aws = aws;
    this.vaults = vaults;
    this.jobs = jobs;
    this.due = new DueTasks(aws);
  }

  GetBackupPlanResponse create(BackupPlanInput asked, @Nullable String requestId) {
    String id = aws.ids().uuid();
    boolean taken =
        plans.values().stream()
            .anyMatch(each -> each.backupPlan().backupPlanName().equals(asked.backupPlanName()));
    if (taken) {
      throw BackupErrors.exists("Backup plan with the same plan document already exists.");
    }
    return put(id, asked, requestId, aws.clock().instant());
  }

  GetBackupPlanResponse update(String id, BackupPlanInput asked) {
    GetBackupPlanResponse before = get(id);
    return put(before.backupPlanId(), asked, before.creatorRequestId(), before.creationDate());
  }

  GetBackupPlanResponse get(@Nullable String id) {
    GetBackupPlanResponse found = id == null ? null : plans.get(id);
    if (found == null) {
      throw BackupErrors.notFound("Cannot find Backup plan with ID " + id);
    }
    return found;
  }

  List<GetBackupPlanResponse> all() {
    return List.copyOf(plans.values());
  }

  void delete(String id) {
    GetBackupPlanResponse plan = get(id);
    if (selections.values().stream().anyMatch(each -> each.backupPlanId().equals(id))) {
      throw BackupErrors.request(
          "Related backup plan selections must be deleted prior to backup plan deletion");
    }
    plan.backupPlan().rules().forEach(rule -> due.cancel(rule.ruleId()));
    plans.remove(id);
  }

  GetBackupSelectionResponse select(String plan, BackupSelection asked) {
    if (asked.conditions() != null && !asked.conditions().equals(NONE)) {
      throw BackupErrors.notHere("Conditions of selections; use ListOfTags");
    }
    if (asked.iamRoleArn() == null || asked.selectionName() == null) {
      throw BackupErrors.parameter("A selection takes a SelectionName and an IamRoleArn.");
    }
    GetBackupSelectionResponse selection =
        GetBackupSelectionResponse.builder()
            .backupPlanId(get(plan).backupPlanId())
            .selectionId(aws.ids().uuid())
            .backupSelection(asked)
            .creationDate(aws.clock().instant())
            .build();
    selections.put(selection.selectionId(), selection);
    return selection;
  }

  GetBackupSelectionResponse selection(String plan, @Nullable String id) {
    GetBackupSelectionResponse found = id == null ? null : selections.get(id);
    if (found == null || !found.backupPlanId().equals(plan)) {
      throw BackupErrors.notFound("Cannot find backup selection " + id);
    }
    return found;
  }

  List<GetBackupSelectionResponse> selections(String plan) {
    return selections.values().stream().filter(each -> each.backupPlanId().equals(plan)).toList();
  }

  void unselect(String plan, String id) {
    selections.remove(selection(plan, id).selectionId());
  }

  @Override
  public void close() {
    due.close();
  }

  private static final Conditions NONE = Conditions.builder().build();

  private GetBackupPlanResponse put(
      String id, BackupPlanInput asked, @Nullable String requestId, Instant created) {
    List<BackupRule> rules = asked.rules().stream().map(this::rule).toList();
    GetBackupPlanResponse old = plans.get(id);
    if (old != null) {
      old.backupPlan().rules().forEach(rule -> due.cancel(rule.ruleId()));
    }
    GetBackupPlanResponse plan =
        GetBackupPlanResponse.builder()
            .backupPlanId(id)
            .backupPlanArn(aws.arn("backup", "backup-plan:" + id))
            .versionId(aws.ids().lower(48))
            .creatorRequestId(requestId)
            .creationDate(created)
            .backupPlan(plans -> plans.backupPlanName(asked.backupPlanName()).rules(rules))
            .build();
    plans.put(id, plan);
    rules.forEach(rule -> schedule(plan, rule));
    return plan;
  }

  private BackupRule rule(BackupRuleInput asked) {
    if (!asked.copyActions().isEmpty()) {
      throw BackupErrors.notHere("CopyActions");
    }
    if (Boolean.TRUE.equals(asked.enableContinuousBackup())) {
      throw BackupErrors.notHere("EnableContinuousBackup");
    }
    vaults.get(asked.targetBackupVaultName());
    if (asked.scheduleExpression() != null) {
      parse(asked.scheduleExpression());
    }
    return BackupRule.builder()
        .ruleId(aws.ids().uuid())
        .ruleName(asked.ruleName())
        .targetBackupVaultName(asked.targetBackupVaultName())
        .scheduleExpression(
            asked.scheduleExpression() == null ? "cron(0 5 ? * * *)" : asked.scheduleExpression())
        .scheduleExpressionTimezone(
            asked.scheduleExpressionTimezone() == null
                ? "Etc/UTC"
                : asked.scheduleExpressionTimezone())
        .startWindowMinutes(asked.startWindowMinutes() == null ? 480L : asked.startWindowMinutes())
        .completionWindowMinutes(
            asked.completionWindowMinutes() == null ? 10080L : asked.completionWindowMinutes())
        .lifecycle(asked.lifecycle())
        .recoveryPointTags(asked.recoveryPointTags())
        .enableContinuousBackup(false)
        .build();
  }

  private static ScheduleExpression parse(String expression) {
    try {
      return ScheduleExpression.parse(expression);
    } catch (IllegalArgumentException wrong) {
      throw BackupErrors.parameter(String.valueOf(wrong.getMessage()));
    }
  }

  private void schedule(GetBackupPlanResponse plan, BackupRule rule) {
    parse(rule.scheduleExpression())
        .next(
            plan.creationDate(),
            aws.clock().instant(),
            ZoneId.of(rule.scheduleExpressionTimezone()))
        .ifPresent(at -> due.at(rule.ruleId(), at, () -> run(plan, rule)));
  }

  private void run(GetBackupPlanResponse plan, BackupRule rule) {
    for (GetBackupSelectionResponse each : selections(plan.backupPlanId())) {
      for (String resource : resources(each.backupSelection())) {
        BackupJob unused =
            jobs.start(
                StartBackupJobRequest.builder()
                    .backupVaultName(rule.targetBackupVaultName())
                    .resourceArn(resource)
                    .iamRoleArn(each.backupSelection().iamRoleArn())
                    .lifecycle(rule.lifecycle())
                    .build(),
                RecoveryPointCreator.builder()
                    .backupPlanId(plan.backupPlanId())
                    .backupPlanArn(plan.backupPlanArn())
                    .backupPlanVersion(plan.versionId())
                    .backupRuleId(rule.ruleId())
                    .build());
      }
    }
    schedule(plan, rule);
  }

  /** The resources that a selection names, by ARN, by pattern or by tag. */
  private Set<String> resources(BackupSelection selection) {
    Map<String, Map<String, String>> there = new TreeMap<>();
    jobs.protections().forEach(each -> there.putAll(each.resources()));
    Set<String> chosen = new TreeSet<>();
    there.forEach(
        (arn, tags) -> {
          boolean named = selection.resources().stream().anyMatch(each -> matches(each, arn));
          boolean tagged =
              !selection.listOfTags().isEmpty()
                  && selection.listOfTags().stream()
                      .anyMatch(
                          each -> each.conditionValue().equals(tags.get(each.conditionKey())));
          boolean excluded = selection.notResources().stream().anyMatch(each -> matches(each, arn));
          if ((named || tagged) && !excluded) {
            chosen.add(arn);
          }
        });
    return chosen;
  }

  private static boolean matches(String pattern, String arn) {
    return arn.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"));
  }
}
