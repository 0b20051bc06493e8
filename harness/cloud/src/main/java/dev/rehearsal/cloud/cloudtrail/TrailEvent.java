package dev.rehearsal.cloud.cloudtrail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.cloud.call.Hop;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An AWS call as CloudTrail sees it.
 *
 * @param hop the call in the ledger
 * @param service the prefix of its IAM action
 * @param name the event's name: the operation, but for a few
 * @param account the account that it was made in
 */
record TrailEvent(Hop hop, String service, String name, String account) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ROLE =
      Pattern.compile("arn:aws:sts::(\\d+):assumed-role/([^/]+)/(.+)");
  private static final Pattern USER = Pattern.compile("arn:aws:iam::(\\d+):user/(.+)");
  private static final Pattern READS =
      Pattern.compile(
          "(?:Get|List|Describe|Head|Lookup|Query|Scan|BatchGet|TransactGet|Search|Check|Simulate"
              + "|AssumeRole|Decrypt|Encrypt|GenerateDataKey|Verify|Receive).*");

  /** Global services tell of themselves in us-east-1. */
  private static final Set<String> GLOBAL = Set.of("iam", "cloudfront");

  /** Where the event source is not the action's prefix. */
  private static final Map<String, String> SOURCES = Map.of("cloudwatch", "monitoring");

  /** Where the event has another name than the operation. */
  private static final Map<String, String> NAMES =
      Map.of(
          "s3:GetPublicAccessBlock", "GetBucketPublicAccessBlock",
          "s3:PutPublicAccessBlock", "PutBucketPublicAccessBlock",
          "s3:DeletePublicAccessBlock", "DeleteBucketPublicAccessBlock");

  /** The operations on data, not on resources; of S3 those on objects. */
  private static final Map<String, Pattern> DATA =
      Map.of(
          "s3",
          Pattern.compile(
              "(?:Get|Put|Head|Delete|Copy|Restore)Object.*|DeleteObjects|ListObjects.*|ListParts"
                  + "|.*MultipartUpload|UploadPart.*"),
          "lambda",
          Pattern.compile("Invoke.*"),
          "dynamodb",
          Pattern.compile(
              "(?:Get|Put|Update|Delete|Batch.*|Transact.*)Items?|Query|Scan|.*Statement"),
          "sns",
          Pattern.compile("Publish.*"),
          "sqs",
          Pattern.compile("(?:Send|Receive|Delete)Message.*|ChangeMessageVisibility.*"),
          "cloudwatch",
          Pattern.compile("PutMetricData|GetMetric.*"),
          "logs",
          Pattern.compile("PutLogEvents|GetLogEvents|FilterLogEvents"),
          "ses",
          Pattern.compile("Send.*"),
          "events",
          Pattern.compile("PutEvents"),
          "cognito-idp",
          Pattern.compile("GetUser|RevokeToken"));

  static TrailEvent of(Hop hop, String account) {
    int colon = hop.action().indexOf(':');
    return new TrailEvent(
        hop,
        colon < 0 ? "" : hop.action().substring(0, colon),
        NAMES.getOrDefault(hop.action(), hop.action().substring(colon + 1)),
        account);
  }

  /** Whether it is about resources; else it is about the data in them. */
  boolean management() {
    Pattern data = DATA.get(service);
    return data == null || !data.matcher(name).matches();
  }

  boolean readOnly() {
    return READS.matcher(name).matches() && !(service.equals("sqs") && !name.startsWith("Get"));
  }

  String region() {
    return GLOBAL.contains(service) ? "us-east-1" : fact("region");
  }

  String source() {
    return SOURCES.getOrDefault(service, service) + ".amazonaws.com";
  }

  Instant time() {
    return hop.start().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The type of resource that selectors of data events name. */
  String dataType() {
    return switch (service) {
      case "s3" -> "AWS::S3::Object";
      case "lambda" -> "AWS::Lambda::Function";
      case "dynamodb" -> "AWS::DynamoDB::Table";
      case "sns" -> "AWS::SNS::Topic";
      case "sqs" -> "AWS::SQS::Queue";
      case "cloudwatch" -> "AWS::CloudWatch::Metric";
      case "logs" -> "AWS::Logs::LogGroup";
      case "ses" -> "AWS::SES::EmailIdentity";
      default -> "AWS::" + service;
    };
  }

  /** The ARNs of what it was about. */
  List<String> resources() {
    String several = hop.facts().get("resources");
    if (several != null) {
      return List.of(several.split(" ", -1));
    }
    return hop.resource() == null || hop.resource().equals("*")
        ? List.of()
        : List.of(hop.resource());
  }

  /** The user's or session's name; empty where a service or nobody calls. */
  String userName() {
    String caller = fact("caller");
    Matcher role = ROLE.matcher(caller);
    Matcher user = USER.matcher(caller);
    if (role.matches()) {
      return role.group(3);
    }
    return user.matches() ? user.group(2) : caller.endsWith(":root") ? "root" : "";
  }

  @Nullable String accessKey() {
    return hop.facts().get("accessKeyId");
  }

  /** A stable id of the event in the form of a UUID. */
  String id() {
    return java.util
        .UUID
        .nameUUIDFromBytes(hop.id().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .toString();
  }

  /** The record, as trails keep it. */
  ObjectNode json() {
    ObjectNode event = JSON.createObjectNode();
    event.put("eventVersion", "1.11");
    event.set("userIdentity", identity());
    event.put("eventTime", time().toString());
    event.put("eventSource", source());
    event.put("eventName", name);
    event.put("awsRegion", region());
    event.put("sourceIPAddress", fact("sourceIp"));
    event.put("userAgent", fact("userAgent"));
    if (hop.error() != null) {
      event.put("errorCode", hop.error());
      event.put("errorMessage", hop.response() == null ? "" : hop.response());
    }
    event.set("requestParameters", parameters(hop.request()));
    boolean answers = hop.error() == null && !readOnly();
    event.set("responseElements", answers ? parameters(hop.response()) : NullNode.getInstance());
    event.put("requestID", fact("requestId"));
    event.put("eventID", id());
    event.put("readOnly", readOnly());
    List<String> arns = resources().stream().filter(name -> name.startsWith("arn:")).toList();
    if (!arns.isEmpty()) {
      ArrayNode resources = event.putArray("resources");
      arns.forEach(arn -> resources.addObject().put("accountId", account).put("ARN", arn));
    }
    event.put("eventType", "AwsApiCall");
    event.put("managementEvent", management());
    event.put("recipientAccountId", account);
    event.put("eventCategory", management() ? "Management" : "Data");
    return event;
  }

  private ObjectNode identity() {
    ObjectNode identity = JSON.createObjectNode();
    String caller = fact("caller");
    Matcher role = ROLE.matcher(caller);
    Matcher user = USER.matcher(caller);
    if (role.matches()) {
      identity.put("type", "AssumedRole");
      identity.put("principalId", role.group(2) + ":" + role.group(3));
      identity.put("arn", caller);
      identity.put("accountId", role.group(1));
      ObjectNode issuer = identity.putObject("sessionContext").putObject("sessionIssuer");
      issuer.put("type", "Role");
      issuer.put("arn", "arn:aws:iam::" + role.group(1) + ":role/" + role.group(2));
      issuer.put("accountId", role.group(1));
      issuer.put("userName", role.group(2));
    } else if (user.matches()) {
      identity.put("type", "IAMUser");
      identity.put("principalId", user.group(2));
      identity.put("arn", caller);
      identity.put("accountId", user.group(1));
      identity.put("userName", user.group(2));
    } else if (caller.endsWith(":root")) {
      identity.put("type", "Root");
      identity.put("principalId", account);
      identity.put("arn", caller);
      identity.put("accountId", account);
    } else if (caller.equals("*")) {
      identity.put("type", "AWSAccount");
      identity.put("principalId", "");
      identity.put("accountId", "anonymous");
    } else {
      identity.put("type", "AWSService");
      identity.put("invokedBy", caller);
    }
    if (accessKey() != null) {
      identity.put("accessKeyId", accessKey());
    }
    return identity;
  }

  /** Members with a small first letter, as CloudTrail writes them. */
  private static JsonNode parameters(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return NullNode.getInstance();
    }
    try {
      JsonNode read = JSON.readTree(text);
      return read.isObject() && read.isEmpty() ? NullNode.getInstance() : small(read);
    } catch (JsonProcessingException cut) {
      // The ledger keeps the beginning of what is long.
      return TextNode.valueOf(text);
    }
  }

  private static JsonNode small(JsonNode node) {
    if (node.isArray()) {
      List<JsonNode> all = new ArrayList<>();
      node.forEach(each -> all.add(small(each)));
      return JSON.createArrayNode().addAll(all);
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JSON.createObjectNode();
    node.fields()
        .forEachRemaining(
            field ->
                object.set(
                    Character.toLowerCase(field.getKey().charAt(0)) + field.getKey().substring(1),
                    small(field.getValue())));
    return object;
  }

  private String fact(String name) {
    return hop.facts().getOrDefault(name, "");
  }
}
