package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.ShortName;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.gateway.faults.FaultTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hop of a journey that a fault may strike. Log lines are sent when there are enough of them, so
 * these calls are nobody's in particular.
 *
 * @param on the hop as faults name it
 * @param by who acts at it
 * @param nth which of several alike it is, from 1
 */
public record MatrixHop(FaultTarget on, String by, int nth) {

  /** Reads of the database are alike: the first of each stands for all. */
  private static final int MOST_ALIKE = 3;

  /** What a function reads as it starts; it happens once a process, not once a journey. */
  private static final Set<String> START_UP =
      Set.of("ssm:GetParameter", "secretsmanager:GetSecretValue");

  private static final Set<String> SESSION = Set.of("BEGIN", "ROLLBACK", "SET", "SHOW", "SELECT");

  /** The hop in words. */
  public String text() {
    return on.text() + " by " + by + (nth == 1 ? "" : " (" + nth + ".)");
  }

  /** The fault of a kind at this hop. */
  FaultSpec fault(Fault.Kind kind, String name) {
    return new FaultSpec(on, by, kind, null, null, nth, 1, 1, name);
  }

  /** The hops that a journey has made, in their order. */
  static List<MatrixHop> of(List<Hop> hops, Outputs outputs) {
    Set<MatrixHop> found = new LinkedHashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Hop hop : hops) {
      Optional<FaultTarget> target = text(hop, outputs).flatMap(FaultTarget::parse);
      if (target.isPresent()) {
        String by = outputs.shortName(hop.from());
        int nth = seen.merge(target.get().text() + " by " + by, 1, Integer::sum);
        boolean read = hop.action().startsWith("SELECT");
        if (nth <= (read ? 1 : MOST_ALIKE)) {
          found.add(new MatrixHop(target.get(), by, nth));
        }
      }
    }
    return new ArrayList<>(found);
  }

  private static Optional<String> text(Hop hop, Outputs outputs) {
    return switch (hop.kind()) {
      case AWS ->
          START_UP.contains(hop.action()) || hop.to().equals("logs")
              ? Optional.empty()
              : Optional.of(call(hop));
      case SQL ->
          SESSION.contains(hop.action()) ? Optional.empty() : Optional.of("rds: " + hop.action());
      case HTTP -> {
        int space = hop.action().indexOf(' ');
        yield Optional.of(
            "http: "
                + hop.action().substring(0, space)
                + " "
                + hop.to()
                + hop.action().substring(space + 1));
      }
      case INVOKE -> {
        String function = outputs.shortName(hop.to().substring("lambda:".length()));
        yield Optional.of(outputs.shortName(hop.from()) + " -> lambda:" + function);
      }
      case MAIL -> Optional.of("ses -> inbox");
      default -> Optional.empty();
    };
  }

  private static String call(Hop hop) {
    String all = hop.facts().get("resources");
    List<String> resources =
        all == null
            ? hop.resource() == null ? List.of() : List.of(hop.resource())
            : Arrays.asList(all.split(" ", -1));
    String names =
        resources.stream()
            .map(ShortName::last)
            .map(name -> name.replaceFirst("^t2s-[a-z]+-", ""))
            .filter(name -> name.matches("[A-Za-z][\\w.-]*"))
            .distinct()
            .collect(Collectors.joining(", "));
    return hop.action() + (names.isEmpty() ? "" : " on " + names);
  }
}
