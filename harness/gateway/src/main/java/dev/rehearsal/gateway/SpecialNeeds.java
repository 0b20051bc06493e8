package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The needs of operations that depend on more than which members a request has. */
final class SpecialNeeds {

  private static final Pattern PARTIQL =
      Pattern.compile(
          "(?is)\\s*(?:EXISTS\\s*\\(\\s*)?(SELECT|INSERT|UPDATE|DELETE)\\b"
              + "(?:.*?\\bFROM\\b|\\s+INTO\\b)?\\s+\"?([\\w.-]+)\"?(?:\\.\"?([\\w.-]+)\"?)?.*");

  private SpecialNeeds() {}

  static List<Need> of(AwsCall call, Lookup lookup) {
    String operation = call.operation().name();
    return switch (call.operation().service().id()) {
      case "dynamodb" ->
          operation.startsWith("Transact") ? transaction(call) : statements(call, operation);
      case "s3" -> objects(call, operation);
      case "sesv2" -> mail(call, lookup);
      default -> throw new IllegalStateException(call.operation() + " has no code for its needs.");
    };
  }

  private static List<Need> transaction(AwsCall call) {
    List<Need> needs = new ArrayList<>();
    for (SdkPojo item : Members.pojos(call.request(), "TransactItems")) {
      for (SdkField<?> field : item.sdkFields()) {
        if (field.getValueOrDefault(item) instanceof SdkPojo part) {
          String action =
              switch (field.memberName()) {
                case "ConditionCheck" -> "dynamodb:ConditionCheckItem";
                default -> "dynamodb:" + field.memberName() + "Item";
              };
          needs.add(new Need(action, table(call, Members.text(part, "TableName").orElse("*"))));
        }
      }
    }
    return distinct(needs, "dynamodb:" + call.operation().name());
  }

  private static List<Need> statements(AwsCall call, String operation) {
    List<String> texts =
        switch (operation) {
          case "BatchExecuteStatement" -> Members.texts(call.request(), "Statements.Statement");
          case "ExecuteTransaction" ->
              Members.texts(call.request(), "TransactStatements.Statement");
          default -> Members.texts(call.request(), "Statement");
        };
    List<Need> needs = new ArrayList<>();
    for (String text : texts) {
      Matcher parts = PARTIQL.matcher(text);
      if (parts.matches()) {
        String verb = String.valueOf(parts.group(1)).toLowerCase(Locale.ROOT);
        String table = table(call, String.valueOf(parts.group(2)));
        String index = verb.equals("select") ? parts.group(3) : null;
        needs.add(
            new Need(
                "dynamodb:PartiQL" + Character.toUpperCase(verb.charAt(0)) + verb.substring(1),
                index == null ? table : table + "/index/" + index));
      }
    }
    return distinct(needs, "dynamodb:PartiQLSelect");
  }

  private static String table(AwsCall call, String name) {
    return name.startsWith("arn:") || name.equals("*")
        ? name
        : "arn:aws:dynamodb:" + call.region() + ":" + call.account() + ":table/" + name;
  }

  private static List<Need> objects(AwsCall call, String operation) {
    SdkPojo request = call.request();
    // The SDK renames both in copies, where there are two of each.
    String bucket =
        Members.text(request, "Bucket")
            .or(() -> Members.text(request, "DestinationBucket"))
            .orElse("*");
    String key =
        Members.text(request, "Key").or(() -> Members.text(request, "DestinationKey")).orElse("*");
    String object = "arn:aws:s3:::" + bucket + "/" + key;
    String version = Members.text(request, "VersionId").isPresent() ? "Version" : "";
    List<Need> needs = new ArrayList<>();
    switch (operation) {
      case "GetObject", "HeadObject" -> needs.add(new Need("s3:GetObject" + version, object));
      case "DeleteObject" -> {
        needs.add(new Need("s3:DeleteObject" + version, object));
        if (Boolean.TRUE.equals(Members.value(request, "BypassGovernanceRetention"))) {
          needs.add(new Need("s3:BypassGovernanceRetention", object));
        }
      }
      case "GetObjectAcl" -> needs.add(new Need("s3:GetObject" + version + "Acl", object));
      case "GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging" ->
          needs.add(new Need("s3:" + operation.replace("Tagging", version + "Tagging"), object));
      default -> {
        needs.add(new Need("s3:PutObject", object));
        source(request).ifPresent(needs::add);
        extras(request, object, needs);
      }
    }
    return needs;
  }

