package dev.rehearsal.terraform.aws.shield;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import software.amazon.awssdk.services.shield.ShieldClient;
import software.amazon.awssdk.services.shield.model.CreateProtectionRequest;
import software.amazon.awssdk.services.shield.model.Protection;

final class ProtectionType implements ResourceType {

  @Override
  public String name() {
    return "aws_shield_protection";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Shield Protection")
        .forcesNew("name", "resource_arn")
        .member("arn", "ProtectionArn")
        .tags(Tagging.of(ShieldClient.class, "arn"));
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(ShieldClient.class)
            .createProtection(it.fill(CreateProtectionRequest.builder()).build())
            .protectionId());
  }

  @Override
  public void read(ResourceInstance it) {
    Protection found =
        it.client(ShieldClient.class)
            .describeProtection(describe -> describe.protectionId(it.id()))
            .protection();
    it.values().set("name", found.name());
    it.values().set("resource_arn", found.resourceArn());
    it.values().set("arn", found.protectionArn());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(ShieldClient.class).deleteProtection(delete -> delete.protectionId(it.id()));
  }
}
