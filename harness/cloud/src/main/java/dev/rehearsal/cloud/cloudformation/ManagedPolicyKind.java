package dev.rehearsal.cloud.cloudformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** Managed policies of IAM, and whom they are attached to. */
final class ManagedPolicyKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::IAM::ManagedPolicy";
  }

  @Override
  public Set<String> properties() {
    return Set.of(
        "ManagedPolicyName", "Description", "Path", "PolicyDocument", "Roles", "Users", "Groups");
  }

  @Override
  public Set<String> required() {
    return Set.of("PolicyDocument");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("ManagedPolicyName", "Description", "Path");
  }

  @Override
  public Made create(Site site, Properties properties) {
    IamClient iam = site.client(IamClient.class);
    String arn =
        iam.createPolicy(
                create ->
                    create
                        .policyName(site.name(properties.text("ManagedPolicyName")))
                        .description(properties.text("Description"))
                        .path(properties.text("Path"))
                        .policyDocument(properties.json("PolicyDocument")))
            .policy()
            .arn();
    Made made = new Made(arn, Map.of("PolicyArn", arn));
    try {
      attach(iam, arn, properties);
    } catch (RuntimeException failed) {
      delete(site, made, properties);
      throw failed;
    }
    return made;
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    IamClient iam = site.client(IamClient.class);
    String arn = made.id();
    if (!after.json("PolicyDocument").equals(before.json("PolicyDocument"))) {
      List<PolicyVersion> old =
          iam.listPolicyVersions(list -> list.policyArn(arn)).versions().stream()
              .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
              .toList();
      old.forEach(v -> iam.deletePolicyVersion(d -> d.policyArn(arn).versionId(v.versionId())));
      iam.createPolicyVersion(
          create ->
              create
                  .policyArn(arn)
                  .policyDocument(after.json("PolicyDocument"))
                  .setAsDefault(true));
    }
    // First in, then out: where somebody is not there, nobody has been let out.
    attach(iam, arn, after);
    detach(iam, arn, before, after);
    return made;
  }

  private static void attach(IamClient iam, String arn, Properties to) {
    to.texts("Roles").forEach(r -> iam.attachRolePolicy(a -> a.roleName(r).policyArn(arn)));
    to.texts("Users").forEach(u -> iam.attachUserPolicy(a -> a.userName(u).policyArn(arn)));
    to.texts("Groups").forEach(g -> iam.attachGroupPolicy(a -> a.groupName(g).policyArn(arn)));
  }

  private static void detach(IamClient iam, String arn, Properties from, Properties but) {
    less(from, but, "Roles")
        .forEach(r -> Site.ifThere(() -> iam.detachRolePolicy(d -> d.roleName(r).policyArn(arn))));
    less(from, but, "Users")
        .forEach(u -> Site.ifThere(() -> iam.detachUserPolicy(d -> d.userName(u).policyArn(arn))));
    less(from, but, "Groups")
        .forEach(
            g -> Site.ifThere(() -> iam.detachGroupPolicy(d -> d.groupName(g).policyArn(arn))));
  }

  private static List<String> less(Properties from, Properties but, String name) {
    List<String> left = new ArrayList<>(from.texts(name));
    left.removeAll(but.texts(name));
    return left;
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    IamClient iam = site.client(IamClient.class);
    String arn = made.id();
    detach(iam, arn, properties, Properties.NONE);
    Site.ifThere(
        () ->
            iam.listPolicyVersions(list -> list.policyArn(arn)).versions().stream()
                .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
                .forEach(
                    v -> iam.deletePolicyVersion(d -> d.policyArn(arn).versionId(v.versionId()))));
    Site.ifThere(() -> iam.deletePolicy(delete -> delete.policyArn(arn)));
  }
}
