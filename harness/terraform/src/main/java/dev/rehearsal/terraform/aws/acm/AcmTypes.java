package dev.rehearsal.terraform.aws.acm;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of ACM. */
public final class AcmTypes {

  private AcmTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new CertificateType(), new CertificateValidationType());
  }
}
