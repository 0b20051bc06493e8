package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Takes a VPC's default security group over; the rules not named go. */
final class DefaultSecurityGroupType implements ResourceType {

  @Override
  public String name() {
    return "aws_default_security_group";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Security Group")
        .forcesNew("vpc_id")
        .defaults("revoke_rules_on_delete", false)
        .member("name", "GroupName")
        .member("arn", "SecurityGroupArn")
        .untaken("ingress", "egress")
        .tags(Ec2Types.tagging())
        .imports(it -> it.values().set("revoke_rules_on_delete", false));
  }

  @Override
  public void create(ResourceInstance it) {
    Ec2Client ec2 = it.client(Ec2Client.class);
    it.id(
        ec2.describeSecurityGroups(
                describe ->
                    describe.filters(
                        Filter.builder().name("group-name").values("default").build(),
                        Filter.builder()
                            .name("vpc-id")
                            .values(it.values().string("vpc_id"))
                            .build()))
            .securityGroups()
            .get(0)
            .groupId());
    if (!it.tags().isEmpty()) {
      Ec2Types.tagging().change(it, it.tags(), List.of());
    }
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
    InlineRules.put(it, it.id());
  }

  /** The group stays: it goes with its VPC. */
  @Override
  public void delete(ResourceInstance it) {}
}
