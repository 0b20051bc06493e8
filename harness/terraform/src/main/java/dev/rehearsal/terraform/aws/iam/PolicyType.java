package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

final class PolicyType implements ResourceType {

  /** IAM keeps five versions of a policy. */
  private static final int VERSIONS = 5;

  @Override
  public String name() {
    return "aws_iam_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Policy")
        .forcesNew("name", "name_prefix", "path", "description")
        .conflicts("name", "name_prefix")
        .length("name", 1, 128)
        .defaults("path", "/")
        .policies("policy")
        .member("name", "PolicyName")
        .member("policy", "PolicyDocument")
        .tags(
            Tagging.of(IamClient.class, "arn")
                .operations("TagPolicy", "UntagPolicy", "ListPolicyTags"));
  }

  @Override
  public void create(ResourceInstance it) {
    it.nameFrom("name", "name_prefix");
    it.id(
        it.client(IamClient.class)
            .createPolicy(it.fill(CreatePolicyRequest.builder()).build())
            .policy()
            .arn());
  }

  @Override
  public void read(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    Policy policy = iam.getPolicy(request -> request.policyArn(it.id())).policy();
    it.take(policy);
    PolicyVersion version =
        iam.getPolicyVersion(
                request -> request.policyArn(it.id()).versionId(policy.defaultVersionId()))
            .policyVersion();
    it.values().set("policy", IamTypes.decoded(version.document()));
  }

  @Override
  public void update(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    List<PolicyVersion> versions = versions(iam, it.id());
    if (versions.size() >= VERSIONS) {
      versions.stream()
          .filter(version -> !version.isDefaultVersion())
          .min(Comparator.comparing(PolicyVersion::createDate))
          .ifPresent(oldest -> delete(iam, it.id(), oldest));
    }
    iam.createPolicyVersion(
        request ->
            request
                .policyArn(it.id())
                .policyDocument(it.values().string("policy"))
                .setAsDefault(true));
  }

  @Override
  public void delete(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    versions(iam, it.id()).stream()
        .filter(version -> !version.isDefaultVersion())
        .forEach(version -> delete(iam, it.id(), version));
    iam.deletePolicy(request -> request.policyArn(it.id()));
  }

  private static List<PolicyVersion> versions(IamClient iam, String arn) {
    return iam.listPolicyVersions(request -> request.policyArn(arn)).versions();
  }

  private static void delete(IamClient iam, String arn, PolicyVersion version) {
    iam.deletePolicyVersion(request -> request.policyArn(arn).versionId(version.versionId()));
  }
}
