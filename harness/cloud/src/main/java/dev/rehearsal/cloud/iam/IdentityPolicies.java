package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decides what a role or user may do.
 *
 * @param arn the role's or user's ARN
 * @param id its unique id
 * @param policies its inline and attached policies, those of a user's groups included
 * @param boundary its permissions boundary, or null where it has none
 * @param trustPolicy a role's trust policy as JSON; null for users
 * @param maxSessionSeconds how long a role's sessions may last
 */
public record IdentityPolicies(
    String arn,
    String id,
    List<Policy> policies,
    @Nullable Policy boundary,
    @Nullable String trustPolicy,
    int maxSessionSeconds) {

  /**
   * A policy in force.
   *
   * @param name its name
   * @param arn a managed policy's ARN; null for an inline policy
   * @param document its JSON
   */
  public record Policy(String name, @Nullable String arn, String document) {}

  static Optional<IdentityPolicies> of(Store store, Kind kind, String name) {
    Identity identity = store.find(kind, name);
    if (identity == null) {
      return Optional.empty();
    }
    List<Policy> policies = new ArrayList<>();
    collect(store, identity, policies);
    for (String group : identity.groups) {
      Identity found = store.find(Kind.GROUP, group);
      if (found != null) {
        collect(store, found, policies);
      }
    }
    return Optional.of(
        new IdentityPolicies(
            identity.arn(),
            identity.id,
            List.copyOf(policies),
            identity.boundary == null ? null : managed(store, identity.boundary),
            kind == Kind.ROLE ? identity.trust : null,
            identity.maxSession));
  }

  /** Of the user, group or role that has the ARN, if it is of one of the kinds. */
  static Optional<IdentityPolicies> withArn(
      Store store, @Nullable String arn, Collection<Kind> kinds) {
    return kinds.stream()
        .flatMap(
            kind ->
                store.list(kind, null).stream()
                    .filter(each -> each.arn().equals(arn))
                    .flatMap(each -> of(store, kind, each.name).stream()))
        .findFirst();
  }

  private static void collect(Store store, Identity identity, List<Policy> policies) {
    identity.inline.forEach((name, document) -> policies.add(new Policy(name, null, document)));
    for (String arn : identity.attached) {
      Policy found = managed(store, arn);
      if (found != null) {
        policies.add(found);
      }
    }
  }

  private static @Nullable Policy managed(Store store, String arn) {
    ManagedPolicy policy = store.findPolicy(arn);
    return policy == null ? null : new Policy(policy.name, arn, policy.document());
  }
}
