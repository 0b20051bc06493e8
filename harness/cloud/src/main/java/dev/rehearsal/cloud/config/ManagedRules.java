package dev.rehearsal.cloud.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The managed rules that are served, by AWS's identifiers. */
final class ManagedRules {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A managed rule.
   *
   * @param type the kind of resource it looks at
   * @param applies whether it has to do with a resource of that kind
   * @param complies whether a resource keeps it
   * @param annotation what is wrong with one that doesn't
   */
  record ManagedRule(
      String type, Predicate<Item> applies, Predicate<Item> complies, String annotation) {

    ManagedRule(String type, Predicate<Item> complies, String annotation) {
      this(type, any -> true, complies, annotation);
    }

    boolean looksAt(Item item) {
      return item.type().equals(type) && applies.test(item);
    }
  }

  static final Map<String, ManagedRule> ALL = all();

  private ManagedRules() {}

  private static Map<String, ManagedRule> all() {
    Map<String, ManagedRule> rules = new TreeMap<>();
    data(rules);
    entrances(rules);
    networks(rules);
    people(rules);
    return rules;
  }

  private static void data(Map<String, ManagedRule> rules) {
    String bucket = "AWS::S3::Bucket";
    rules.put(
        "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
        new ManagedRule(
            bucket,
            item -> item.flag("blocksPublicAccess"),
            "The bucket's settings do not block public access."));
    rules.put(
        "S3_BUCKET_PUBLIC_READ_PROHIBITED",
        new ManagedRule(
            bucket,
            item -> item.flag("blocksPublicAccess") || !item.flag("public"),
            "The bucket's policy lets everybody in."));
    rules.put(
        "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED",
        new ManagedRule(
            bucket, item -> !item.text("encryption").isEmpty(), "The bucket is not encrypted."));
    rules.put(
        "S3_BUCKET_SSL_REQUESTS_ONLY",
        new ManagedRule(bucket, ManagedRules::tlsOnly, "The bucket's policy lets plain HTTP in."));
    rules.put(
        "S3_BUCKET_VERSIONING_ENABLED",
        new ManagedRule(
            bucket,
            item -> item.text("versioning").equals("Enabled"),
            "The bucket keeps no versions."));
    String database = "AWS::RDS::DBInstance";
    rules.put(
        "RDS_STORAGE_ENCRYPTED",
        new ManagedRule(
            database, item -> item.flag("storageEncrypted"), "The storage is not encrypted."));
    rules.put(
        "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
        new ManagedRule(
            database,
            item -> !item.flag("publiclyAccessible"),
            "The instance has a public address."));
    rules.put(
        "RDS_MULTI_AZ_SUPPORT",
        new ManagedRule(database, item -> item.flag("multiAZ"), "There is no standby."));
    rules.put(
        "DB_INSTANCE_BACKUP_ENABLED",
        new ManagedRule(
            database,
            item -> item.is().path("backupRetentionPeriod").asInt() > 0,
            "There are no automated backups."));
    String table = "AWS::DynamoDB::Table";
    rules.put(
        "DYNAMODB_TABLE_ENCRYPTED_KMS",
        new ManagedRule(
            table, item -> !item.text("kmsKey").isEmpty(), "No KMS key encrypts the table."));
    rules.put(
        "DYNAMODB_PITR_ENABLED",
        new ManagedRule(
            table,
            item -> item.text("pointInTimeRecovery").equals("ENABLED"),
            "The table can't be restored to a point in time."));
    rules.put(
        "SNS_ENCRYPTED_KMS",
        new ManagedRule(
            "AWS::SNS::Topic",
            item -> !item.text("kmsKey").isEmpty(),
            "No KMS key encrypts the topic."));
    rules.put(
        "CMK_BACKING_KEY_ROTATION_ENABLED",
        new ManagedRule(
            "AWS::KMS::Key",
            item -> !item.text("keySpec").equals("SYMMETRIC_DEFAULT") || item.flag("rotation"),
            "The key is not rotated."));
  }

  private static void entrances(Map<String, ManagedRule> rules) {
    rules.put(
        "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
        new ManagedRule(
            "AWS::Lambda::Function", item -> !everybody(item), "Everybody may call the function."));
    String distribution = "AWS::CloudFront::Distribution";
    rules.put(
        "CLOUDFRONT_ASSOCIATED_WITH_WAF",
        new ManagedRule(
            distribution, item -> !item.text("webAcl").isEmpty(), "No web ACL stands before it."));
    rules.put(
        "CLOUDFRONT_VIEWER_POLICY_HTTPS",
        new ManagedRule(
            distribution, item -> !item.flag("allowsHttp"), "Viewers may use plain HTTP."));
  }

