package dev.rehearsal.gateway;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.CallFilter;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.ResourcePolicies;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.gateway.iam.Decision;
import dev.rehearsal.gateway.iam.Evaluator;
import dev.rehearsal.gateway.iam.Policy;
import dev.rehearsal.gateway.iam.Principal;
import dev.rehearsal.gateway.iam.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Refuses what IAM would refuse: identity, resource and session policies, boundaries, conditions.
 *
 * <p>AWS services that call each other need a resource's policy only where AWS asks for one:
 * buckets, queues, topics, functions, keys and roles. Thread-safe.
 */
public final class Authoriser implements CallFilter {

  private static final Set<String> ASK_RESOURCES =
      Set.of("s3", "sqs", "sns", "lambda", "kms", "sts");
  private static final Set<String> MISSING = Set.of("NoSuchKey", "NotFound");
  private static final int REMEMBERED = 1_000;

  private final Supplier<@Nullable Cloud> cloud;
  private final IdentityPolicies identities;
  private final StatementIndex statements;
  private final AccessLog log;
  private final Authorization authorization;
  private final ContextKeys contexts;
  private final KeyUse keys;
  private final Map<String, Policy> parsed = new ConcurrentHashMap<>();

  /**
   * @param cloud the cloud this filter stands in; asked for at the first call
   * @param identities what IAM has on callers
   */
  public Authoriser(Supplier<@Nullable Cloud> cloud, IdentityPolicies identities) {
    this(cloud, identities, StatementIndex.empty(), new AccessLog());
  }

  /**
   * @param cloud the cloud this filter stands in; asked for at the first call
   * @param identities what IAM has on callers
   * @param statements where the policies' statements are written
   * @param log told of every decision
   */
  public Authoriser(
      Supplier<@Nullable Cloud> cloud,
      IdentityPolicies identities,
      StatementIndex statements,
      AccessLog log) {
    this.cloud = cloud;
    this.identities = identities;
    this.statements = statements;
    this.log = log;
    Lookup lookup = new Lookup(cloud);
    this.authorization = new Authorization(lookup);
    this.contexts = new ContextKeys(lookup, this::now);
    this.keys = new KeyUse(lookup);
  }

  private Instant now() {
    Cloud built = cloud.get();
    return built == null ? Instant.now() : built.clock().instant();
  }

  @Override
  public CallResult apply(AwsCall call, CallHandler next) {
    if (authorization.kind(call.operation()) == Authorization.Kind.OPEN) {
      CallNotes.add("decision", "allowed: needs no permission");
      return next.handle(call);
    }
    IdentityPolicies.Held held = held(call.caller());
    List<String> granted = new ArrayList<>();
    boolean first = true;
    List<Need> needs = authorization.needs(call);
    CallNotes.needs(needs);
    for (Need need : needs) {
      RequestContext context = contexts.of(call, need, held);
      check(call, need, held, context, first, granted);
      first = false;
      for (Need key : keys.of(call, need)) {
        context.put("kms:ViaService", ContextKeys.principal(call));
        context.put("kms:CallerAccount", call.caller().account());
        ContextKeys.encryption(KeyUse.context(need), context);
        check(call, key, held, context, false, granted);
      }
    }
    CallNotes.add("needs", String.join("\n", granted));
    PolicyWrites.check(call);
    try {
      return next.handle(call);
    } catch (AwsServiceException failed) {
      throw hidden(call, held, failed);
    }
  }

  private void check(
      AwsCall call,
      Need need,
      IdentityPolicies.Held held,
      RequestContext context,
      boolean first,
      List<String> granted) {
    Decision decision = decide(call, need, held, context);
    boolean allowed = decision.allowed();
    log.note(call.caller(), need, decision);
    if (first || !allowed) {
      String place = statements.place(decision).map(at -> " (" + at + ")").orElse("");
      CallNotes.add("decision", decision + place);
    }
    context.unknown().forEach(key -> CallNotes.add("condition key not known here", key));
    if (!allowed) {
      CallNotes.add("denied", need.action() + " " + need.resource());
      throw missing(call, need, decision).orElseGet(() -> Refusals.of(call, need, decision));
    }
    granted.add(need.action() + " " + need.resource());
  }

