package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.call.Caller;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what policies would allow: who authorises calls answers as for a real one. */
@FunctionalInterface
public interface PolicySimulator {

  /**
   * A call that nobody makes.
   *
   * @param principal the ARN of the user, group or role that would make it, or a service's name,
   *     such as {@code lambda.amazonaws.com}
   * @param account that principal's account
   * @param identity the policies that it has
   * @param boundary its permissions boundary; null for none
   * @param resourcePolicy the resource's policy as JSON; null for none
   * @param resourceAccount who owns the resource
   * @param context condition keys with their values
   */
  record Question(
      String principal,
      String account,
      List<IdentityPolicies.Policy> identity,
      IdentityPolicies.@Nullable Policy boundary,
      @Nullable String resourcePolicy,
      String action,
      String resource,
      String resourceAccount,
      Map<String, List<String>> context) {}

  /**
   * What was decided.
   *
   * @param decision in IAM's words: {@code allowed}, {@code explicitDeny}, {@code implicitDeny}
   * @param policy the policy that decided; null for an implicit deny
   * @param byBoundary whether the permissions boundary allows the call, if there is one
   * @param missing condition keys that policies asked for and that the question does not have
   */
  record Answer(
      String decision, @Nullable String policy, boolean byBoundary, List<String> missing) {}

  /**
   * Decides.
   *
   * @throws IllegalArgumentException where a document is no policy
   */
  Answer decide(Question question);

  /**
   * Decides what somebody really asks for, elsewhere than in a call on AWS: it counts as used.
   *
   * @throws IllegalArgumentException where a document is no policy
   */
  default Answer decide(Caller caller, Question question) {
    return decide(question);
  }
}
