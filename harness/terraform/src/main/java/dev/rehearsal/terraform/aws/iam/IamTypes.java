package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the provider serves of IAM. */
public final class IamTypes {

  private IamTypes() {}

  public static List<ResourceType> resources() {
    return List.of(
        new AccountPasswordPolicyType(),
        new GroupType(),
        InlinePolicyType.ofGroups(),
        new RoleType(),
        new PolicyType(),
        new VirtualMfaDeviceType(),
        InlinePolicyType.ofRoles(),
        new RolePolicyAttachmentType());
  }

  /** IAM answers policies in URL encoding. */
  static String decoded(String policy) {
    return policy.startsWith("%") ? URLDecoder.decode(policy, StandardCharsets.UTF_8) : policy;
  }
}
