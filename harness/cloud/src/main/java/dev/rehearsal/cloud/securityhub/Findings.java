package dev.rehearsal.cloud.securityhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.accessanalyzer.AccessAnalyzer;
import dev.rehearsal.cloud.config.Config;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.iam.IdentityPolicies;
import dev.rehearsal.cloud.wafv2.Waf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.securityhub.model.AssociatedStandard;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.ComplianceStatus;
import software.amazon.awssdk.services.securityhub.model.SeverityLabel;

/** Asks the services that find something, and writes it in the AWS Security Finding Format. */
final class Findings {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> WORDS =
      Map.of(
          "DynamoDB", "DynamoDb",
          "EC2", "Ec2",
          "IAM", "Iam",
          "KMS", "Kms",
          "RDS", "Rds",
          "VPC", "Vpc",
          "DBInstance", "DbInstance",
          "SNS", "Sns",
          "SQS", "Sqs");

  private final Surroundings aws;
  private final Standards standards;

  Findings(Surroundings aws, Standards standards) {
    this.aws = aws;
    this.standards = standards;
  }

  /** What is wrong now. */
  List<AwsSecurityFinding> now() {
    List<AwsSecurityFinding> all = new ArrayList<>();
    for (Config.Breach breach : aws.peer(Config.class, aws.region()).breaches()) {
      all.add(
          finding(
                  "config",
                  "Config",
                  breach.ruleArn(),
                  breach.ruleArn() + "/finding/" + breach.id(),
                  SeverityLabel.HIGH,
                  breach.since())
              .title(breach.rule())
              .description(breach.what())
              .types("Software and Configuration Checks")
              .compliance(compliance -> compliance.status(ComplianceStatus.FAILED))
              .resources(
                  resource ->
                      resource.type(type(breach.type())).id(breach.arn()).region(aws.region()))
              .build());
    }
    open(all);
    review(all);
    attacks(all);
    controls(all);
    return all;
  }

  /** A type as the finding format writes it: {@code AwsSqsQueue} for {@code AWS::SQS::Queue}. */
  private static String type(String name) {
    String[] parts = name.split("::");
    return "Aws" + WORDS.getOrDefault(parts[1], parts[1]) + WORDS.getOrDefault(parts[2], parts[2]);
  }

  /** Access Analyzer: what is open to the outside. */
  private void open(List<AwsSecurityFinding> all) {
    for (AccessAnalyzer.Open one : aws.peer(AccessAnalyzer.class, aws.region()).open()) {
      String type = type(one.type());
      all.add(
          finding(
                  "access-analyzer",
                  "IAM Access Analyzer",
                  "aws/access-analyzer",
                  aws.arn("access-analyzer", "finding/" + one.id()),
                  one.isPublic() ? SeverityLabel.HIGH : SeverityLabel.LOW,
                  one.since())
              .title(
                  type
                      + "/"
                      + one.resource()
                      + "/ allows "
                      + (one.isPublic() ? "public" : "cross-account")
                      + " access")
              .description(one.resource() + " lets in " + one.principal() + ".")
              .types(
                  "Software and Configuration Checks/AWS Security Best Practices/External Access"
                      + " Granted")
              .resources(resource -> resource.type(type).id(one.resource()).region(aws.region()))
              .build());
    }
  }

