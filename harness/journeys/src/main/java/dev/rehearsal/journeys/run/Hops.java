package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.ShortName;
import java.util.Optional;
import java.util.Set;

/** Says hops in words. */
public final class Hops {

  /** What a driver says of transactions and settings: no call of the platform's. */
  private static final Set<String> SESSION =
      Set.of(
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "SET",
          "SHOW",
          "SIGN_IN",
          "SAVEPOINT",
          "RELEASE",
          "DISCARD",
          "SELECT");

  private Hops() {}

  /** A hop in one line. */
  public static String line(Hop hop) {
    return hop.from()
        + " -> "
        + hop.to()
        + ": "
        + hop.action()
        + name(hop).map(name -> " on " + name).orElse("")
        + (hop.error() == null ? "" : " was refused: " + reason(hop))
        + (hop.status() == 0 ? "" : " (" + hop.status() + ")");
  }

  /** Whether a hop is a statement that a driver makes for itself. */
  static boolean isSession(Hop hop) {
    return hop.kind() == Hop.Kind.SQL && SESSION.contains(hop.action());
  }

  /** The last part of the resource's name; empty where the hop has no resource. */
  public static Optional<String> name(Hop hop) {
    String resource = hop.resource();
    if (resource == null || resource.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(ShortName.last(resource));
  }

  /** Why a hop failed: its error and, where the ledger knows it, who decided. */
  public static String reason(Hop hop) {
    StringBuilder text = new StringBuilder(String.valueOf(hop.error()));
    if (hop.kind() == Hop.Kind.AWS && hop.response() != null && !hop.response().isBlank()) {
      text.append(": ").append(hop.response().lines().findFirst().orElse(""));
    }
    for (String fact : new String[] {"fault", "reason", "decision", "policy", "message"}) {
      String value = hop.facts().get(fact);
      if (value != null && !value.isEmpty()) {
        text.append(", ").append(fact).append(": ").append(value);
      }
    }
    return text.toString();
  }
}
