package dev.rehearsal.terraform.aws.cognito;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolClientRequest;

final class UserPoolClient implements ResourceType {

  @Override
  public String name() {
    return "aws_cognito_user_pool_client";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Cognito User Pool Client")
        .forcesNew("user_pool_id", "generate_secret")
        .member("name", "ClientName")
        .member("callback_urls", "CallbackURLs")
        .member("logout_urls", "LogoutURLs")
        .member("default_redirect_uri", "DefaultRedirectURI")
        .sensitive("client_secret")
        .imports(
            it -> {
              int slash = it.id().indexOf('/');
              if (slash < 1) {
                throw new ProviderException(
                    "wrong format of import ID (" + it.id() + "), use: 'user-pool-id/client-id'");
              }
              it.values().set("user_pool_id", it.id().substring(0, slash));
              it.id(it.id().substring(slash + 1));
            });
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(CognitoIdentityProviderClient.class)
            .createUserPoolClient(it.fill(CreateUserPoolClientRequest.builder()).build())
            .userPoolClient()
            .clientId());
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(CognitoIdentityProviderClient.class)
            .describeUserPoolClient(
                r -> r.userPoolId(it.values().string("user_pool_id")).clientId(it.id()))
            .userPoolClient());
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(CognitoIdentityProviderClient.class)
        .updateUserPoolClient(
            it.fill(UpdateUserPoolClientRequest.builder()).clientId(it.id()).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CognitoIdentityProviderClient.class)
        .deleteUserPoolClient(
            r -> r.userPoolId(it.values().string("user_pool_id")).clientId(it.id()));
  }
}
