package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.ShortName;
import dev.rehearsal.journeys.language.Chain;
import dev.rehearsal.journeys.language.Expectation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares all that a function behind a request calls for a journey with the chain expected of it:
 * a closed world in any order, as one invocation may serve several journeys and one journey may
 * need several invocations. Closed once an invocation is over; what the function calls for others
 * only is not the journey's.
 */
final class BehindCheck {

  private static final String LAMBDA = "lambda:";

  private final Chain chain;
  private final String invoker;
  private final String function;
  private final List<Hop> hops;
  private final List<ChainCheck.Seen> unexpected;
  private final List<Chain.Call> missing = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final @Nullable Hop invocation;

  /**
   * Compares.
   *
   * @param hops what the journey caused
   */
  BehindCheck(Expectation.Behind expectation, List<Hop> hops) {
    this.chain = expectation.chain();
    List<String> places = chain.ways().get(0).places();
    this.invoker = places.get(0);
    this.function = places.get(1).substring(LAMBDA.length());
    this.hops = hops;
    this.invocation = hops.stream().filter(this::invokes).findFirst().orElse(null);
    this.unexpected = new ArrayList<>(seen());
    match();
  }

  private boolean invokes(Hop hop) {
    return hop.kind() == Hop.Kind.INVOKE
        && hop.to().startsWith(LAMBDA)
        && isFunction(hop.to().substring(LAMBDA.length()))
        && (hop.from().equals(invoker) || ShortName.fits(invoker, hop.from()));
  }

  private boolean isFunction(String name) {
    return ShortName.fits(function, name);
  }

  /** Whether Lambda made the call in the function's role, to poll for it or to keep its logs. */
  private static boolean isOnBehalf(Hop hop) {
    return Cloud.AGENT.equals(hop.facts().get("userAgent"));
  }

  private List<ChainCheck.Seen> seen() {
    return hops.stream()
        .filter(hop -> isFunction(hop.from()) && !isOnBehalf(hop))
        .map(hop -> ChainCheck.Seen.of(hop, hop.from()))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(seen -> seen.hop().start()))
        .toList();
  }

  /** Takes from what is unexpected all that has its place in the chain. */
  private void match() {
    if (invocation == null) {
      wrong.add(way() + " is missing: no such invocation is over");
    }
    for (Chain.Call call : chain.calls()) {
      if (call.mark() == Chain.Mark.ANY) {
        continue;
      }
      ChainCheck.@Nullable Seen found = take(call);
      Optional<String> fault = ChainCheck.fault(call, found);
      fault.ifPresent(wrong::add);
      if (found == null && fault.isPresent()) {
        missing.add(call);
      }
    }
    for (Chain.Call call : chain.calls()) {
      if (call.mark() == Chain.Mark.ANY) {
        unexpected.removeIf(seen -> ChainCheck.fits(call, seen));
      }
    }
    unexpected.forEach(
        seen -> wrong.add(seen.text() + " is unexpected (" + Hops.line(seen.hop()) + ")"));
  }

  /** A call that went as it was expected to, or else one that fits. */
  private ChainCheck.@Nullable Seen take(Chain.Call call) {
    List<ChainCheck.Seen> fitting =
        unexpected.stream().filter(seen -> ChainCheck.fits(call, seen)).toList();
    Optional<ChainCheck.Seen> found =
        fitting.stream()
            .filter(seen -> ChainCheck.fault(call, seen).isEmpty())
            .findFirst()
            .or(() -> fitting.stream().findFirst());
    found.ifPresent(unexpected::remove);
    return found.orElse(null);
  }

  private String way() {
    return String.join(" -> ", chain.ways().get(0).places());
  }

  Observation look() {
    String more = wrong.size() < 2 ? "" : ", and " + (wrong.size() - 1) + " more";
    return Observation.of(
        wrong.isEmpty(),
        "exactly the calls of " + function + " that the chain says",
        wrong.isEmpty() ? "exactly these" : wrong.get(0) + more);
  }

  /** Tells which calls are missing and which are unexpected, and all that were seen. */
  void tell(Failure.Builder failure) {
    Set<String> ids = new LinkedHashSet<>();
    unexpected.forEach(seen -> ids.add(seen.hop().id()));
    failure
        .fact("hop", wrong.isEmpty() ? "" : wrong.get(0))
        .facts("also", wrong.isEmpty() ? List.of() : wrong.subList(1, wrong.size()))
        .facts("expected", chain.calls().stream().map(Chain.Call::text).toList())
        .facts("but was", seen().stream().map(ChainCheck.Seen::text).toList())
        .deviation(
            new Deviation(
                missing.stream()
                    .map(call -> ChainCheck.missing(call, LAMBDA + function, invocation))
                    .toList(),
                ids));
  }
}
