package dev.rehearsal.gateway.iam;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides as the page "Policy evaluation logic" of the IAM user guide says, within one account or
 * across two: an explicit deny anywhere wins; then every kind of policy that is there must allow.
 */
public final class Evaluator {

  private Evaluator() {}

  /**
   * What is asked.
   *
   * @param principal who asks
   * @param action for example {@code sqs:SendMessage}
   * @param resource the resource's ARN, or {@code *} where the action has none
   * @param resourceAccount the account that owns the resource
   * @param context the request's condition keys
   */
  public record Request(
      Principal principal,
      String action,
      String resource,
      String resourceAccount,
      RequestContext context) {}

  /**
   * The policies that may have a say.
   *
   * @param identity the principal's identity policies
   * @param boundary its permissions boundary, or null
   * @param session its session policy, or null
   * @param resource the resource's policy, or null
   * @param resourceDecides whether the resource's policy must allow, as a KMS key's must
   */
  public record Policies(
      List<Policy> identity,
      @Nullable Policy boundary,
      @Nullable Policy session,
      @Nullable Policy resource,
      boolean resourceDecides) {}

  /** Decides. */
  public static Decision decide(Request request, Policies policies) {
    Decision denied = explicitDeny(request, policies);
    if (denied != null) {
      return denied;
    }
    Match byResource = allow(policies.resource(), request, policies, Decision.Kind.RESOURCE);
    boolean sameAccount = request.principal().account().equals(request.resourceAccount());
    return switch (request.principal().type()) {
      case ROOT ->
          sameAccount && !policies.resourceDecides()
              ? new Decision(Decision.Outcome.ALLOWED, null, null, Decision.Kind.ROOT)
              : byResource != null
                  ? allowed(byResource, Decision.Kind.RESOURCE)
                  : implicit(Decision.Kind.RESOURCE);
      case SERVICE, ANONYMOUS ->
          byResource != null
              ? allowed(byResource, Decision.Kind.RESOURCE)
              : implicit(Decision.Kind.RESOURCE);
      case USER, ROLE_SESSION -> signedIn(request, policies, byResource, sameAccount);
    };
  }

  private static Decision signedIn(
      Request request, Policies policies, @Nullable Match byResource, boolean sameAccount) {
    // A resource policy that names the very session (or user, or everybody) is enough, past
    // boundary and session policy; one that names the role is enough past the role's identity
    // policies only.
    if (sameAccount && byResource != null && byResource.exact()) {
      return allowed(byResource, Decision.Kind.RESOURCE);
    }
    Match byIdentity = null;
    for (Policy policy : policies.identity()) {
      byIdentity = allow(policy, request, policies, Decision.Kind.IDENTITY);
      if (byIdentity != null) {
        break;
      }
    }
    boolean delegated = byResource == null || byResource.delegates();
    if (policies.resourceDecides() && byResource == null) {
      return implicit(Decision.Kind.RESOURCE);
    }
    boolean enough = byIdentity != null || (sameAccount && byResource != null && !delegated);
    if (!enough) {
      return implicit(Decision.Kind.IDENTITY);
    }
    if (!sameAccount && byResource == null) {
      return implicit(Decision.Kind.RESOURCE);
    }
    if (policies.boundary() != null
        && allow(policies.boundary(), request, policies, Decision.Kind.BOUNDARY) == null) {
      return implicit(Decision.Kind.BOUNDARY);
    }
    if (policies.session() != null
        && allow(policies.session(), request, policies, Decision.Kind.SESSION) == null) {
      return implicit(Decision.Kind.SESSION);
    }
    return byIdentity != null
        ? allowed(byIdentity, Decision.Kind.IDENTITY)
        : allowed(Objects.requireNonNull(byResource), Decision.Kind.RESOURCE);
  }

  private static @Nullable Decision explicitDeny(Request request, Policies policies) {
    for (Policy policy : policies.identity()) {
      Decision denied = deny(policy, request, policies, Decision.Kind.IDENTITY);
      if (denied != null) {
        return denied;
      }
    }
    Decision denied = deny(policies.resource(), request, policies, Decision.Kind.RESOURCE);
    if (denied == null) {
      denied = deny(policies.boundary(), request, policies, Decision.Kind.BOUNDARY);
    }
    return denied == null
        ? deny(policies.session(), request, policies, Decision.Kind.SESSION)
        : denied;
  }

