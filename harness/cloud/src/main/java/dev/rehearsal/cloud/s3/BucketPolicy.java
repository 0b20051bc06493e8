package dev.rehearsal.cloud.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.pattern.OneOrMany;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads bucket policies: are they well formed, do they belong to the bucket, are they public. */
public final class BucketPolicy {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Conditions on these with fixed values keep a policy from being public. */
  private static final Set<String> NARROWING =
      Set.of(
          "aws:sourcearn",
          "aws:sourceaccount",
          "aws:sourceip",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:sourceowner",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:principalaccount",
          "aws:principalarn",
          "aws:userid",
          "s3:x-amz-server-side-encryption-aws-kms-key-id",
          "s3:dataaccesspointarn",
          "s3:dataaccesspointaccount");

  private final JsonNode root;

  private BucketPolicy(JsonNode root) {
    this.root = root;
  }

  /** Reads and checks a policy that is put on a bucket. */
  static BucketPolicy parse(String text, Bucket bucket) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw malformed("This policy contains invalid Json");
    }
    if (root == null || !root.isObject()) {
      throw malformed("Policies must be valid JSON and the first byte must be '{'");
    }
    BucketPolicy policy = new BucketPolicy(root);
    if (policy.statements().isEmpty()) {
      throw malformed("Missing required field Statement");
    }
    policy.statements().forEach(statement -> check(statement, bucket));
    return policy;
  }

  private static void check(JsonNode statement, Bucket bucket) {
    String effect = statement.path("Effect").asText();
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw malformed("Invalid effect: " + effect);
    }
    if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
      throw malformed("Missing required field Principal");
    }
    if (!statement.has("Action") && !statement.has("NotAction")) {
      throw malformed("Missing required field Action");
    }
    if (!statement.has("Resource") && !statement.has("NotResource")) {
      throw malformed("Missing required field Resource");
    }
    for (String resource : OneOrMany.texts(statement.path("Resource"))) {
      boolean own =
          resource.equals(bucket.arn())
              || resource.equals("*")
              || resource.startsWith(bucket.arn() + "/")
              || resource.startsWith(bucket.arn() + "*");
      if (!own) {
        throw malformed("Policy has invalid resource");
      }
    }
    for (String action : OneOrMany.texts(statement.path("Action"))) {
      if (!action.equals("*") && !action.toLowerCase(Locale.ROOT).startsWith("s3:")) {
        throw malformed("Policy has invalid action");
      }
    }
  }

  /**
   * Whether a policy allows anybody at all something, by S3's own meaning of public.
   *
   * @param text a policy that a bucket has
   */
  public static boolean isPublic(String text) {
    try {
      return new BucketPolicy(JSON.readTree(text)).isPublic();
    } catch (JsonProcessingException broken) {
      throw malformed("This policy contains invalid Json");
    }
  }

  /** Whether anybody at all is allowed something, by S3's own meaning of public. */
  boolean isPublic() {
    return statements().stream().anyMatch(BucketPolicy::isPublic);
  }

  private static boolean isPublic(JsonNode statement) {
    if (!statement.path("Effect").asText().equals("Allow")) {
      return false;
    }
    JsonNode principal = statement.path("Principal");
    boolean everybody =
        statement.has("NotPrincipal")
            || principal.asText().equals("*")
            || OneOrMany.texts(principal.path("AWS")).contains("*");
    return everybody && !isNarrowed(statement.path("Condition"));
  }

  private static boolean isNarrowed(JsonNode conditions) {
    for (var operators = conditions.fields(); operators.hasNext(); ) {
      var operator = operators.next();
      if (operator.getKey().contains("Not")) {
        continue;
      }
      for (var keys = operator.getValue().fields(); keys.hasNext(); ) {
        var key = keys.next();
        boolean fixed =
            OneOrMany.texts(key.getValue()).stream()
                .noneMatch(value -> value.contains("*") && !value.startsWith("arn:"));
        boolean wide =
            OneOrMany.texts(key.getValue()).stream().anyMatch(value -> value.endsWith("/0"));
        if (NARROWING.contains(key.getKey().toLowerCase(Locale.ROOT)) && fixed && !wide) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The policy as RestrictPublicBuckets leaves it: only the account's own principals and AWS
   * services get in.
   */
  String restrictedTo(String account, Bucket bucket) {
    ObjectNode restricted = root.deepCopy();
    ArrayNode statements = JSON.createArrayNode();
    statements().forEach(statements::add);
    ObjectNode deny = statements.addObject();
    deny.put("Sid", "S3BlockPublicAccessRestrictPublicBuckets").put("Effect", "Deny");
    deny.put("Principal", "*").put("Action", "s3:*");
    deny.putArray("Resource").add(bucket.arn()).add(bucket.arn("*"));
    ObjectNode condition = deny.putObject("Condition");
    condition.putObject("StringNotEquals").put("aws:PrincipalAccount", account);
    condition.putObject("BoolIfExists").put("aws:PrincipalIsAWSService", "false");
    restricted.set("Statement", statements);
    return restricted.toString();
  }

  private List<JsonNode> statements() {
    return OneOrMany.objects(root.path("Statement"));
  }

  private static software.amazon.awssdk.awscore.exception.AwsServiceException malformed(
      String message) {
    return S3Errors.of("MalformedPolicy", 400, message);
  }
}
