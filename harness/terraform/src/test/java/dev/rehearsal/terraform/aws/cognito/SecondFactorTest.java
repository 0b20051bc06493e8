package dev.rehearsal.terraform.aws.cognito;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserPoolMfaConfigResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;

class SecondFactorTest {

  private static final String POOL = "aws_cognito_user_pool.customers";

  @TempDir Path folder;

  @Test
  void aPoolsSecondFactorIsSetChangedAndMended() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(pool("OPTIONAL", true));
      CognitoIdentityProviderClient cognito = stage.client(CognitoIdentityProviderClient.class);
      String id = cognito.listUserPools(list -> list.maxResults(1)).userPools().get(0).id();
      assertEquals(UserPoolMfaType.OPTIONAL, factors(cognito, id).mfaConfiguration());
      assertTrue(factors(cognito, id).softwareTokenMfaConfiguration().enabled());

      assertEquals(1, stage.apply(pool("ON", true)).changed());
      assertEquals(UserPoolMfaType.ON, factors(cognito, id).mfaConfiguration());

      cognito.setUserPoolMfaConfig(off -> off.userPoolId(id).mfaConfiguration(UserPoolMfaType.OFF));
      assertEquals(Map.of(POOL, "update"), stage.plan(pool("ON", true)));
      stage.apply(pool("ON", true));
      stage.reimport(POOL, id);

      stage.apply(pool("OFF", false));
      assertEquals(UserPoolMfaType.OFF, factors(cognito, id).mfaConfiguration());
      assertFalse(
          factors(cognito, id).softwareTokenMfaConfiguration() != null
              && factors(cognito, id).softwareTokenMfaConfiguration().enabled());
      stage.destroy();
    }
  }

  private static GetUserPoolMfaConfigResponse factors(
      CognitoIdentityProviderClient cognito, String id) {
    return cognito.getUserPoolMfaConfig(get -> get.userPoolId(id));
  }

  private static String pool(String mfa, boolean tokens) {
    return """
    resource "aws_cognito_user_pool" "customers" {
      name              = "customers"
      mfa_configuration = "%s"
      %s
    }
    """
        .formatted(mfa, tokens ? "software_token_mfa_configuration {\n enabled = true\n }" : "");
  }
}
