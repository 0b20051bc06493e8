package dev.rehearsal.gateway.iam;

import org.jspecify.annotations.Nullable;

/**
 * What IAM decided, and why.
 *
 * @param outcome the decision
 * @param policy the policy that decided; null for an implicit deny
 * @param sid that policy's statement; null for an implicit deny
 * @param kind the kind of policy that decided, or that should have allowed it
 */
public record Decision(Outcome outcome, @Nullable String policy, @Nullable String sid, Kind kind) {

  /** The decisions IAM knows. */
  public enum Outcome {
    ALLOWED,
    EXPLICIT_DENY,
    IMPLICIT_DENY
  }

  /** The kinds of policy, in the words of AWS's messages. */
  public enum Kind {
    IDENTITY("identity-based policy"),
    RESOURCE("resource-based policy"),
    BOUNDARY("permissions boundary"),
    SESSION("session policy"),
    ROOT("account root");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The kind as AWS's messages name it. */
    public String words() {
      return words;
    }
  }

  public boolean allowed() {
    return outcome == Outcome.ALLOWED;
  }

  /** One line for the ledger: the outcome and the statement that decided. */
  @Override
  public String toString() {
    return switch (outcome) {
      case ALLOWED -> policy == null ? "allowed" : "allowed by " + sid + " of " + policy;
      case EXPLICIT_DENY -> "denied by " + sid + " of " + policy;
      case IMPLICIT_DENY -> "denied: no " + kind.words() + " allows it";
    };
  }
}
