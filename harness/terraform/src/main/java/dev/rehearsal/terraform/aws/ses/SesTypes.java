package dev.rehearsal.terraform.aws.ses;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of SES. */
public final class SesTypes {

  private SesTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new SesEmailIdentity());
  }
}