  private static void networks(Map<String, ManagedRule> rules) {
    String group = "AWS::EC2::SecurityGroup";
    rules.put(
        "INCOMING_SSH_DISABLED",
        new ManagedRule(
            group, item -> !opensTcp(item, Set.of(22)), "The world may connect to port 22."));
    rules.put(
        "RESTRICTED_INCOMING_TRAFFIC",
        new ManagedRule(
            group,
            item -> !opensTcp(item, Set.of(20, 21, 3306, 3389, 4333)),
            "The world may connect to a port of files, desktops or databases."));
    rules.put(
        "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
        new ManagedRule(
            group,
            item -> worldly(item).isEmpty(),
            "The world may connect, and the rule authorizes no port."));
    rules.put(
        "VPC_DEFAULT_SECURITY_GROUP_CLOSED",
        new ManagedRule(
            group,
            item -> item.text("groupName").equals("default"),
            item -> item.is().path("inbound").isEmpty() && item.is().path("outbound").isEmpty(),
            "The default security group lets something through."));
    rules.put(
        "VPC_FLOW_LOGS_ENABLED",
        new ManagedRule(
            "AWS::EC2::VPC", item -> item.flag("flowLogs"), "What flows in it is not logged."));
  }

  private static void people(Map<String, ManagedRule> rules) {
    rules.put(
        "IAM_USER_MFA_ENABLED",
        new ManagedRule(
            "AWS::IAM::User",
            item -> item.flag("secondFactor"),
            "The user has no multi-factor authentication device."));
    // The values are what the rule takes for its parameters where none is given.
    rules.put(
        "IAM_PASSWORD_POLICY",
        new ManagedRule(
            Item.ACCOUNT,
            item ->
                item.flag("requireUppercaseCharacters")
                    && item.flag("requireLowercaseCharacters")
                    && item.flag("requireSymbols")
                    && item.flag("requireNumbers")
                    && item.is().path("minimumPasswordLength").asInt() >= 14
                    && item.is().path("passwordReusePrevention").asInt() >= 24
                    && item.flag("expirePasswords")
                    && item.is().path("maxPasswordAge").asInt() <= 90,
            "The account's password policy is missing, or weaker than the rule's."));
  }

  /** Whether the world reaches one of the ports by TCP. */
  private static boolean opensTcp(Item group, Set<Integer> ports) {
    for (JsonNode way : worldly(group)) {
      String protocol = way.path("protocol").asText();
      int from = way.path("from").asInt();
      int to = way.path("to").asInt();
      if (protocol.equals("-1")
          || (protocol.equals("tcp") && ports.stream().anyMatch(one -> from <= one && one <= to))) {
        return true;
      }
    }
    return false;
  }

  /** What a security group lets in from everywhere. */
  private static List<JsonNode> worldly(Item group) {
    List<JsonNode> ways = new ArrayList<>();
    for (JsonNode way : group.is().path("inbound")) {
      if (way.path("world").asBoolean()) {
        ways.add(way);
      }
    }
    return ways;
  }

  /** Whether the policy denies everything to everybody without TLS. */
  private static boolean tlsOnly(Item item) {
    for (JsonNode statement : statements(item)) {
      JsonNode secure = statement.at("/Condition/Bool/aws:SecureTransport");
      if (statement.path("Effect").asText().equals("Deny")
          && all(statement.path("Action"))
          && (secure.asText().equals("false") || secure.path(0).asText().equals("false"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean all(JsonNode action) {
    String text = action.isArray() ? action.path(0).asText() : action.asText();
    return text.equals("s3:*") || text.equals("*");
  }

  private static boolean everybody(Item item) {
    for (JsonNode statement : statements(item)) {
      JsonNode principal = statement.path("Principal");
      boolean star = principal.asText().equals("*") || principal.path("AWS").asText().equals("*");
      if (star
          && statement.path("Effect").asText().equals("Allow")
          && !statement.has("Condition")) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode statements(Item item) {
    try {
      String policy = item.text("policy");
      return policy.isEmpty() ? JSON.createArrayNode() : JSON.readTree(policy).path("Statement");
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("The policy of " + item.arn() + " is no JSON.", broken);
    }
  }
}
