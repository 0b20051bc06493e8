package dev.rehearsal.terraform.aws.backup;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupSelection;
import software.amazon.awssdk.services.backup.model.Condition;

final class SelectionType implements ResourceType {

  @Override
  public String name() {
    return "aws_backup_selection";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Backup Selection")
        .forcesNew(
            "condition",
            "iam_role_arn",
            "name",
            "not_resources",
            "plan_id",
            "resources",
            "selection_tag")
        .oneOf("selection_tag.type", "STRINGEQUALS")
        .imports(
            it -> {
              String[] parts = it.id().split("\\|", -1);
              if (parts.length != 2) {
                throw new ProviderException(
                    "unexpected format of ID (" + it.id() + "), expected <plan-id>|<selection-id>");
              }
              it.values().set("plan_id", parts[0]);
              it.id(parts[1]);
            });
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    if (!values.blocks("condition").isEmpty()) {
      throw new ProviderException(
          "condition is not served by the embedded provider: use selection_tag");
    }
    List<Condition> tags =
        values.blocks("selection_tag").stream()
            .map(
                tag ->
                    Condition.builder()
                        .conditionType(tag.string("type"))
                        .conditionKey(tag.string("key"))
                        .conditionValue(tag.string("value"))
                        .build())
            .toList();
    it.id(
        it.client(BackupClient.class)
            .createBackupSelection(
                create ->
                    create
                        .backupPlanId(values.string("plan_id"))
                        .backupSelection(
                            selection ->
                                selection
                                    .selectionName(values.string("name"))
                                    .iamRoleArn(values.string("iam_role_arn"))
                                    .resources(values.strings("resources"))
                                    .notResources(values.strings("not_resources"))
                                    .listOfTags(tags)))
            .selectionId());
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    BackupSelection found =
        it.client(BackupClient.class)
            .getBackupSelection(
                get -> get.backupPlanId(values.string("plan_id")).selectionId(it.id()))
            .backupSelection();
    values.set("name", found.selectionName());
    values.set("iam_role_arn", found.iamRoleArn());
    values.set("resources", found.resources());
    values.set("not_resources", found.notResources());
    values.set(
        "selection_tag",
        found.listOfTags().stream()
            .map(
                tag ->
                    Map.of(
                        "type", tag.conditionTypeAsString(),
                        "key", tag.conditionKey(),
                        "value", tag.conditionValue()))
            .toList());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(BackupClient.class)
        .deleteBackupSelection(
            delete -> delete.backupPlanId(it.values().string("plan_id")).selectionId(it.id()));
  }
}
