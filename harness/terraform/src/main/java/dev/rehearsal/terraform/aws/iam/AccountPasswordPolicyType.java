package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.UpdateAccountPasswordPolicyRequest;

/** What users' passwords must be like: an account has one such policy, or AWS's own. */
final class AccountPasswordPolicyType implements ResourceType {

  private static final String ID = "iam-account-password-policy";

  @Override
  public String name() {
    return "aws_iam_account_password_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Account Password Policy")
        .defaults("allow_users_to_change_password", true)
        .defaults("minimum_password_length", 6);
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    it.id(ID);
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(it.client(IamClient.class).getAccountPasswordPolicy().passwordPolicy());
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(IamClient.class).deleteAccountPasswordPolicy();
  }

  private static void put(ResourceInstance it) {
    it.client(IamClient.class)
        .updateAccountPasswordPolicy(it.fill(UpdateAccountPasswordPolicyRequest.builder()).build());
  }
}
