package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Which resources a call is about, as ARNs, read from its request's members. */
final class Resources {

  /** One action on one resource; a call may need several. */
  record Need(String action, String resource) {}

  /** The member that names a resource, and how its ARN is made. */
  private record Naming(String member, String service, String prefix) {}

  private static final Map<String, List<Naming>> NAMED =
      Map.ofEntries(
          Map.entry(
              "secretsmanager",
              List.of(
                  new Naming("SecretId", "secretsmanager", "secret:"),
                  new Naming("Name", "secretsmanager", "secret:"))),
          Map.entry(
              "logs",
              List.of(
                  new Naming("logGroupName", "logs", "log-group:"),
                  new Naming("logGroupIdentifier", "logs", "log-group:"),
                  new Naming("resourceArn", "logs", ""))),
          Map.entry(
              "kms",
              List.of(
                  new Naming("KeyId", "kms", "key/"), new Naming("TargetKeyId", "kms", "key/"))),
          Map.entry(
              "rds",
              List.of(
                  new Naming("DBInstanceIdentifier", "rds", "db:"),
                  new Naming("DBParameterGroupName", "rds", "pg:"),
                  new Naming("ResourceName", "rds", ""))),
          Map.entry("cognito-idp", List.of(new Naming("UserPoolId", "cognito-idp", "userpool/"))),
          Map.entry("scheduler", List.of(new Naming("Name", "scheduler", "schedule/default/"))),
          Map.entry(
              "events",
              List.of(
                  new Naming("Name", "events", "rule/"), new Naming("Rule", "events", "rule/"))),
          Map.entry(
              "ses",
              List.of(
                  new Naming("Source", "ses", "identity/"),
                  new Naming("FromEmailAddress", "ses", "identity/"),
                  new Naming("EmailIdentity", "ses", "identity/"))),
          Map.entry("acm", List.of(new Naming("CertificateArn", "acm", ""))));

  private Resources() {}

  /** Everything that must be allowed for the call to go through. */
  static List<Need> of(AwsCall call) {
    String action = Actions.of(call);
    return switch (Actions.prefix(call)) {
      case "dynamodb" -> dynamodb(call, action);
      case "s3" -> s3(call, action);
      case "sqs" -> List.of(new Need(action, queue(call)));
      case "sns" -> List.of(new Need(action, topic(call)));
      case "lambda" -> List.of(new Need(action, function(call)));
      case "ssm" -> ssm(call, action);
      case "iam" -> List.of(new Need(action, iam(call)));
      case "sts" -> List.of(new Need(action, text(call.request(), "RoleArn").orElse("*")));
      default -> List.of(new Need(action, named(call)));
    };
  }

  private static List<Need> dynamodb(AwsCall call, String action) {
    String operation = call.operation().name();
    if (operation.equals("TransactWriteItems") || operation.equals("TransactGetItems")) {
      List<Need> needs = new ArrayList<>();
      for (SdkPojo item : pojos(call.request(), "TransactItems")) {
        for (SdkField<?> field : item.sdkFields()) {
          if (field.getValueOrDefault(item) instanceof SdkPojo part) {
            String one =
                switch (field.memberName()) {
                  case "Put" -> "dynamodb:PutItem";
                  case "Update" -> "dynamodb:UpdateItem";
                  case "Delete" -> "dynamodb:DeleteItem";
                  case "ConditionCheck" -> "dynamodb:ConditionCheckItem";
                  default -> "dynamodb:GetItem";
                };
            needs.add(new Need(one, table(call, text(part, "TableName").orElse("*"))));
          }
        }
      }
      return needs.stream().distinct().toList();
    }
    if (operation.equals("BatchGetItem") || operation.equals("BatchWriteItem")) {
      return value(call.request(), "RequestItems") instanceof Map<?, ?> tables
          ? tables.keySet().stream()
              .map(name -> new Need(action, table(call, String.valueOf(name))))
              .toList()
          : List.of(new Need(action, "*"));
    }
    String table =
        text(call.request(), "TableName")
            .or(() -> text(call.request(), "ResourceArn"))
            .map(name -> table(call, name))
            .orElse("*");
    return List.of(
        new Need(
            action,
            text(call.request(), "IndexName")
                .map(index -> table + "/index/" + index)
                .orElse(table)));
  }

  private static String table(AwsCall call, String name) {
    return name.startsWith("arn:") || name.equals("*")
        ? name
        : arn(call, "dynamodb", "table/" + name);
  }

  private static List<Need> s3(AwsCall call, String action) {
    Optional<String> bucket = text(call.request(), "Bucket");
    if (bucket.isEmpty()) {
      return List.of(new Need(action, "*"));
    }
    String arn = "arn:aws:s3:::" + bucket.get();
    if (call.operation().name().equals("DeleteObjects")
        && value(call.request(), "Delete") instanceof SdkPojo delete) {
      return pojos(delete, "Objects").stream()
          .map(object -> new Need(action, arn + "/" + text(object, "Key").orElse("*")))
          .toList();
    }
    List<Need> needs = new ArrayList<>();
    String versioned =
        text(call.request(), "VersionId").isPresent()
                && (action.equals("s3:GetObject") || action.equals("s3:DeleteObject"))
            ? action + "Version"
            : action;
    needs.add(
        text(call.request(), "Key")
            .map(key -> new Need(versioned, arn + "/" + key))
            .orElseGet(() -> new Need(action, arn)));
    if (call.operation().name().equals("CopyObject")) {
      text(call.request(), "SourceBucket")
          .ifPresent(
              source ->
                  needs.add(
                      new Need(
                          "s3:GetObject",
                          "arn:aws:s3:::"
                              + source
                              + "/"
                              + text(call.request(), "SourceKey").orElse("*"))));
    }
    return needs;
  }

