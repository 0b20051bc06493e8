package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.Surroundings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupJob;
import software.amazon.awssdk.services.backup.model.BackupPlansListMember;
import software.amazon.awssdk.services.backup.model.BackupSelectionsListMember;
import software.amazon.awssdk.services.backup.model.BackupVaultListMember;
import software.amazon.awssdk.services.backup.model.CreateBackupPlanRequest;
import software.amazon.awssdk.services.backup.model.CreateBackupPlanResponse;
import software.amazon.awssdk.services.backup.model.CreateBackupSelectionRequest;
import software.amazon.awssdk.services.backup.model.CreateBackupSelectionResponse;
import software.amazon.awssdk.services.backup.model.CreateBackupVaultRequest;
import software.amazon.awssdk.services.backup.model.CreateBackupVaultResponse;
import software.amazon.awssdk.services.backup.model.DeleteBackupPlanRequest;
import software.amazon.awssdk.services.backup.model.DeleteBackupPlanResponse;
import software.amazon.awssdk.services.backup.model.DeleteBackupSelectionRequest;
import software.amazon.awssdk.services.backup.model.DeleteBackupSelectionResponse;
import software.amazon.awssdk.services.backup.model.DeleteBackupVaultRequest;
import software.amazon.awssdk.services.backup.model.DeleteBackupVaultResponse;
import software.amazon.awssdk.services.backup.model.DeleteRecoveryPointRequest;
import software.amazon.awssdk.services.backup.model.DeleteRecoveryPointResponse;
import software.amazon.awssdk.services.backup.model.DescribeBackupJobRequest;
import software.amazon.awssdk.services.backup.model.DescribeBackupJobResponse;
import software.amazon.awssdk.services.backup.model.DescribeBackupVaultRequest;
import software.amazon.awssdk.services.backup.model.DescribeBackupVaultResponse;
import software.amazon.awssdk.services.backup.model.DescribeRecoveryPointRequest;
import software.amazon.awssdk.services.backup.model.DescribeRecoveryPointResponse;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobRequest;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobResponse;
import software.amazon.awssdk.services.backup.model.GetBackupPlanRequest;
import software.amazon.awssdk.services.backup.model.GetBackupPlanResponse;
import software.amazon.awssdk.services.backup.model.GetBackupSelectionRequest;
import software.amazon.awssdk.services.backup.model.GetBackupSelectionResponse;
import software.amazon.awssdk.services.backup.model.GetRecoveryPointRestoreMetadataRequest;
import software.amazon.awssdk.services.backup.model.GetRecoveryPointRestoreMetadataResponse;
import software.amazon.awssdk.services.backup.model.ListBackupJobsRequest;
import software.amazon.awssdk.services.backup.model.ListBackupJobsResponse;
import software.amazon.awssdk.services.backup.model.ListBackupPlansRequest;
import software.amazon.awssdk.services.backup.model.ListBackupPlansResponse;
import software.amazon.awssdk.services.backup.model.ListBackupSelectionsRequest;
import software.amazon.awssdk.services.backup.model.ListBackupSelectionsResponse;
import software.amazon.awssdk.services.backup.model.ListBackupVaultsRequest;
import software.amazon.awssdk.services.backup.model.ListBackupVaultsResponse;
import software.amazon.awssdk.services.backup.model.ListRecoveryPointsByBackupVaultRequest;
import software.amazon.awssdk.services.backup.model.ListRecoveryPointsByBackupVaultResponse;
import software.amazon.awssdk.services.backup.model.ListRestoreJobsRequest;
import software.amazon.awssdk.services.backup.model.ListRestoreJobsResponse;
import software.amazon.awssdk.services.backup.model.ListTagsRequest;
import software.amazon.awssdk.services.backup.model.ListTagsResponse;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;
import software.amazon.awssdk.services.backup.model.RestoreJobsListMember;
import software.amazon.awssdk.services.backup.model.StartBackupJobRequest;
import software.amazon.awssdk.services.backup.model.StartBackupJobResponse;
import software.amazon.awssdk.services.backup.model.StartRestoreJobRequest;
import software.amazon.awssdk.services.backup.model.StartRestoreJobResponse;
import software.amazon.awssdk.services.backup.model.TagResourceRequest;
import software.amazon.awssdk.services.backup.model.TagResourceResponse;
import software.amazon.awssdk.services.backup.model.UntagResourceRequest;
import software.amazon.awssdk.services.backup.model.UntagResourceResponse;
import software.amazon.awssdk.services.backup.model.UpdateBackupPlanRequest;
import software.amazon.awssdk.services.backup.model.UpdateBackupPlanResponse;

