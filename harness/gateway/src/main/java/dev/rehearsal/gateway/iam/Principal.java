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
    /** The role, or (in identity policies) nobody in particular. */
    ROLE,
    /** This very session, user or service, or everybody. */
    EXACT
  }

  /**
   * How closely a statement names this principal.
   *
   * @param bounded whether a permissions boundary is set on it
   */
  Closeness matches(Statement.Principals principals, Statement.Effect effect, boolean bounded) {
    if (principals.negated()) {
      boolean spared =
          effect == Statement.Effect.DENY
              ? sparedFromDeny(principals, bounded)
              : closest(principals) != Closeness.NONE;
      return spared ? Closeness.NONE : Closeness.EXACT;
    }
    Closeness best = closest(principals);
    // A deny on the account denies everybody in it.
    return effect == Statement.Effect.DENY && best == Closeness.ACCOUNT ? Closeness.ROLE : best;
  }

  private Closeness closest(Statement.Principals principals) {
    Closeness best = Closeness.NONE;
    for (Map.Entry<String, List<String>> entry : principals.values().entrySet()) {
      for (String value : entry.getValue()) {
        Closeness one = one(entry.getKey(), value);
        best = one.compareTo(best) > 0 ? one : best;
      }
    }
    return best;
  }

  /**
   * Whether a deny for all but some spares this principal. AWS checks the account first, then the
   * role, then the session: each must be named. Nobody with a permissions boundary is spared.
   */
  private boolean sparedFromDeny(Statement.Principals principals, boolean bounded) {
    List<String> named = principals.values().getOrDefault("AWS", List.of());
    if (named.contains("*")) {
      return true;
    }
    boolean accountNamed =
        named.contains(account) || named.contains("arn:aws:iam::" + account + ":root");
    return switch (type) {
      case SERVICE, ANONYMOUS -> closest(principals) != Closeness.NONE;
      case ROOT -> accountNamed;
      case USER -> !bounded && accountNamed && named.contains(arn);
      case ROLE_SESSION ->
          !bounded && accountNamed && named.contains(roleArn) && named.contains(arn);
    };
  }

  private Closeness one(String kind, String value) {
    if (kind.equals("Service")) {
      return type == Type.SERVICE && (value.equals(arn) || value.equals("*"))
          ? Closeness.EXACT
          : Closeness.NONE;
    }
    if (!kind.equals("AWS")) {
      return Closeness.NONE;
    }
    if (value.equals("*")) {
      return Closeness.EXACT;
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
