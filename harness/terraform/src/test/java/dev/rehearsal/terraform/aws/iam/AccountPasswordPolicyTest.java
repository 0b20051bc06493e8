package dev.rehearsal.terraform.aws.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PasswordPolicy;

class AccountPasswordPolicyTest {

  private static final String ADDRESS = "aws_iam_account_password_policy.people";

  @TempDir Path folder;

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      assertEquals(1, stage.apply(policy("minimum_password_length = 14")).added());
      IamClient iam = stage.client(IamClient.class);
      PasswordPolicy made = iam.getAccountPasswordPolicy().passwordPolicy();
      assertEquals(14, made.minimumPasswordLength());
      assertTrue(made.requireSymbols());
      assertTrue(made.allowUsersToChangePassword());
      assertFalse(made.requireNumbers());
      assertFalse(made.expirePasswords());

      String aging = policy("minimum_password_length = 16\n  max_password_age = 90");
      assertEquals(1, stage.apply(aging).changed());
      PasswordPolicy changed = iam.getAccountPasswordPolicy().passwordPolicy();
      assertEquals(16, changed.minimumPasswordLength());
      assertEquals(90, changed.maxPasswordAge());
      assertTrue(changed.expirePasswords());

      var unused = iam.deleteAccountPasswordPolicy();
      assertEquals(Map.of(ADDRESS, "create"), stage.plan(aging));
      stage.apply(aging);
      stage.reimport(ADDRESS, "iam-account-password-policy");

      stage.destroy();
      assertThrows(NoSuchEntityException.class, iam::getAccountPasswordPolicy);
    }
  }

  private static String policy(String more) {
    return """
    resource "aws_iam_account_password_policy" "people" {
      require_symbols = true
      %s
    }
    """
        .formatted(more);
  }
}
