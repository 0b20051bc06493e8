package dev.rehearsal.gateway;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.CallFilter;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.ResourcePolicies;
import dev.rehearsal.cloud.kms.Kms;
import dev.rehearsal.gateway.iam.Decision;
import dev.rehearsal.gateway.iam.Evaluator;
import dev.rehearsal.gateway.iam.Policy;
import dev.rehearsal.gateway.iam.Principal;
import dev.rehearsal.gateway.iam.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Refuses what IAM would refuse: identity, resource and session policies, boundaries, conditions.
 *
 * <p>AWS services that call each other need a resource's policy only where AWS asks for one:
 * buckets, queues, topics, functions and keys. Calls over loopback count as {@code
 * aws:SecureTransport}: the endpoint stands for AWS's, which has TLS only. Thread-safe.
 */
public final class Authoriser implements CallFilter {

  private static final Set<String> WITH_POLICIES = Set.of("s3", "sqs", "sns", "lambda", "kms");
  private static final int REMEMBERED = 1_000;

  private final Supplier<Cloud> cloud;
  private final IdentityPolicies identities;
  private final Map<String, Policy> parsed = new ConcurrentHashMap<>();

  /**
   * @param cloud the cloud this filter stands in; asked for at the first call
   * @param identities what IAM has on callers
   */
  public Authoriser(Supplier<Cloud> cloud, IdentityPolicies identities) {
    this.cloud = cloud;
    this.identities = identities;
  }

  @Override
  public CallResult apply(AwsCall call, CallHandler next) {
    if (Actions.open(call)) {
      CallNotes.add("decision", "allowed: needs no permission");
      return next.handle(call);
    }
    for (Resources.Need named : Resources.of(call)) {
      Resources.Need need = key(call, named);
      Decision decision = decide(call, need);
      CallNotes.add("decision", decision.toString());
      if (!decision.allowed()) {
        CallNotes.add("denied", need.action() + " on " + need.resource());
        throw refusal(call, need, decision);
      }
    }
    try {
      return next.handle(call);
    } catch (NoSuchKeyException missing) {
      throw mayList(call) ? missing : AwsError.of("AccessDenied", 403, "Access Denied");
    }
  }

  /** S3 tells nobody which keys a bucket lacks who may not list it. */
  private boolean mayList(AwsCall call) {
    return Resources.text(call.request(), "Bucket")
        .map(bucket -> decide(call, new Resources.Need("s3:ListBucket", "arn:aws:s3:::" + bucket)))
        .map(Decision::allowed)
        .orElse(true);
  }

  /** KMS decides on the key, however the caller named it: by alias, or only by its ciphertext. */
  private Resources.Need key(AwsCall call, Resources.Need need) {
    if (!(embedded(call) instanceof Kms kms)) {
      return need;
    }
    Optional<String> arn =
        Resources.text(call.request(), "KeyId")
            .flatMap(kms::keyArn)
            .or(
                () ->
                    field(call, "CiphertextBlob") instanceof SdkBytes ciphertext
                        ? kms.keyArnOf(ciphertext.asByteArray())
                        : Optional.empty());
    return arn.map(known -> new Resources.Need(need.action(), known)).orElse(need);
  }

  private Decision decide(AwsCall call, Resources.Need need) {
    Caller caller = call.caller();
    String service = call.operation().service().id();
    Policy resource = resourcePolicy(call, need.resource());
    if (caller instanceof Caller.Service && !WITH_POLICIES.contains(service)) {
      return new Decision(Decision.Outcome.ALLOWED, null, null, Decision.Kind.ROOT);
    }
    IdentityPolicies.Held held =
        caller instanceof Caller.User || caller instanceof Caller.RoleSession
            ? identities.of(caller)
            : new IdentityPolicies.Held(List.of(), null, caller.arn());
    Policy session =
        caller instanceof Caller.RoleSession role && role.sessionPolicy() != null
            ? policy("the session's policy", role.sessionPolicy())
            : null;
    return Evaluator.decide(
        new Evaluator.Request(
            principal(caller, held),
            need.action(),
            need.resource(),
            owner(need.resource(), call.account()),
            context(call, caller, held)),
        new Evaluator.Policies(
            held.identity(),
            held.boundary(),
            session,
            resource,
            service.equals("kms") && resource != null));
  }

  private static Principal principal(Caller caller, IdentityPolicies.Held held) {
    Principal.Type type;
    if (caller instanceof Caller.Root) {
      type = Principal.Type.ROOT;
    } else if (caller instanceof Caller.User) {
      type = Principal.Type.USER;
    } else if (caller instanceof Caller.RoleSession) {
      type = Principal.Type.ROLE_SESSION;
    } else if (caller instanceof Caller.Service) {
      type = Principal.Type.SERVICE;
    } else {
      type = Principal.Type.ANONYMOUS;
    }
    return new Principal(
        type,
        caller.account(),
        caller.arn(),
        type == Principal.Type.ROLE_SESSION ? held.arn() : null);
  }

