package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.ShortName;
import java.util.Optional;

/** Says hops in words. */
public final class Hops {

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
    for (String fact : new String[] {"fault", "reason", "decision", "policy", "message"}) {
      String value = hop.facts().get(fact);
      if (value != null && !value.isEmpty()) {
        text.append(", ").append(fact).append(": ").append(value);
      }
    }
    return text.toString();
  }
}
