package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.gateway.iam.Policy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what IAM has on a caller. Called for every call: fast, and never out of date. */
public interface IdentityPolicies {

  /**
   * What a principal brings along.
   *
   * @param identity its inline and attached policies, and its groups'
   * @param boundary its permissions boundary, or null
   * @param arn the user's or role's own ARN, as {@code aws:PrincipalArn} has it
   */
  record Held(List<Policy> identity, @Nullable Policy boundary, String arn) {}

  /** The policies of a user or of a role's session; nothing for callers IAM does not know. */
  Held of(Caller caller);
}
