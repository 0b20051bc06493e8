package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Group;

final class GroupType implements ResourceType {

  @Override
  public String name() {
    return "aws_iam_group";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Group")
        .matches(
            "name",
            "^[0-9A-Za-z=,.@\\-_+]+$",
            "must only contain alphanumeric characters, hyphens, underscores, commas, periods, @"
                + " symbols, plus and equals signs")
        .defaults("path", "/")
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.values().string("name");
    it.client(IamClient.class)
        .createGroup(request -> request.groupName(name).path(it.values().text("path")));
    it.id(name);
  }

  @Override
  public void read(ResourceInstance it) {
    Group found = it.client(IamClient.class).getGroup(r -> r.groupName(it.id())).group();
    it.values().set("name", found.groupName());
    it.values().set("path", found.path());
    it.values().set("arn", found.arn());
    it.values().set("unique_id", found.groupId());
  }

  @Override
  public void update(ResourceInstance it) {
    String name = it.values().string("name");
    it.client(IamClient.class)
        .updateGroup(
            request ->
                request.groupName(it.id()).newGroupName(name).newPath(it.values().text("path")));
    it.id(name);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(IamClient.class).deleteGroup(request -> request.groupName(it.id()));
  }
}
