package dev.rehearsal.terraform.aws.wafv2;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of WAF. */
public final class WafTypes {

  private WafTypes() {}

  public static List<ResourceType> resources() {
    return List.of(
        new IpSetType(), new WebAclAssociationType(), new WebAclLoggingType(), new WebAclType());
  }
}
