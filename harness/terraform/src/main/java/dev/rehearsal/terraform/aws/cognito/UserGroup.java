package dev.rehearsal.terraform.aws.cognito;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateGroupRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateGroupRequest;

final class UserGroup implements ResourceType {

  @Override
  public String name() {
    return "aws_cognito_user_group";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Cognito User Group")
        .forcesNew("name", "user_pool_id")
        .member("name", "GroupName")
        .imports(
            it -> {
              int slash = it.id().indexOf('/');
              it.values().set("user_pool_id", it.id().substring(0, Math.max(0, slash)));
              it.values().set("name", it.id().substring(slash + 1));
            });
  }

  @Override
  public void create(ResourceInstance it) {
    it.client(CognitoIdentityProviderClient.class)
        .createGroup(it.fill(CreateGroupRequest.builder()).build());
    it.id(it.values().string("user_pool_id") + "/" + it.values().string("name"));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(CognitoIdentityProviderClient.class)
            .getGroup(
                r ->
                    r.userPoolId(it.values().string("user_pool_id"))
                        .groupName(it.values().string("name")))
            .group());
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(CognitoIdentityProviderClient.class)
        .updateGroup(it.fill(UpdateGroupRequest.builder()).build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CognitoIdentityProviderClient.class)
        .deleteGroup(
            r ->
                r.userPoolId(it.values().string("user_pool_id"))
                    .groupName(it.values().string("name")));
  }
}
