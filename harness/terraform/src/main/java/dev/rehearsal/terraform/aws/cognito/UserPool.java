package dev.rehearsal.terraform.aws.cognito;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolRequest;
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
            "admin_create_user_config", "email_configuration", "verification_message_template")
        .tags(Tagging.of(CognitoIdentityProviderClient.class, "arn"));
  }

  @Override
  public void create(ResourceInstance it) {
    CreateUserPoolRequest.Builder request = it.fill(CreateUserPoolRequest.builder());
    passwordPolicy(it, request::policies);
    request.userPoolTags(it.tags());
    it.id(
        it.client(CognitoIdentityProviderClient.class)
            .createUserPool(request.build())
            .userPool()
            .id());
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
    if (found.userPoolTags() != null) {
      it.takeTags(found.userPoolTags());
    }
  }

  @Override
  public void update(ResourceInstance it) {
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
