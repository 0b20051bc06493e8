package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.iam.IamClient;

/** A policy that belongs to one role or one group. Its id is {@code OWNER:NAME}. */
final class InlinePolicyType implements ResourceType {

  /** IAM's operations on the policies of one kind of owner. */
  private interface Operations {

    void put(IamClient iam, String owner, String name, String document);

    /** The document, as IAM encodes it. */
    String get(IamClient iam, String owner, String name);

    void delete(IamClient iam, String owner, String name);
  }

  private final String owner;
  private final String label;
  private final Operations operations;

  private InlinePolicyType(String owner, String label, Operations operations) {
    this.owner = owner;
    this.label = label;
    this.operations = operations;
  }

  static InlinePolicyType ofRoles() {
    return new InlinePolicyType(
        "role",
        "IAM Role Policy",
        new Operations() {
          @Override
          public void put(IamClient iam, String role, String name, String document) {
            iam.putRolePolicy(r -> r.roleName(role).policyName(name).policyDocument(document));
          }

          @Override
          public String get(IamClient iam, String role, String name) {
            return iam.getRolePolicy(r -> r.roleName(role).policyName(name)).policyDocument();
          }

          @Override
          public void delete(IamClient iam, String role, String name) {
            iam.deleteRolePolicy(r -> r.roleName(role).policyName(name));
          }
        });
  }

  static InlinePolicyType ofGroups() {
    return new InlinePolicyType(
        "group",
        "IAM Group Policy",
        new Operations() {
          @Override
          public void put(IamClient iam, String group, String name, String document) {
            iam.putGroupPolicy(r -> r.groupName(group).policyName(name).policyDocument(document));
          }

          @Override
          public String get(IamClient iam, String group, String name) {
            return iam.getGroupPolicy(r -> r.groupName(group).policyName(name)).policyDocument();
          }

          @Override
          public void delete(IamClient iam, String group, String name) {
            iam.deleteGroupPolicy(r -> r.groupName(group).policyName(name));
          }
        });
  }

  @Override
  public String name() {
    return "aws_iam_" + owner + "_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label(label)
        .forcesNew("name", "name_prefix", owner)
        .conflicts("name", "name_prefix")
        .length("name", 1, 128)
        .policies("policy")
        .imports(
            it -> {
              String[] parts = it.id().split(":", 2);
              it.values().set(owner, parts[0]);
              it.values().set("name", parts.length > 1 ? parts[1] : "");
            });
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    update(it);
    it.id(it.values().string(owner) + ":" + name);
  }

  @Override
  public void read(ResourceInstance it) {
    String document = operations.get(iam(it), it.values().string(owner), name(it));
    it.values().set("policy", IamTypes.decoded(document));
  }

  @Override
  public void update(ResourceInstance it) {
    operations.put(iam(it), it.values().string(owner), name(it), it.values().string("policy"));
  }

  @Override
  public void delete(ResourceInstance it) {
    operations.delete(iam(it), it.values().string(owner), name(it));
  }

  private static String name(ResourceInstance it) {
    return it.values().string("name");
  }

  private static IamClient iam(ResourceInstance it) {
    return it.client(IamClient.class);
  }
}
