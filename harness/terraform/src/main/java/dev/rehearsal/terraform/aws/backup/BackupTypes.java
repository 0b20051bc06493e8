package dev.rehearsal.terraform.aws.backup;

import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.List;
import software.amazon.awssdk.services.backup.BackupClient;

/** Terraform's types of AWS Backup. */
public final class BackupTypes {

  private BackupTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new PlanType(), new SelectionType(), new VaultType());
  }

  static Tagging tagging() {
    return Tagging.of(BackupClient.class, "arn")
        .operations("TagResource", "UntagResource", "ListTags");
  }
}