  /** Controls of the standards that are on: for each resource that one looks at. */
  private void controls(List<AwsSecurityFinding> all) {
    Map<Standards.Control, Set<String>> on = standards.on();
    Map<String, Standards.Control> byRule = new HashMap<>();
    on.keySet().forEach(control -> byRule.put(control.rule(), control));
    for (Config.Checked checked :
        aws.peer(Config.class, aws.region()).check(new TreeSet<>(byRule.keySet()))) {
      Standards.Control control = java.util.Objects.requireNonNull(byRule.get(checked.rule()));
      boolean failed = checked.what() != null;
      String arn = aws.arn("securityhub", "security-control/" + control.id());
      all.add(
          finding(
                  "securityhub",
                  "Security Hub",
                  "security-control/" + control.id(),
                  arn
                      + "/finding/"
                      + UUID.nameUUIDFromBytes(checked.arn().getBytes(StandardCharsets.UTF_8)),
                  failed ? control.severity() : SeverityLabel.INFORMATIONAL,
                  checked.since())
              .title(control.title())
              .description(failed ? checked.what() : "The resource is as it should be.")
              .types("Software and Configuration Checks/Industry and Regulatory Standards")
              .compliance(
                  compliance ->
                      compliance
                          .status(failed ? ComplianceStatus.FAILED : ComplianceStatus.PASSED)
                          .securityControlId(control.id())
                          .associatedStandards(
                              on.getOrDefault(control, Set.of()).stream()
                                  .map(
                                      path ->
                                          AssociatedStandard.builder().standardsId(path).build())
                                  .toList()))
              .resources(
                  resource ->
                      resource.type(type(checked.type())).id(checked.arn()).region(aws.region()))
              .build());
    }
  }

  /** IAM: roles that may do everything to everything. */
  private void review(List<AwsSecurityFinding> all) {
    Iam iam = aws.peer(Iam.class, "us-east-1");
    for (Role role : iam.listRoles(list -> list.maxItems(1000)).roles()) {
      boolean wide =
          iam.role(role.roleName()).stream()
              .flatMap(found -> found.policies().stream())
              .map(IdentityPolicies.Policy::document)
              .anyMatch(Findings::allowsEverything);
      if (wide) {
        all.add(
            finding(
                    "access-review",
                    "IAM review",
                    "iam/full-administrative-privileges",
                    role.arn(),
                    SeverityLabel.HIGH,
                    aws.clock().instant())
                .title("A role has full administrative privileges")
                .description(
                    "A policy of " + role.roleName() + " allows every action on everything.")
                .types("Software and Configuration Checks/AWS Security Best Practices")
                .compliance(compliance -> compliance.status(ComplianceStatus.FAILED))
                .resources(resource -> resource.type("AwsIamRole").id(role.arn()))
                .build());
      }
    }
  }

  private static boolean allowsEverything(String document) {
    try {
      for (JsonNode statement : JSON.readTree(document).path("Statement")) {
        if (statement.path("Effect").asText().equals("Allow")
            && has(statement.path("Action"))
            && has(statement.path("Resource"))) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("A policy is no JSON.", broken);
    }
  }

  private static boolean has(JsonNode node) {
    if (node.isArray()) {
      for (JsonNode each : node) {
        if (each.asText().equals("*")) {
          return true;
        }
      }
    }
    return node.asText().equals("*");
  }

  /** Rules of the firewall that blocked requests within the last hours. */
  private void attacks(List<AwsSecurityFinding> all) {
    for (Waf.Blocked blocked : aws.peer(Waf.class, "us-east-1").blocked()) {
      all.add(
          finding(
                  "waf",
                  "WAF",
                  "wafv2/" + blocked.rule(),
                  blocked.aclArn() + "/" + blocked.rule(),
                  SeverityLabel.MEDIUM,
                  blocked.last())
              .title("The firewall blocked requests by its rule " + blocked.rule())
              .description(
                  blocked.requests()
                      + " requests were blocked, from "
                      + String.join(", ", blocked.addresses())
                      + ".")
              .types("TTPs/Initial Access")
              .resources(resource -> resource.type("AwsWafv2WebAcl").id(blocked.aclArn()))
              .build());
    }
  }

  private AwsSecurityFinding.Builder finding(
      String product,
      String productName,
      String generator,
      String id,
      SeverityLabel severity,
      Instant at) {
    return AwsSecurityFinding.builder()
        .schemaVersion("2018-10-08")
        .id(id)
        .productArn("arn:aws:securityhub:" + aws.region() + "::product/aws/" + product)
        .productName(productName)
        .companyName("AWS")
        .region(aws.region())
        .generatorId(generator)
        .awsAccountId(aws.account())
        .createdAt(at.toString())
        .updatedAt(at.toString())
        .severity(label -> label.label(severity))
        .productFields(Map.of("aws/securityhub/ProductName", productName))
        .recordState("ACTIVE");
  }
}