/** AWS Backup: vaults, plans and jobs for DynamoDB tables, RDS instances and S3 buckets. */
public final class Backup implements BackupClient {

  private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
  private final Vaults vaults;
  private final Jobs jobs;
  private final Plans plans;

  public Backup(Surroundings aws) {
    this.vaults = new Vaults(aws);
    this.jobs = new Jobs(aws, vaults);
    this.plans = new Plans(aws, vaults, jobs);
  }

  @Override
  public CreateBackupVaultResponse createBackupVault(CreateBackupVaultRequest asked) {
    BackupVaultListMember vault = vaults.create(asked);
    tags(vault.backupVaultArn()).putAll(asked.backupVaultTags());
    return CreateBackupVaultResponse.builder()
        .backupVaultName(vault.backupVaultName())
        .backupVaultArn(vault.backupVaultArn())
        .creationDate(vault.creationDate())
        .build();
  }

  @Override
  public DescribeBackupVaultResponse describeBackupVault(DescribeBackupVaultRequest asked) {
    BackupVaultListMember vault = vaults.get(asked.backupVaultName());
    return DescribeBackupVaultResponse.builder()
        .backupVaultName(vault.backupVaultName())
        .backupVaultArn(vault.backupVaultArn())
        .vaultType(vault.vaultType())
        .encryptionKeyArn(vault.encryptionKeyArn())
        .creationDate(vault.creationDate())
        .creatorRequestId(vault.creatorRequestId())
        .numberOfRecoveryPoints(vault.numberOfRecoveryPoints())
        .locked(vault.locked())
        .build();
  }

  @Override
  public ListBackupVaultsResponse listBackupVaults(ListBackupVaultsRequest asked) {
    return ListBackupVaultsResponse.builder().backupVaultList(vaults.all()).build();
  }

  @Override
  public DeleteBackupVaultResponse deleteBackupVault(DeleteBackupVaultRequest asked) {
    String arn = vaults.get(asked.backupVaultName()).backupVaultArn();
    vaults.delete(asked.backupVaultName());
    tags.remove(arn);
    return DeleteBackupVaultResponse.builder().build();
  }

  @Override
  public CreateBackupPlanResponse createBackupPlan(CreateBackupPlanRequest asked) {
    GetBackupPlanResponse plan = plans.create(asked.backupPlan(), asked.creatorRequestId());
    tags(plan.backupPlanArn()).putAll(asked.backupPlanTags());
    return CreateBackupPlanResponse.builder()
        .backupPlanId(plan.backupPlanId())
        .backupPlanArn(plan.backupPlanArn())
        .versionId(plan.versionId())
        .creationDate(plan.creationDate())
        .build();
  }

  @Override
  public GetBackupPlanResponse getBackupPlan(GetBackupPlanRequest asked) {
    return plans.get(asked.backupPlanId());
  }

  @Override
  public UpdateBackupPlanResponse updateBackupPlan(UpdateBackupPlanRequest asked) {
    GetBackupPlanResponse plan = plans.update(asked.backupPlanId(), asked.backupPlan());
    return UpdateBackupPlanResponse.builder()
        .backupPlanId(plan.backupPlanId())
        .backupPlanArn(plan.backupPlanArn())
        .versionId(plan.versionId())
        .creationDate(plan.creationDate())
        .build();
  }