  private static RequestContext context(AwsCall call, Caller caller, IdentityPolicies.Held held) {
    Instant now = Instant.now();
    RequestContext context =
        new RequestContext()
            .put("aws:SecureTransport", "true")
            .put("aws:CurrentTime", now.toString())
            .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
            .put("aws:RequestedRegion", call.region())
            .put("aws:UserAgent", call.channel().userAgent())
            .put("aws:PrincipalIsAWSService", Boolean.toString(caller instanceof Caller.Service));
    if (caller instanceof Caller.Service service) {
      service.conditionKeys().forEach(context::put);
      context.put("aws:PrincipalServiceName", service.principal());
    } else if (!(caller instanceof Caller.Anonymous)) {
      context.put("aws:PrincipalArn", held.arn()).put("aws:PrincipalAccount", caller.account());
    }
    if (caller instanceof Caller.User user) {
      context
          .put("aws:username", user.name())
          .put("aws:userid", user.userId())
          .put("aws:PrincipalType", "User");
    } else if (caller instanceof Caller.RoleSession session) {
      context
          .put("aws:userid", session.roleId() + ":" + session.sessionName())
          .put("aws:PrincipalType", "AssumedRole");
    } else if (caller instanceof Caller.Root) {
      context.put("aws:userid", caller.account()).put("aws:PrincipalType", "Account");
    }
    CallScope.current()
        .filter(outer -> outer != call)
        .ifPresentOrElse(
            outer -> {
              String via = Actions.prefix(outer) + "." + outer.region() + ".amazonaws.com";
              context.put("kms:ViaService", via).put("aws:ViaAWSService", "true");
            },
            () ->
                context
                    .put("aws:SourceIp", call.channel().sourceIp())
                    .put("aws:ViaAWSService", "false"));
    serviceKeys(call, context);
    return context;
  }

  private static void serviceKeys(AwsCall call, RequestContext context) {
    switch (Actions.prefix(call)) {
      case "kms" -> {
        if (field(call, "EncryptionContext") instanceof Map<?, ?> pairs) {
          pairs.forEach(
              (key, value) -> context.put("kms:EncryptionContext:" + key, String.valueOf(value)));
          context.put(
              "kms:EncryptionContextKeys", pairs.keySet().stream().map(String::valueOf).toList());
        }
      }
      case "s3" -> {
        context.put("s3:prefix", Resources.text(call.request(), "Prefix").orElse(null));
        context.put("s3:delimiter", Resources.text(call.request(), "Delimiter").orElse(null));
        context.put(
            "s3:x-amz-server-side-encryption",
            Resources.text(call.request(), "ServerSideEncryption").orElse(null));
        context.put("s3:x-amz-acl", Resources.text(call.request(), "ACL").orElse(null));
      }
      case "ses" ->
          context.put(
              "ses:FromAddress",
              Resources.text(call.request(), "Source")
                  .or(() -> Resources.text(call.request(), "FromEmailAddress"))
                  .orElse(null));
      case "sns" -> {
        context.put("sns:Protocol", Resources.text(call.request(), "Protocol").orElse(null));
        context.put("sns:Endpoint", Resources.text(call.request(), "Endpoint").orElse(null));
      }
      case "secretsmanager" ->
          context.put(
              "secretsmanager:VersionStage",
              Resources.text(call.request(), "VersionStage").orElse(null));
      default -> {}
    }
  }

  private static @Nullable Object field(AwsCall call, String member) {
    var field = call.request().sdkFieldNameToField().get(member);
    return field == null ? null : field.getValueOrDefault(call.request());
  }

  private @Nullable Policy resourcePolicy(AwsCall call, String arn) {
    if (arn.equals("*")) {
      return null;
    }
    SdkClient service = embedded(call);
    return service instanceof ResourcePolicies policies
        ? policies.resourcePolicy(arn).map(json -> policy("of " + arn, json)).orElse(null)
        : null;
  }

  private SdkClient embedded(AwsCall call) {
    return Objects.requireNonNull(cloud.get())
        .embedded(call.operation().service(), call.account(), call.region());
  }

  private Policy policy(String name, String json) {
    if (parsed.size() > REMEMBERED) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(name + "\n" + json, any -> Policy.parse(name, json));
  }

  private static String owner(String arn, String otherwise) {
    String[] parts = arn.split(":", 6);
    return parts.length == 6 && !parts[4].isEmpty() && parts[4].matches("\\d{12}")
        ? parts[4]
        : otherwise;
  }

  private static AwsServiceException refusal(AwsCall call, Resources.Need need, Decision decision) {
    String because =
        decision.outcome() == Decision.Outcome.EXPLICIT_DENY
            ? "with an explicit deny in a"
                + (decision.kind() == Decision.Kind.IDENTITY ? "n " : " ")
                + decision.kind().words()
            : "because no " + decision.kind().words() + " allows the " + need.action() + " action";
    String message =
        "User: "
            + (call.caller() instanceof Caller.Anonymous ? "anonymous" : call.caller().arn())
            + " is not authorized to perform: "
            + need.action()
            + (need.resource().equals("*") ? "" : " on resource: " + need.resource())
            + " "
            + because;
    return switch (Actions.prefix(call)) {
      case "s3", "sqs", "iam", "sts", "ses", "rds", "cloudfront", "cloudwatch" ->
          AwsError.of("AccessDenied", 403, message);
      case "sns" -> AwsError.of("AuthorizationError", 403, message);
      case "ec2" -> AwsError.of("UnauthorizedOperation", 403, message);
      case "lambda", "apigateway", "scheduler" ->
          AwsError.of("AccessDeniedException", 403, message);
      default -> AwsError.of("AccessDeniedException", 400, message);
    };
  }
}
