package dev.rehearsal.terraform.aws.cognito;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserPoolMfaConfigResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;

final class UserPool implements ResourceType {

  @Override
  public String name() {
    return "aws_cognito_user_pool";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Cognito User Pool")
        .forcesNew("alias_attributes", "username_attributes", "username_configuration")
        .conflicts("alias_attributes", "username_attributes")
        .defaults("deletion_protection", "INACTIVE")
        .defaults("mfa_configuration", "OFF")
        .oneOf("mfa_configuration", "OFF", "ON", "OPTIONAL")
        .oneOf("deletion_protection", "ACTIVE", "INACTIVE")
        .member("name", "PoolName")
        .unfilled("Schema")
        .untaken("schema", "lambda_config", "endpoint")
        .computedBlocks(
            "admin_create_user_config",
            "email_configuration",
            "password_policy",
            "verification_message_template")
        .tags(Tagging.of(CognitoIdentityProviderClient.class, "arn"));
  }

  @Override
  public void create(ResourceInstance it) {
    CreateUserPoolRequest.Builder request = it.fill(CreateUserPoolRequest.builder());
    passwordPolicy(it, request::policies);
    request.userPoolTags(it.tags());
    // Second factors have an operation of their own.
    request.mfaConfiguration(UserPoolMfaType.OFF);
    it.id(
        it.client(CognitoIdentityProviderClient.class)
            .createUserPool(request.build())
            .userPool()
            .id());
    if (!"OFF".equals(it.values().text("mfa_configuration")) || softwareTokens(it)) {
      secondFactor(it);
    }
  }

  private static void secondFactor(ResourceInstance it) {
    it.client(CognitoIdentityProviderClient.class)
        .setUserPoolMfaConfig(
            set ->
                set.userPoolId(it.id())
                    .mfaConfiguration(it.values().text("mfa_configuration"))
                    .softwareTokenMfaConfiguration(tokens -> tokens.enabled(softwareTokens(it))));
  }

  private static boolean softwareTokens(ResourceInstance it) {
    return it.values()
        .block("software_token_mfa_configuration")
        .map(block -> block.bool("enabled"))
        .orElse(false);
  }

  @Override
  public void read(ResourceInstance it) {
    UserPoolType found =
        it.client(CognitoIdentityProviderClient.class)
            .describeUserPool(r -> r.userPoolId(it.id()))
            .userPool();
    it.take(found);
    Values values = it.values();
    values.set("name", found.name());
    values.set("arn", found.arn());
    values.set("endpoint", "cognito-idp." + it.region() + ".amazonaws.com/" + it.id());
    values.set("creation_date", String.valueOf(found.creationDate()));
    values.set("last_modified_date", String.valueOf(found.lastModifiedDate()));
    if (found.policies() != null) {
      values.set(
          "password_policy",
          java.util.Collections.singletonList(
              it.block("password_policy", found.policies().passwordPolicy())));
    }
    GetUserPoolMfaConfigResponse factors =
        it.client(CognitoIdentityProviderClient.class)
            .getUserPoolMfaConfig(r -> r.userPoolId(it.id()));
    values.set("mfa_configuration", factors.mfaConfigurationAsString());
    values.set(
        "software_token_mfa_configuration",
        factors.softwareTokenMfaConfiguration() != null
                && Boolean.TRUE.equals(factors.softwareTokenMfaConfiguration().enabled())
            ? List.of(Map.of("enabled", true))
            : List.of());
    if (found.userPoolTags() != null) {
      it.takeTags(found.userPoolTags());
    }
  }

  @Override
  public void update(ResourceInstance it) {
    if (it.changed("mfa_configuration", "software_token_mfa_configuration")) {
      secondFactor(it);
    }
    UpdateUserPoolRequest.Builder request = it.fill(UpdateUserPoolRequest.builder());
    passwordPolicy(it, request::policies);
    it.client(CognitoIdentityProviderClient.class)
        .updateUserPool(request.userPoolId(it.id()).userPoolTags(it.tags()).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CognitoIdentityProviderClient.class).deleteUserPool(r -> r.userPoolId(it.id()));
  }

  private static void passwordPolicy(
      ResourceInstance it,
      java.util.function.Consumer<
              software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolPolicyType>
          policies) {
    it.values()
        .block("password_policy")
        .ifPresent(
            block ->
                policies.accept(
                    software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolPolicyType
                        .builder()
                        .passwordPolicy(
                            it.fill(
                                    software.amazon.awssdk.services.cognitoidentityprovider.model
                                        .PasswordPolicyType.builder(),
                                    block)
                                .build())
                        .build()));
  }
}