  @Override
  public ListBackupPlansResponse listBackupPlans(ListBackupPlansRequest asked) {
    return ListBackupPlansResponse.builder()
        .backupPlansList(
            plans.all().stream()
                .map(
                    plan ->
                        BackupPlansListMember.builder()
                            .backupPlanId(plan.backupPlanId())
                            .backupPlanArn(plan.backupPlanArn())
                            .backupPlanName(plan.backupPlan().backupPlanName())
                            .versionId(plan.versionId())
                            .creationDate(plan.creationDate())
                            .build())
                .toList())
        .build();
  }

  @Override
  public DeleteBackupPlanResponse deleteBackupPlan(DeleteBackupPlanRequest asked) {
    GetBackupPlanResponse plan = plans.get(asked.backupPlanId());
    plans.delete(plan.backupPlanId());
    tags.remove(plan.backupPlanArn());
    return DeleteBackupPlanResponse.builder()
        .backupPlanId(plan.backupPlanId())
        .backupPlanArn(plan.backupPlanArn())
        .versionId(plan.versionId())
        .build();
  }

  @Override
  public CreateBackupSelectionResponse createBackupSelection(CreateBackupSelectionRequest asked) {
    GetBackupSelectionResponse selection =
        plans.select(asked.backupPlanId(), asked.backupSelection());
    return CreateBackupSelectionResponse.builder()
        .selectionId(selection.selectionId())
        .backupPlanId(selection.backupPlanId())
        .creationDate(selection.creationDate())
        .build();
  }

  @Override
  public GetBackupSelectionResponse getBackupSelection(GetBackupSelectionRequest asked) {
    return plans.selection(asked.backupPlanId(), asked.selectionId());
  }

  @Override
  public ListBackupSelectionsResponse listBackupSelections(ListBackupSelectionsRequest asked) {
    return ListBackupSelectionsResponse.builder()
        .backupSelectionsList(
            plans.selections(plans.get(asked.backupPlanId()).backupPlanId()).stream()
                .map(
                    each ->
                        BackupSelectionsListMember.builder()
                            .selectionId(each.selectionId())
                            .selectionName(each.backupSelection().selectionName())
                            .backupPlanId(each.backupPlanId())
                            .iamRoleArn(each.backupSelection().iamRoleArn())
                            .creationDate(each.creationDate())
                            .build())
                .toList())
        .build();
  }

  @Override
  public DeleteBackupSelectionResponse deleteBackupSelection(DeleteBackupSelectionRequest asked) {
    plans.unselect(asked.backupPlanId(), asked.selectionId());
    return DeleteBackupSelectionResponse.builder().build();
  }

  @Override
  public StartBackupJobResponse startBackupJob(StartBackupJobRequest asked) {
    BackupJob job = jobs.start(asked, null);
    return StartBackupJobResponse.builder()
        .backupJobId(job.backupJobId())
        .recoveryPointArn(job.recoveryPointArn())
        .creationDate(job.creationDate())
        .build();
  }

  @Override
  public DescribeBackupJobResponse describeBackupJob(DescribeBackupJobRequest asked) {
    BackupJob job = jobs.backup(asked.backupJobId());
    return DescribeBackupJobResponse.builder()
        .accountId(job.accountId())
        .backupJobId(job.backupJobId())
        .backupVaultName(job.backupVaultName())
        .backupVaultArn(job.backupVaultArn())
        .recoveryPointArn(job.recoveryPointArn())
        .resourceArn(job.resourceArn())
        .resourceType(job.resourceType())
        .iamRoleArn(job.iamRoleArn())
        .createdBy(job.createdBy())
        .creationDate(job.creationDate())
        .completionDate(job.completionDate())
        .state(job.state())
        .statusMessage(job.statusMessage())
        .percentDone(job.percentDone())
        .build();
  }

  @Override
  public ListBackupJobsResponse listBackupJobs(ListBackupJobsRequest asked) {
    return ListBackupJobsResponse.builder()
        .backupJobs(
            jobs.backups().stream()
                .filter(
                    job ->
                        asked.byResourceArn() == null
                            || asked.byResourceArn().equals(job.resourceArn()))
                .filter(
                    job ->
                        asked.byBackupVaultName() == null
                            || asked.byBackupVaultName().equals(job.backupVaultName()))
                .filter(job -> asked.byState() == null || asked.byState() == job.state())
                .toList())
        .build();
  }