  private static String queue(AwsCall call) {
    return text(call.request(), "QueueUrl")
        .map(url -> arn(call, "sqs", queueName(url)))
        .or(() -> text(call.request(), "QueueName").map(name -> arn(call, "sqs", name)))
        .or(() -> text(call.request(), "SourceArn"))
        .orElse("*");
  }

  private static String queueName(String url) {
    try {
      String path = URI.create(url).getPath();
      return path == null ? url : path.substring(path.lastIndexOf('/') + 1);
    } catch (IllegalArgumentException noUrl) {
      return url;
    }
  }

  private static String topic(AwsCall call) {
    return text(call.request(), "TopicArn")
        .or(() -> text(call.request(), "TargetArn"))
        .or(() -> text(call.request(), "ResourceArn"))
        .or(
            () ->
                text(call.request(), "SubscriptionArn")
                    .map(
                        subscription ->
                            subscription.substring(0, Math.max(0, subscription.lastIndexOf(':')))))
        .or(
            () ->
                call.operation().name().equals("CreateTopic")
                    ? text(call.request(), "Name").map(name -> arn(call, "sns", name))
                    : Optional.empty())
        .orElse("*");
  }

  private static String function(AwsCall call) {
    Optional<String> named = text(call.request(), "FunctionName");
    if (named.isEmpty()) {
      return text(call.request(), "Resource").orElse("*");
    }
    String name = named.get();
    String arn;
    if (name.startsWith("arn:")) {
      arn = name;
    } else {
      int marker = name.indexOf(":function:");
      arn = arn(call, "lambda", "function:" + (marker < 0 ? name : name.substring(marker + 10)));
    }
    boolean qualified = arn.split(":", -1).length > 7;
    return qualified
        ? arn
        : text(call.request(), "Qualifier").map(qualifier -> arn + ":" + qualifier).orElse(arn);
  }

  private static List<Need> ssm(AwsCall call, String action) {
    List<String> names = new ArrayList<>();
    if (value(call.request(), "Names") instanceof List<?> all) {
      all.forEach(name -> names.add(String.valueOf(name)));
    }
    text(call.request(), "Name").or(() -> text(call.request(), "Path")).ifPresent(names::add);
    return names.isEmpty()
        ? List.of(new Need(action, "*"))
        : names.stream()
            .map(
                name ->
                    new Need(
                        action,
                        name.startsWith("arn:")
                            ? name
                            : arn(
                                call,
                                "ssm",
                                "parameter/" + (name.startsWith("/") ? name.substring(1) : name))))
            .toList();
  }

  private static String iam(AwsCall call) {
    String account = "arn:aws:iam::" + call.account() + ":";
    return text(call.request(), "RoleName")
        .map(name -> account + "role/" + name)
        .or(() -> text(call.request(), "UserName").map(name -> account + "user/" + name))
        .or(() -> text(call.request(), "GroupName").map(name -> account + "group/" + name))
        .or(() -> text(call.request(), "PolicyArn"))
        .orElse("*");
  }

  private static String named(AwsCall call) {
    for (Naming naming : NAMED.getOrDefault(Actions.prefix(call), List.of())) {
      Optional<String> name = text(call.request(), naming.member());
      if (name.isPresent() && naming.service().equals("ses")) {
        return arn(call, "ses", "identity/" + address(name.get()));
      }
      if (name.isPresent()) {
        return name.get().startsWith("arn:")
            ? withStream(call, name.get())
            : withStream(call, arn(call, naming.service(), naming.prefix() + name.get()));
      }
    }
    return "*";
  }

  /** The address of {@code "Shop" <orders@example.com>}. */
  private static String address(String source) {
    int start = source.lastIndexOf('<');
    int end = source.lastIndexOf('>');
    return start >= 0 && end > start ? source.substring(start + 1, end) : source;
  }

  /** Log events are written to a stream of a group. */
  private static String withStream(AwsCall call, String arn) {
    return text(call.request(), "logStreamName")
        .map(stream -> arn + ":log-stream:" + stream)
        .orElse(
            call.operation().service().id().equals("logs") && !arn.endsWith(":*")
                ? arn + ":*"
                : arn);
  }

  private static String arn(AwsCall call, String service, String resource) {
    return "arn:aws:" + service + ":" + call.region() + ":" + call.account() + ":" + resource;
  }

  static Optional<String> text(SdkPojo pojo, String member) {
    return value(pojo, member) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static List<SdkPojo> pojos(SdkPojo pojo, String member) {
    return value(pojo, member) instanceof List<?> all
        ? all.stream().filter(SdkPojo.class::isInstance).map(SdkPojo.class::cast).toList()
        : List.of();
  }

  private static @Nullable Object value(SdkPojo pojo, String member) {
    SdkField<?> field = pojo.sdkFieldNameToField().get(member);
    if (field != null) {
      return field.getValueOrDefault(pojo);
    }
    for (SdkField<?> each : pojo.sdkFields()) {
      if (each.memberName().equals(member)) {
        return each.getValueOrDefault(pojo);
      }
    }
    return null;
  }
}
