package dev.rehearsal.gateway;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.gateway.iam.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The condition keys of a call: AWS's global ones, and those of the services served.
 *
 * <p>Calls over loopback count as {@code aws:SecureTransport}: the endpoint stands for AWS's, which
 * has TLS only. Tags of principals and resources are not looked up.
 */
final class ContextKeys {

  private final Lookup lookup;
  private final Supplier<Instant> clock;

  /**
   * Makes them.
   *
   * @param clock the time that sessions began and end by
   */
  ContextKeys(Lookup lookup, Supplier<Instant> clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  RequestContext of(AwsCall call, Need need, IdentityPolicies.Held held) {
    Instant now = Instant.now();
    RequestContext context =
        new RequestContext()
            .put("aws:SecureTransport", "true")
            .put("aws:CurrentTime", now.toString())
            .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
            .put("aws:RequestedRegion", call.region())
            .put("aws:UserAgent", call.channel().userAgent())
            .put("aws:ResourceAccount", call.account());
    principal(call.caller(), held, context);
    via(call, context);
    tags(call, context);
    service(call, need, context);
    return context;
  }

  private void principal(Caller caller, IdentityPolicies.Held held, RequestContext context) {
    boolean service = caller instanceof Caller.Service;
    context.put("aws:PrincipalIsAWSService", Boolean.toString(service));
    if (caller instanceof Caller.Service one) {
      one.conditionKeys().forEach(context::put);
      context.put("aws:PrincipalServiceName", one.principal());
      context.put("aws:SourceOwner", one.account());
    } else if (!(caller instanceof Caller.Anonymous)) {
      context.put("aws:PrincipalArn", held.arn()).put("aws:PrincipalAccount", caller.account());
    }
    if (caller instanceof Caller.User user) {
      context
          .put("aws:username", user.name())
          .put("aws:userid", user.userId())
          .put("aws:PrincipalType", "User");
      if (user.session() != null) {
        secondFactor(user.session().secondFactor(), context);
      }
    } else if (caller instanceof Caller.RoleSession session) {
      context
          .put("aws:userid", session.roleId() + ":" + session.sessionName())
          .put("aws:MultiFactorAuthPresent", "false")
          .put("aws:PrincipalType", "AssumedRole");
    } else if (caller instanceof Caller.Root) {
      context.put("aws:userid", caller.account()).put("aws:PrincipalType", "Account");
    }
  }

  private void secondFactor(@Nullable Instant shown, RequestContext context) {
    context.put("aws:MultiFactorAuthPresent", Boolean.toString(shown != null));
    if (shown != null) {
      long age = Duration.between(shown, clock.get()).toSeconds();
      context.put("aws:MultiFactorAuthAge", Long.toString(Math.max(0, age)));
    }
  }

  /** A call that a service makes while it answers another carries that service's name. */
  private static void via(AwsCall call, RequestContext context) {
    Optional<AwsCall> outer = CallScope.current().filter(other -> other != call);
    context.put("aws:ViaAWSService", Boolean.toString(outer.isPresent()));
    if (outer.isPresent()) {
      context.put("kms:ViaService", principal(outer.get()));
    } else {
      context.put("aws:SourceIp", call.channel().sourceIp());
    }
  }

  /** How {@code kms:ViaService} names the service of a call. */
  static String principal(AwsCall call) {
    return Authorization.prefix(call.operation().service())
        + "."
        + call.region()
        + ".amazonaws.com";
  }

  private static void tags(AwsCall call, RequestContext context) {
    Object value = Members.value(call.request(), "Tags");
    Object tags = value == null ? Members.value(call.request(), "tags") : value;
    List<String> keys = new ArrayList<>();
    if (tags instanceof Map<?, ?> map) {
      map.forEach((key, tag) -> tag(String.valueOf(key), String.valueOf(tag), keys, context));
    } else if (tags instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof SdkPojo tag) {
          Members.text(tag, "Key")
              .ifPresent(key -> tag(key, Members.text(tag, "Value").orElse(""), keys, context));
        }
      }
    }
    if (!keys.isEmpty()) {
      context.put("aws:TagKeys", keys);
    }
  }

  private static void tag(String key, String value, List<String> keys, RequestContext context) {
    keys.add(key);
    context.put("aws:RequestTag/" + key, value);
  }

  private void service(AwsCall call, Need need, RequestContext context) {
    SdkPojo request = call.request();
    switch (Authorization.prefix(call.operation().service())) {
      case "dynamodb" -> ItemKeys.add(call, context, lookup);
      case "kms" -> kms(call, context);
      case "s3" -> s3(request, context);
      case "sts" -> {
        copy(request, "ExternalId", "sts:ExternalId", context);
        copy(request, "RoleSessionName", "sts:RoleSessionName", context);
        copy(request, "SourceIdentity", "sts:SourceIdentity", context);
      }
      case "ses" -> {
        copy(request, "Source", "ses:FromAddress", context);
        copy(request, "FromEmailAddress", "ses:FromAddress", context);
        List<String> to = Members.texts(request, "Destination.ToAddresses");
        if (!to.isEmpty()) {
          context.put("ses:Recipients", to);
        }
      }
      case "sns" -> {
        copy(request, "Protocol", "sns:Protocol", context);
        copy(request, "Endpoint", "sns:Endpoint", context);
      }
      case "secretsmanager" -> {
        copy(request, "VersionStage", "secretsmanager:VersionStage", context);
        copy(request, "VersionId", "secretsmanager:VersionId", context);
        copy(request, "Name", "secretsmanager:Name", context);
        context.put("secretsmanager:SecretId", need.resource());
      }
      case "lambda" -> {
        copy(request, "Principal", "lambda:Principal", context);
        Members.text(request, "FunctionName")
            .flatMap(name -> lookup.find(call, name, "function"))
            .ifPresent(arn -> context.put("lambda:FunctionArn", arn));
      }
      case "iam" -> {
        copy(request, "PolicyArn", "iam:PolicyARN", context);
        copy(request, "PermissionsBoundary", "iam:PermissionsBoundary", context);
      }
      default -> {}
    }
    if (need.action().equals("iam:PassRole")) {
      context.put(
          "iam:PassedToService",
          Authorization.prefix(call.operation().service()) + ".amazonaws.com");
    }
  }

  private static void kms(AwsCall call, RequestContext context) {
    context.put("kms:CallerAccount", call.caller().account());
    Members.text(call.request(), "KeyId")
        .filter(key -> key.startsWith("alias/"))
        .ifPresent(alias -> context.put("kms:RequestAlias", alias));
    if (Members.value(call.request(), "EncryptionContext") instanceof Map<?, ?> pairs
        && !pairs.isEmpty()) {
      encryption(pairs, context);
    }
  }

  /** Adds the keys of an encryption context. */
  static void encryption(Map<?, ?> pairs, RequestContext context) {
    pairs.forEach(
        (key, value) -> context.put("kms:EncryptionContext:" + key, String.valueOf(value)));
    context.put("kms:EncryptionContextKeys", pairs.keySet().stream().map(String::valueOf).toList());
  }

  private static void s3(SdkPojo request, RequestContext context) {
    given(request, "Prefix", "s3:prefix", context);
    given(request, "Delimiter", "s3:delimiter", context);
    copy(request, "VersionId", "s3:VersionId", context);
    copy(request, "ACL", "s3:x-amz-acl", context);
    copy(request, "StorageClass", "s3:x-amz-storage-class", context);
    copy(request, "ServerSideEncryption", "s3:x-amz-server-side-encryption", context);
    copy(request, "SSEKMSKeyId", "s3:x-amz-server-side-encryption-aws-kms-key-id", context);
    copy(request, "CopySource", "s3:x-amz-copy-source", context);
    @Nullable Object most = Members.value(request, "MaxKeys");
    context.put("s3:max-keys", most == null ? null : most.toString());
  }

  /** An empty one counts too: lists of a bucket's top are asked for so. */
  private static void given(SdkPojo request, String member, String key, RequestContext context) {
    if (Members.value(request, member) instanceof String value) {
      context.put(key, value);
    }
  }

  private static void copy(SdkPojo request, String member, String key, RequestContext context) {
    Members.text(request, member).ifPresent(value -> context.put(key, value));
  }
}