  @Override
  public ListRecoveryPointsByBackupVaultResponse listRecoveryPointsByBackupVault(
      ListRecoveryPointsByBackupVaultRequest asked) {
    return ListRecoveryPointsByBackupVaultResponse.builder()
        .recoveryPoints(
            vaults.in(vaults.get(asked.backupVaultName()).backupVaultName()).stream()
                .filter(
                    point ->
                        asked.byResourceArn() == null
                            || asked.byResourceArn().equals(point.resourceArn()))
                .filter(
                    point ->
                        asked.byResourceType() == null
                            || asked.byResourceType().equals(point.resourceType()))
                .toList())
        .build();
  }

  @Override
  public DescribeRecoveryPointResponse describeRecoveryPoint(DescribeRecoveryPointRequest asked) {
    RecoveryPointByBackupVault point =
        vaults.point(asked.backupVaultName(), asked.recoveryPointArn());
    return DescribeRecoveryPointResponse.builder()
        .recoveryPointArn(point.recoveryPointArn())
        .backupVaultName(point.backupVaultName())
        .backupVaultArn(point.backupVaultArn())
        .resourceArn(point.resourceArn())
        .resourceType(point.resourceType())
        .iamRoleArn(point.iamRoleArn())
        .createdBy(point.createdBy())
        .status(point.status())
        .creationDate(point.creationDate())
        .completionDate(point.completionDate())
        .lifecycle(point.lifecycle())
        .calculatedLifecycle(point.calculatedLifecycle())
        .encryptionKeyArn(point.encryptionKeyArn())
        .isEncrypted(point.isEncrypted())
        .build();
  }

  @Override
  public GetRecoveryPointRestoreMetadataResponse getRecoveryPointRestoreMetadata(
      GetRecoveryPointRestoreMetadataRequest asked) {
    RecoveryPointByBackupVault point =
        vaults.point(asked.backupVaultName(), asked.recoveryPointArn());
    return GetRecoveryPointRestoreMetadataResponse.builder()
        .backupVaultArn(point.backupVaultArn())
        .recoveryPointArn(point.recoveryPointArn())
        .resourceType(point.resourceType())
        .restoreMetadata(jobs.metadata(point))
        .build();
  }

  @Override
  public DeleteRecoveryPointResponse deleteRecoveryPoint(DeleteRecoveryPointRequest asked) {
    jobs.delete(vaults.point(asked.backupVaultName(), asked.recoveryPointArn()));
    return DeleteRecoveryPointResponse.builder().build();
  }

  @Override
  public StartRestoreJobResponse startRestoreJob(StartRestoreJobRequest asked) {
    return StartRestoreJobResponse.builder()
        .restoreJobId(jobs.restore(asked).restoreJobId())
        .build();
  }

  @Override
  public DescribeRestoreJobResponse describeRestoreJob(DescribeRestoreJobRequest asked) {
    return jobs.restored(asked.restoreJobId());
  }

  @Override
  public ListRestoreJobsResponse listRestoreJobs(ListRestoreJobsRequest asked) {
    return ListRestoreJobsResponse.builder()
        .restoreJobs(
            jobs.restores().stream()
                .map(
                    job ->
                        RestoreJobsListMember.builder()
                            .restoreJobId(job.restoreJobId())
                            .recoveryPointArn(job.recoveryPointArn())
                            .createdResourceArn(job.createdResourceArn())
                            .resourceType(job.resourceType())
                            .status(job.status())
                            .creationDate(job.creationDate())
                            .build())
                .toList())
        .build();
  }

  @Override
  public ListTagsResponse listTags(ListTagsRequest asked) {
    return ListTagsResponse.builder().tags(tags(asked.resourceArn())).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest asked) {
    tags(asked.resourceArn()).putAll(asked.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest asked) {
    tags(asked.resourceArn()).keySet().removeAll(asked.tagKeyList());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "backup";
  }

  @Override
  public void close() {
    plans.close();
    jobs.close();
  }

  private Map<String, String> tags(String arn) {
    return tags.computeIfAbsent(arn, any -> new ConcurrentSkipListMap<>());
  }
}
