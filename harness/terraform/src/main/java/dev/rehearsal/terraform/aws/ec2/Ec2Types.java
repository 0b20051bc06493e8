package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Terraform's types of Amazon VPC. */
public final class Ec2Types {

  private Ec2Types() {}

  public static List<ResourceType> resources() {
    return List.of(
        new DefaultSecurityGroupType(),
        new EipType(),
        new FlowLogType(),
        new InternetGatewayType(),
        new NatGatewayType(),
        new NetworkAclRuleType(),
        new NetworkAclType(),
        new RouteTableAssociationType(),
        new RouteTableType(),
        SecurityGroupRuleType.egress(),
        SecurityGroupRuleType.ingress(),
        new SecurityGroupType(),
        new SubnetType(),
        new VpcEndpointType(),
        new VpcType());
  }

  /** The tags of whatever an attribute's id is the id of. */
  static Tagging tagging() {
    return new Tagging() {
      @Override
      public Map<String, String> list(ResourceInstance it) {
        return it
            .client(Ec2Client.class)
            .describeTags(describe -> describe.filters(f -> f.name("resource-id").values(it.id())))
            .tags()
            .stream()
            .collect(Collectors.toMap(TagDescription::key, TagDescription::value));
      }

      @Override
      public void change(ResourceInstance it, Map<String, String> set, List<String> remove) {
        Ec2Client ec2 = it.client(Ec2Client.class);
        if (!remove.isEmpty()) {
          ec2.deleteTags(
              delete ->
                  delete
                      .resources(it.id())
                      .tags(remove.stream().map(key -> Tag.builder().key(key).build()).toList()));
        }
        if (!set.isEmpty()) {
          ec2.createTags(create -> create.resources(it.id()).tags(tags(set)));
        }
      }
    };
  }

  /** The tags that a new resource gets as it is made; none where it gets none. */
  static List<TagSpecification> tagged(ResourceInstance it, String type) {
    return it.tags().isEmpty()
        ? List.of()
        : List.of(TagSpecification.builder().resourceType(type).tags(tags(it.tags())).build());
  }

  static String arn(ResourceInstance it, String type) {
    return "arn:aws:ec2:" + it.region() + ":" + it.account() + ":" + type + "/" + it.id();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
