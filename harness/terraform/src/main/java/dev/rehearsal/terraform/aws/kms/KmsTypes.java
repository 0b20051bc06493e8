package dev.rehearsal.terraform.aws.kms;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of KMS. */
public final class KmsTypes {

  private KmsTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new KmsKey(), new KmsAlias());
  }
}