  private static @Nullable Decision deny(
      @Nullable Policy policy, Request request, Policies policies, Decision.Kind kind) {
    Match match = find(policy, request, policies, kind, Statement.Effect.DENY);
    return match == null
        ? null
        : new Decision(
            Decision.Outcome.EXPLICIT_DENY, match.policy().name(), match.statement().sid(), kind);
  }

  private static @Nullable Match allow(
      @Nullable Policy policy, Request request, Policies policies, Decision.Kind kind) {
    return find(policy, request, policies, kind, Statement.Effect.ALLOW);
  }

  /** A statement that applies, and how closely its principal names the one who asks. */
  private record Match(Policy policy, Statement statement, Principal.Closeness closeness) {
    boolean exact() {
      return closeness == Principal.Closeness.EXACT;
    }

    boolean delegates() {
      return closeness == Principal.Closeness.ACCOUNT;
    }
  }

  private static @Nullable Match find(
      @Nullable Policy policy,
      Request request,
      Policies policies,
      Decision.Kind kind,
      Statement.Effect effect) {
    if (policy == null) {
      return null;
    }
    Match best = null;
    for (Statement statement : policy.statements()) {
      if (statement.effect() != effect) {
        continue;
      }
      Principal.Closeness closeness = applies(policy, statement, request, policies, kind);
      if (closeness != Principal.Closeness.NONE
          && (best == null || closeness.compareTo(best.closeness()) > 0)) {
        best = new Match(policy, statement, closeness);
      }
    }
    return best;
  }

  private static Principal.Closeness applies(
      Policy policy, Statement statement, Request request, Policies policies, Decision.Kind kind) {
    boolean variables = policy.version().equals("2012-10-17");
    Principal.Closeness closeness = closeness(statement, request, policies, kind);
    if (closeness == Principal.Closeness.NONE
        || !actionFits(statement.actions(), request.action())
        || !resourceFits(statement.resources(), request, variables)) {
      return Principal.Closeness.NONE;
    }
    for (Statement.Condition condition : statement.conditions()) {
      if (!Conditions.holds(condition, request.context(), variables)) {
        return Principal.Closeness.NONE;
      }
    }
    return closeness;
  }

  /** A resource's statement must say who; all others are their holder's, and must say on what. */
  private static Principal.Closeness closeness(
      Statement statement, Request request, Policies policies, Decision.Kind kind) {
    if (kind != Decision.Kind.RESOURCE) {
      return statement.resources() == null ? Principal.Closeness.NONE : Principal.Closeness.ROLE;
    }
    return statement.principals() == null
        ? Principal.Closeness.NONE
        : request
            .principal()
            .matches(statement.principals(), statement.effect(), policies.boundary() != null);
  }

  private static boolean actionFits(Statement.Patterns patterns, String action) {
    boolean fits =
        patterns.values().stream()
            .anyMatch(pattern -> Wildcards.matchesIgnoringCase(pattern, action));
    return fits != patterns.negated();
  }

  private static boolean resourceFits(
      Statement.@Nullable Patterns patterns, Request request, boolean variables) {
    if (patterns == null) {
      return true;
    }
    boolean fits = false;
    for (String pattern : patterns.values()) {
      String resolved = variables ? PolicyVariables.resolve(pattern, request.context()) : pattern;
      if (resolved != null && Wildcards.matchesResource(resolved, request.resource())) {
        fits = true;
        break;
      }
    }
    return fits != patterns.negated();
  }

  private static Decision allowed(Match match, Decision.Kind kind) {
    return new Decision(
        Decision.Outcome.ALLOWED, match.policy().name(), match.statement().sid(), kind);
  }

  private static Decision implicit(Decision.Kind kind) {
    return new Decision(Decision.Outcome.IMPLICIT_DENY, null, null, kind);
  }
}
