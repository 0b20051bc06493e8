package dev.rehearsal.gateway;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.gateway.iam.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the embedded IAM has on callers. Thread-safe. */
public final class IamIdentities implements IdentityPolicies {

  private static final int REMEMBERED = 1_000;
  private static final String REGION = "us-east-1";

  private final Supplier<Cloud> cloud;
  private final Map<dev.rehearsal.cloud.iam.IdentityPolicies.Policy, Policy> parsed =
      new ConcurrentHashMap<>();

  /**
   * @param cloud the cloud whose IAM is asked; asked for at the first call
   */
  public IamIdentities(Supplier<Cloud> cloud) {
    this.cloud = cloud;
  }

  @Override
  public Held of(Caller caller) {
    Iam iam = cloud.get().peer(Iam.class, caller.account(), REGION);
    Optional<dev.rehearsal.cloud.iam.IdentityPolicies> found =
        caller instanceof Caller.RoleSession session
            ? iam.role(session.roleName())
            : caller instanceof Caller.User user ? iam.user(user.name()) : Optional.empty();
    return found
        .map(
            held ->
                new Held(
                    held.policies().stream().map(policy -> parse(held.arn(), policy)).toList(),
                    held.boundary() == null ? null : parse(held.arn(), held.boundary()),
                    held.arn()))
        .orElseGet(() -> new Held(List.of(), null, caller.arn()));
  }

  private Policy parse(String owner, dev.rehearsal.cloud.iam.IdentityPolicies.Policy policy) {
    if (parsed.size() > REMEMBERED) {
      parsed.clear();
    }
    @Nullable Policy known = parsed.get(policy);
    if (known != null) {
      return known;
    }
    String role = owner.substring(owner.lastIndexOf('/') + 1);
    Policy read =
        Policy.parse(
            policy.arn() == null ? role + "/" + policy.name() : policy.arn(), policy.document());
    parsed.put(policy, read);
    return read;
  }
}
