package dev.rehearsal.cloud.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.call.AwsError;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;

/** Key policies: the ones KMS writes itself, the check of others, and grants seen as statements. */
final class KeyPolicies {

  private static final ObjectMapper JSON = new ObjectMapper();

  private KeyPolicies() {}

  static String byDefault(String account) {
    return "{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {\n"
        + "    \"Sid\" : \"Enable IAM User Permissions\",\n    \"Effect\" : \"Allow\",\n"
        + "    \"Principal\" : {\n      \"AWS\" : \"arn:aws:iam::"
        + account
        + ":root\"\n    },\n    \"Action\" : \"kms:*\",\n    \"Resource\" : \"*\"\n  } ]\n}";
  }

  /** The account's principals may use AWS's own keys through its services, without permissions. */
  static String managed(String account) {
    return "{\"Version\":\"2012-10-17\",\"Id\":\"auto-1\",\"Statement\":[{\"Sid\":\"Allow access"
        + " through AWS services for all principals in the account\",\"Effect\":\"Allow\","
        + "\"Principal\":{\"AWS\":\"*\"},\"Action\":[\"kms:Encrypt\",\"kms:Decrypt\","
        + "\"kms:ReEncrypt*\",\"kms:GenerateDataKey*\",\"kms:CreateGrant\",\"kms:DescribeKey\"],"
        + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalAccount\":\""
        + account
        + "\"}}}]}";
  }

  static void check(String policy) {
    JsonNode root;
    try {
      root = JSON.readTree(policy);
    } catch (JsonProcessingException broken) {
      throw malformed("The policy is not JSON: " + broken.getOriginalMessage());
    }
    if (root == null || !root.isObject() || root.path("Statement").isMissingNode()) {
      throw malformed("The policy has no Statement.");
    }
    for (JsonNode statement : root.path("Statement")) {
      if (!root.path("Statement").isArray()) {
        break;
      }
      String effect = statement.path("Effect").asText();
      if (!effect.equals("Allow") && !effect.equals("Deny")) {
        throw malformed("The policy has a statement with the Effect '" + effect + "'.");
      }
      if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
        throw malformed("Policy contains a statement with no principal.");
      }
      if (!statement.has("Resource") && !statement.has("NotResource")) {
        throw malformed("Policy contains a statement with no resource.");
      }
    }
  }

  private static AwsServiceException malformed(String message) {
    return AwsError.of(
        MalformedPolicyDocumentException.builder(),
        "MalformedPolicyDocumentException",
        400,
        message);
  }

  /** The key's policy with a statement for each of its grants, as an evaluator needs it. */
  static String effective(Key key) {
    if (key.grants.isEmpty()) {
      return key.policy;
    }
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(key.policy);
      ArrayNode statements = JSON.createArrayNode();
      JsonNode own = root.path("Statement");
      if (own.isArray()) {
        own.forEach(statements::add);
      } else {
        statements.add(own);
      }
      key.grants.forEach(grant -> statements.add(statement(grant)));
      root.set("Statement", statements);
      return root.toString();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ObjectNode statement(GrantListEntry grant) {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("Sid", "Grant" + grant.grantId()).put("Effect", "Allow").put("Resource", "*");
    String grantee = grant.granteePrincipal();
    statement
        .putObject("Principal")
        .put(grantee.endsWith(".amazonaws.com") ? "Service" : "AWS", grantee);
    ArrayNode actions = statement.putArray("Action");
    grant.operationsAsStrings().forEach(operation -> actions.add("kms:" + operation));
    if (grant.constraints() != null) {
      ObjectNode equal = JSON.createObjectNode();
      for (Map<String, String> context :
          java.util.List.of(
              grant.constraints().encryptionContextEquals(),
              grant.constraints().encryptionContextSubset())) {
        context.forEach((name, value) -> equal.put("kms:EncryptionContext:" + name, value));
      }
      if (!equal.isEmpty()) {
        statement.putObject("Condition").set("StringEquals", equal);
      }
    }
    return statement;
  }
}
