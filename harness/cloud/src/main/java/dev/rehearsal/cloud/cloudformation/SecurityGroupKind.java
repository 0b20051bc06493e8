package dev.rehearsal.cloud.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Security groups. */
final class SecurityGroupKind implements ResourceKind {

  private static final IpPermission EVERYWHERE =
      IpPermission.builder().ipProtocol("-1").ipRanges(range -> range.cidrIp("0.0.0.0/0")).build();
  private static final Set<String> RULE =
      Set.of(
          "IpProtocol",
          "FromPort",
          "ToPort",
          "CidrIp",
          "Description",
          "SourceSecurityGroupId",
          "DestinationSecurityGroupId");

  @Override
  public String type() {
    return "AWS::EC2::SecurityGroup";
  }

  @Override
  public Set<String> properties() {
    return Set.of(
        "GroupName",
        "GroupDescription",
        "VpcId",
        "SecurityGroupIngress",
        "SecurityGroupEgress",
        "Tags");
  }

  @Override
  public Set<String> required() {
    return Set.of("GroupDescription");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("GroupName", "GroupDescription", "VpcId");
  }

  @Override
  public Made create(Site site, Properties properties) {
    Ec2Client ec2 = site.client(Ec2Client.class);
    List<Tag> tags = Properties.tags(properties.tags(), SecurityGroupKind::tag);
    String id =
        ec2.createSecurityGroup(
                create -> {
                  create
                      .groupName(site.name(properties.text("GroupName")))
                      .description(properties.text("GroupDescription"))
                      .vpcId(properties.text("VpcId"));
                  if (!tags.isEmpty()) {
                    create.tagSpecifications(
                        TagSpecification.builder()
                            .resourceType("security-group")
                            .tags(tags)
                            .build());
                  }
                })
            .groupId();
    Made made = new Made(id, Map.of("GroupId", id, "VpcId", properties.textOr("VpcId", "")));
    try {
      let(ec2, id, rules(properties, "SecurityGroupIngress"), List.of());
      if (properties.has("SecurityGroupEgress")) {
        ec2.revokeSecurityGroupEgress(r -> r.groupId(id).ipPermissions(EVERYWHERE));
        let(ec2, id, List.of(), rules(properties, "SecurityGroupEgress"));
      }
    } catch (RuntimeException failed) {
      delete(site, made, properties);
      throw failed;
    }
    return made;
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    Ec2Client ec2 = site.client(Ec2Client.class);
    List<IpPermission> in = rules(before, "SecurityGroupIngress");
    if (!in.isEmpty()) {
      ec2.revokeSecurityGroupIngress(r -> r.groupId(made.id()).ipPermissions(in));
    }
    List<IpPermission> out = egress(before);
    if (!out.isEmpty()) {
      ec2.revokeSecurityGroupEgress(r -> r.groupId(made.id()).ipPermissions(out));
    }
    let(ec2, made.id(), rules(after, "SecurityGroupIngress"), egress(after));
    return made;
  }

  /** A group that says nothing of its ways out has them all. */
  private static List<IpPermission> egress(Properties properties) {
    return properties.has("SecurityGroupEgress")
        ? rules(properties, "SecurityGroupEgress")
        : List.of(EVERYWHERE);
  }

  private static void let(Ec2Client ec2, String id, List<IpPermission> in, List<IpPermission> out) {
    if (!in.isEmpty()) {
      ec2.authorizeSecurityGroupIngress(a -> a.groupId(id).ipPermissions(in));
    }
    if (!out.isEmpty()) {
      ec2.authorizeSecurityGroupEgress(a -> a.groupId(id).ipPermissions(out));
    }
  }

  private static List<IpPermission> rules(Properties properties, String name) {
    return properties.each(name).stream().map(rule -> rule(rule, name)).toList();
  }

  private static IpPermission rule(Properties rule, String name) {
    rule.node()
        .fieldNames()
        .forEachRemaining(
            each -> {
              if (!RULE.contains(each)) {
                throw StackErrors.notHere("the property " + name + "." + each);
              }
            });
    IpPermission.Builder permission =
        IpPermission.builder()
            .ipProtocol(rule.textOr("IpProtocol", "-1"))
            .fromPort(rule.integer("FromPort"))
            .toPort(rule.integer("ToPort"));
    String other =
        rule.textOr("SourceSecurityGroupId", rule.textOr("DestinationSecurityGroupId", ""));
    if (!other.isEmpty()) {
      permission.userIdGroupPairs(
          pair -> pair.groupId(other).description(rule.text("Description")));
    }
    if (rule.has("CidrIp")) {
      permission.ipRanges(
          range -> range.cidrIp(rule.text("CidrIp")).description(rule.text("Description")));
    }
    return permission.build();
  }

  @Override
  public void retag(Site site, Made made, Map<String, String> set, List<String> remove) {
    Ec2Client ec2 = site.client(Ec2Client.class);
    if (!set.isEmpty()) {
      ec2.createTags(
          tag -> tag.resources(made.id()).tags(Properties.tags(set, SecurityGroupKind::tag)));
    }
    if (!remove.isEmpty()) {
      ec2.deleteTags(
          untag ->
              untag
                  .resources(made.id())
                  .tags(remove.stream().map(key -> Tag.builder().key(key).build()).toList()));
    }
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    Site.ifThere(
        () ->
            site.client(Ec2Client.class).deleteSecurityGroup(delete -> delete.groupId(made.id())));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
