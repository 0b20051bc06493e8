package dev.rehearsal.gateway.iam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as policies name principals.
 *
 * @param type what sort of principal it is
 * @param account its account
 * @param arn its own ARN; a service's principal for services; {@code *} for nobody
 * @param roleArn the role behind a session; null for all others
 */
public record Principal(Type type, String account, String arn, @Nullable String roleArn) {

  /** The sorts of principal. */
  public enum Type {
    ROOT,
    USER,
    ROLE_SESSION,
    SERVICE,
    ANONYMOUS
  }

  /** How closely a statement names a principal; later is closer. */
  enum Closeness {
    NONE,
    /** The account: what its own identity policies allow. */
    ACCOUNT,
    /** The role, everybody, or (in identity policies) nobody in particular. */
    ROLE,
    /** This very session, user or service. */
    EXACT
  }

  Closeness matches(Statement.Principals principals, Statement.Effect effect) {
    Closeness best = Closeness.NONE;
    for (Map.Entry<String, List<String>> entry : principals.values().entrySet()) {
      for (String value : entry.getValue()) {
        Closeness one = one(entry.getKey(), value);
        best = one.compareTo(best) > 0 ? one : best;
      }
    }
    if (principals.negated()) {
      return best == Closeness.NONE ? Closeness.ROLE : Closeness.NONE;
    }
    // A deny on the account denies everybody in it.
    return effect == Statement.Effect.DENY && best == Closeness.ACCOUNT ? Closeness.ROLE : best;
  }

  private Closeness one(String kind, String value) {
    if (kind.equals("Service")) {
      return type == Type.SERVICE && Wildcards.matches(value, arn)
          ? Closeness.EXACT
          : Closeness.NONE;
    }
    if (!kind.equals("AWS")) {
      return Closeness.NONE;
    }
    if (value.equals("*")) {
      return type == Type.SERVICE ? Closeness.EXACT : Closeness.ROLE;
    }
    if (type == Type.ANONYMOUS || type == Type.SERVICE) {
      return Closeness.NONE;
    }
    if (value.equals(arn)) {
      return type == Type.ROOT ? Closeness.ACCOUNT : Closeness.EXACT;
    }
    if (value.equals(roleArn)) {
      return Closeness.ROLE;
    }
    return value.equals(account) || value.equals("arn:aws:iam::" + account + ":root")
        ? Closeness.ACCOUNT
        : Closeness.NONE;
  }
}
