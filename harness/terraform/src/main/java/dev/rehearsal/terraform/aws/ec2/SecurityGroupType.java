package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

final class SecurityGroupType implements ResourceType {

  @Override
  public String name() {
    return "aws_security_group";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Security Group")
        .forcesNew("description", "name", "name_prefix", "vpc_id")
        .conflicts("name", "name_prefix")
        .defaults("description", "Managed by Terraform")
        .defaults("revoke_rules_on_delete", false)
        .member("name", "GroupName")
        .member("arn", "SecurityGroupArn")
        .untaken("ingress", "egress")
        .tags(Ec2Types.tagging())
        .imports(it -> it.values().set("revoke_rules_on_delete", false));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    it.id(
        it.client(Ec2Client.class)
            .createSecurityGroup(
                create ->
                    create
                        .groupName(name)
                        .description(it.values().text("description"))
                        .vpcId(it.values().text("vpc_id"))
                        .tagSpecifications(Ec2Types.tagged(it, "security-group")))
            .groupId());
    // The rule that lets everything out goes as well: Terraform's groups start with none.
    InlineRules.put(it, it.id());
  }

  @Override
  public void read(ResourceInstance it) {
    SecurityGroup found = InlineRules.describe(it, it.id());
    it.take(found);
    it.values().set("ingress", InlineRules.objects(found.ipPermissions(), it.id()));
    it.values().set("egress", InlineRules.objects(found.ipPermissionsEgress(), it.id()));
  }

  @Override
  public void update(ResourceInstance it) {
    if (it.changed("ingress", "egress")) {
      InlineRules.put(it, it.id());
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(Ec2Client.class).deleteSecurityGroup(delete -> delete.groupId(it.id()));
  }
}