  /** What a put sets beside the object needs its own permission. */
  private static void extras(SdkPojo request, String object, List<Need> needs) {
    extra(request, "ACL", "s3:PutObjectAcl", object, needs);
    extra(request, "Tagging", "s3:PutObjectTagging", object, needs);
    extra(request, "ObjectLockMode", "s3:PutObjectRetention", object, needs);
    extra(request, "ObjectLockLegalHoldStatus", "s3:PutObjectLegalHold", object, needs);
  }

  private static void extra(
      SdkPojo request, String member, String action, String object, List<Need> needs) {
    // A private object is what a put makes anyway; and a bucket's owner has full control where the
    // bucket enforces it, so that AWS's log deliveries are let in by s3:PutObject alone.
    if (Members.text(request, member)
        .filter(value -> !value.equals("private") && !value.equals("bucket-owner-full-control"))
        .isPresent()) {
      needs.add(new Need(action, object));
    }
  }

  private static Optional<Need> source(SdkPojo request) {
    Optional<String> whole = Members.text(request, "CopySource");
    String bucket = Members.text(request, "SourceBucket").orElse(null);
    String key = Members.text(request, "SourceKey").orElse(null);
    if (bucket != null && key != null) {
      return Optional.of(
          read(bucket + "/" + key, Members.text(request, "SourceVersionId").orElse(null)));
    }
    return whole.map(
        text -> {
          int query = text.indexOf("?versionId=");
          String path = query < 0 ? text : text.substring(0, query);
          String plain = decoded(path);
          return read(
              plain.startsWith("/") ? plain.substring(1) : plain,
              query < 0 ? null : text.substring(query));
        });
  }

  /** S3 refuses what is wrongly encoded itself; here it stands for what is written. */
  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noEncoding) {
      return path;
    }
  }

  private static Need read(String path, @Nullable String version) {
    return new Need(
        version == null ? "s3:GetObject" : "s3:GetObjectVersion", "arn:aws:s3:::" + path);
  }

  private static List<Need> mail(AwsCall call, Lookup lookup) {
    SdkPojo request = call.request();
    String arn = "arn:aws:ses:" + call.region() + ":" + call.account() + ":";
    String action = "ses:SendEmail";
    Optional<String> template = Optional.empty();
    if (Members.value(request, "Content") instanceof SdkPojo content) {
      if (Members.value(content, "Raw") != null) {
        action = "ses:SendRawEmail";
      } else if (Members.value(content, "Template") instanceof SdkPojo named) {
        action = "ses:SendTemplatedEmail";
        template = Members.text(named, "TemplateName");
      }
    }
    List<Need> needs = new ArrayList<>();
    String from = Members.text(request, "FromEmailAddress").orElse("*");
    needs.add(new Need(action, arn + "identity/" + lookup.find(call, from, "sender").orElse(from)));
    String each = action;
    template.ifPresent(name -> needs.add(new Need(each, arn + "template/" + name)));
    Members.text(request, "ConfigurationSetName")
        .ifPresent(name -> needs.add(new Need(each, arn + "configuration-set/" + name)));
    return needs;
  }

  private static List<Need> distinct(List<Need> needs, String otherwise) {
    return needs.isEmpty() ? List.of(new Need(otherwise, "*")) : needs.stream().distinct().toList();
  }
}
