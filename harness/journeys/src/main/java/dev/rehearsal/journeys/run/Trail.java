package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** All that a request caused, by its correlation id. */
final class Trail {

  /** The edge's own hop ends after its answer was read. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int SHOWN = 20;

  private final List<Hop> hops;

  private Trail(List<Hop> hops) {
    this.hops = hops;
  }

  /** Waits until the request's outermost hop is over. */
  static Trail of(Walk walk, String root) {
    try {
      return Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .pollDelay(Duration.ZERO)
          .atMost(PATIENCE)
          .until(() -> read(walk, root), trail -> trail.hops.stream().anyMatch(Trail::isOutermost));
    } catch (ConditionTimeoutException unseen) {
      return read(walk, root);
    }
  }

  private static Trail read(Walk walk, String root) {
    return new Trail(
        walk.stage().ledger().hops(root).stream()
            .sorted(Comparator.comparing(Hop::start))
            .toList());
  }

  private static boolean isOutermost(Hop hop) {
    return hop.trace().parent() == null && isDoor(hop);
  }

  private static boolean isDoor(Hop hop) {
    return hop.kind() == Hop.Kind.EDGE || hop.kind() == Hop.Kind.API;
  }

  List<Hop> hops() {
    return hops;
  }

  /** Which hops refused the request; where none behind edge and API did, all that it caused too. */
  List<Failure.Fact> facts() {
    List<Failure.Fact> facts = new ArrayList<>();
    hops.stream()
        .filter(hop -> hop.error() != null && !isDoor(hop))
        .limit(SHOWN)
        .forEach(hop -> facts.add(new Failure.Fact("hop", Hops.line(hop))));
    if (facts.isEmpty()) {
      String innermost =
          hops.stream()
              .filter(hop -> hop.error() != null)
              .reduce((outer, inner) -> inner)
              .map(Hops::line)
              .orElse("nothing was refused behind this request");
      facts.add(new Failure.Fact("hop", innermost));
      hops.stream()
          .filter(hop -> !Hops.isSession(hop))
          .limit(SHOWN)
          .forEach(hop -> facts.add(new Failure.Fact("caused", Hops.line(hop))));
    }
    return facts;
  }
}