  /** Services hear that what they call is not there: it can't have a policy that lets them in. */
  private Optional<AwsServiceException> missing(AwsCall call, Need need, Decision decision) {
    return call.caller() instanceof Caller.Service
            && decision.outcome() == Decision.Outcome.IMPLICIT_DENY
            && keeper(call, service(need)) instanceof ResourcePolicies policies
        ? policies.missing(need.resource())
        : Optional.empty();
  }

  /** S3 tells that an object is missing only to those who may list its bucket. */
  private AwsServiceException hidden(
      AwsCall call, IdentityPolicies.Held held, AwsServiceException failed) {
    if (!call.operation().service().id().equals("s3")
        || failed.awsErrorDetails() == null
        || !MISSING.contains(failed.awsErrorDetails().errorCode())
        || Members.text(call.request(), "Key").isEmpty()) {
      return failed;
    }
    Need list =
        new Need(
            "s3:ListBucket", "arn:aws:s3:::" + Members.text(call.request(), "Bucket").orElse("*"));
    Decision decision = decide(call, list, held, contexts.of(call, list, held));
    if (decision.allowed()) {
      return failed;
    }
    CallNotes.add("hidden", failed.awsErrorDetails().errorCode() + ": may not list the bucket");
    return Refusals.of(call, list, decision);
  }

  private Decision decide(
      AwsCall call, Need need, IdentityPolicies.Held held, RequestContext context) {
    Caller caller = call.caller();
    String service = service(need);
    if (caller instanceof Caller.Service && !ASK_RESOURCES.contains(service)) {
      return new Decision(Decision.Outcome.ALLOWED, null, null, Decision.Kind.ROOT);
    }
    if (caller instanceof Caller.Root && need.action().equals("sts:AssumeRole")) {
      return new Decision(Decision.Outcome.IMPLICIT_DENY, null, null, Decision.Kind.RESOURCE);
    }
    Policy resource = resourcePolicy(call, service, need.resource());
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
            context),
        new Evaluator.Policies(
            held.identity(),
            held.boundary(),
            session,
            resource,
            (service.equals("kms") || need.action().equals("sts:AssumeRole")) && resource != null));
  }

  private static String service(Need need) {
    return need.action().substring(0, need.action().indexOf(':'));
  }

  private IdentityPolicies.Held held(Caller caller) {
    return caller instanceof Caller.User || caller instanceof Caller.RoleSession
        ? identities.of(caller)
        : new IdentityPolicies.Held(List.of(), null, caller.arn());
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

  private @Nullable Policy resourcePolicy(AwsCall call, String service, String arn) {
    if (!arn.startsWith("arn:")) {
      return null;
    }
    Object keeper = keeper(call, service);
    return keeper instanceof ResourcePolicies policies
        ? policies.resourcePolicy(arn).map(json -> policy("of " + arn, json)).orElse(null)
        : null;
  }

  /** Who keeps the policies of a service's resources: roles are IAM's, whoever asks for them. */
  private @Nullable Object keeper(AwsCall call, String service) {
    Cloud there = cloud.get();
    if (there == null) {
      return null;
    }
    if (service.equals("sts")) {
      return there.peer(Iam.class, call.account(), call.region());
    }
    if (service.equals("kms")) {
      return there.keeper(ServiceCatalog.servedBy(KmsClient.class), call.account(), call.region());
    }
    return Authorization.prefix(call.operation().service()).equals(service)
            && !service.equals("iam")
        ? there.keeper(call.operation().service(), call.account(), call.region())
        : null;
  }

  private Policy policy(String name, String json) {
    if (parsed.size() > REMEMBERED) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(name + "\n" + json, any -> Policy.parse(name, json));
  }

  private static String owner(String arn, String otherwise) {
    String[] parts = arn.split(":", 6);
    return parts.length == 6
            && parts[4].length() == 12
            && parts[4].chars().allMatch(Character::isDigit)
        ? parts[4]
        : otherwise;
  }
}
