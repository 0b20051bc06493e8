package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.ShortName;
import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.language.Chain;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares all that a request caused in its function with the chain that a journey expects: a
 * closed world. Transactions' own statements and a session's settings are no calls; nor is what
 * services do on a call's behalf.
 */
final class ChainCheck {

  /** A call that was seen. */
  record Seen(String what, List<String> on, Hop hop) {

    /** What a function's hop is in a chain; empty for what is no call of its code. */
    static Optional<Seen> of(Hop hop, String function) {
      if (refusedByFault(hop)) {
        return Optional.empty();
      }
      if (hop.kind() == Hop.Kind.AWS && hop.from().equals(function)) {
        return Optional.of(new Seen(hop.action(), resources(hop), hop));
      } else if (hop.kind() == Hop.Kind.SQL && !Hops.isSession(hop)) {
        return Optional.of(new Seen("rds", List.of(hop.action()), hop));
      } else if (hop.kind() == Hop.Kind.HTTP) {
        String method = hop.action().substring(0, Math.max(0, hop.action().indexOf(' ')));
        return Optional.of(new Seen("http", List.of(method + " " + hop.to() + path(hop)), hop));
      }
      return Optional.empty();
    }

    String text() {
      Chain.Mark mark = hop.error() == null ? Chain.Mark.NONE : Chain.Mark.REFUSED;
      return new Chain.Call(SourceSpan.START, what, on, mark).text();
    }
  }

  private final Chain chain;
  private final String root;
  private final Walk walk;

  ChainCheck(Chain chain, String root, Walk walk) {
    this.chain = chain;
    this.root = root;
    this.walk = walk;
  }

  /** What is not as expected, where it is written first; empty where exactly the chain happened. */
  Optional<Failure.Builder> failure() {
    List<Hop> hops = Trail.of(walk, root).hops();
    @Nullable Hop invocation = invocation(hops);
    List<Seen> seen = invocation == null ? List.of() : calls(hops, invocation);
    List<String> wrong = new ArrayList<>();
    SourceSpan at = chain.at();
    for (Chain.Way way : chain.ways()) {
      List<String> walked = walked(hops, invocation);
      if (!walked.equals(way.places())) {
        refusal(hops, walked).map(Hops::line).ifPresent(wrong::add);
        wrong.add(
            "the way must be "
                + String.join(" -> ", way.places())
                + ", but was "
                + String.join(" -> ", walked));
      }
    }
    Map<Chain.Call, Seen> made = align(seen);
    List<Deviation.Missing> missing = new ArrayList<>();
    Set<String> unexpected = new LinkedHashSet<>();
    @Nullable Hop before = invocation;
    for (Chain.Call call : chain.calls()) {
      @Nullable Seen found = made.get(call);
      Optional<String> fault = fault(call, found);
      if (fault.isPresent()) {
        at = wrong.isEmpty() ? call.at() : at;
        wrong.add(fault.get());
      }
      if (found != null) {
        before = found.hop();
        fault.ifPresent(any -> unexpected.add(found.hop().id()));
      } else if (fault.isPresent()) {
        missing.add(missing(call, invocation, before));
      }
    }
    for (Seen each : seen) {
      if (!made.containsValue(each)) {
        unexpected.add(each.hop().id());
        wrong.add(each.text() + " is unexpected (" + Hops.line(each.hop()) + ")");
      }
    }
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Failure.of("The chain is not as expected", at)
            .fact("hop", wrong.get(0))
            .facts("also", wrong.subList(1, wrong.size()))
            .facts("expected", chain.calls().stream().map(Chain.Call::text).toList())
            .facts("but was", seen.stream().map(Seen::text).toList())
            .deviation(new Deviation(missing, unexpected)));
  }

  /** What is wrong with a call that was expected; empty where it went as it should. */
  static Optional<String> fault(Chain.Call call, @Nullable Seen seen) {
    if (seen == null) {
      return call.mark() == Chain.Mark.COLD
          ? Optional.empty()
          : Optional.of(call.text() + " is missing: no such call was made");
    }
    boolean refused = seen.hop().error() != null;
    if (call.mark() == Chain.Mark.REFUSED && !refused) {
      return Optional.of(
          call.text() + " was not refused, as it must be (" + Hops.line(seen.hop()) + ")");
    }
    return call.mark() != Chain.Mark.REFUSED && refused
        ? Optional.of(call.text() + " must not be refused: " + Hops.line(seen.hop()))
        : Optional.empty();
  }

  private static Deviation.Missing missing(
      Chain.Call call, @Nullable Hop invocation, @Nullable Hop before) {
    return missing(call, invocation == null ? "apigateway" : invocation.to(), before);
  }

  static Deviation.Missing missing(Chain.Call call, String from, @Nullable Hop before) {
    String what = call.what();
    String to = what.contains(":") ? what.substring(0, what.indexOf(':')) : what;
    return new Deviation.Missing(
        from,
        what.equals("http") ? place(call) : to,
        call.text(),
        before == null ? null : before.id());
  }

  /** {@code payments} of {@code POST payments/charges}. */
  private static String place(Chain.Call call) {
    String target = call.on().get(0);
    return target.substring(target.indexOf(' ') + 1, target.indexOf('/'));
  }

  /** The invocation that answered: the one below the API's own hop. */
  static @Nullable Hop invocation(List<Hop> hops) {
    for (Hop hop : hops) {
      if (hop.kind() == Hop.Kind.INVOKE && below(hops, hop, Hop.Kind.API)) {
        return hop;
      }
    }
    return null;
  }

  private static boolean below(List<Hop> hops, Hop hop, Hop.Kind kind) {
    @Nullable String parent = hop.trace().parent();
    for (int depth = 0; parent != null && depth < 3; depth++) {
      String wanted = parent;
      Optional<Hop> found = hops.stream().filter(each -> each.id().equals(wanted)).findFirst();
      if (found.isEmpty()) {
        return false;
      }
      if (found.get().kind() == kind) {
        return true;
      }
      parent = found.get().trace().parent();
    }
    return false;
  }

  private List<String> walked(List<Hop> hops, @Nullable Hop invocation) {
    List<String> places = new ArrayList<>();
    for (Hop hop : hops) {
      if (hop.kind() == Hop.Kind.EDGE || hop.kind() == Hop.Kind.API) {
        places.add(hop.to());
      }
    }
    if (invocation != null) {
      places.add(
          "lambda:" + walk.outputs().shortName(invocation.to().substring("lambda:".length())));
    }
    return places;
  }

  /** What stopped a request at the last place it came to; empty where nothing there was refused. */
  private static Optional<Hop> refusal(List<Hop> hops, List<String> walked) {
    return walked.isEmpty()
        ? Optional.empty()
        : hops.stream()
            .filter(hop -> hop.error() != null)
            .filter(hop -> hop.from().equals(walked.get(walked.size() - 1)))
            .findFirst();
  }

  static List<Seen> calls(List<Hop> hops, Hop invocation) {
    String function = invocation.to().substring("lambda:".length());
    return hops.stream()
        .filter(hop -> invocation.id().equals(hop.trace().parent()))
        .map(hop -> Seen.of(hop, function))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Such a call was not made in the end: its retry is the one that counts. */
  private static boolean refusedByFault(Hop hop) {
    return hop.facts().containsKey("fault") && hop.error() != null;
  }

  private static String path(Hop hop) {
    String action = hop.action();
    int space = action.indexOf(' ');
    String path = URI.create(action.substring(space + 1)).getPath();
    return path == null ? "" : path;
  }

  private static List<String> resources(Hop hop) {
    String all = hop.facts().get("resources");
    if (all != null) {
      return Arrays.stream(all.split(" ", -1)).map(ShortName::last).distinct().toList();
    }
    return Hops.name(hop).filter(name -> !name.equals("*")).map(List::of).orElse(List.of());
  }

  /** Finds what was expected, in its order, among what was seen. */
  private Map<Chain.Call, Seen> align(List<Seen> seen) {
    List<Chain.Call> expected = chain.calls();
    int[][] longest = new int[expected.size() + 1][seen.size() + 1];
    for (int i = expected.size() - 1; i >= 0; i--) {
      for (int j = seen.size() - 1; j >= 0; j--) {
        longest[i][j] =
            fits(expected.get(i), seen.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    Map<Chain.Call, Seen> made = new IdentityHashMap<>();
    int i = 0;
    int j = 0;
    while (i < expected.size() && j < seen.size()) {
      if (fits(expected.get(i), seen.get(j))) {
        made.put(expected.get(i++), seen.get(j++));
      } else if (longest[i][j + 1] >= longest[i + 1][j]) {
        j++;
      } else {
        i++;
      }
    }
    return made;
  }

  static boolean fits(Chain.Call expected, Seen seen) {
    if (!expected.what().equals(seen.what())) {
      return false;
    }
    if (expected.what().equals("rds") || expected.what().equals("http")) {
      return expected.on().equals(seen.on());
    }
    return expected.on().isEmpty()
        || expected.on().size() == seen.on().size()
            && expected.on().stream()
                .allMatch(name -> seen.on().stream().anyMatch(full -> ShortName.fits(name, full)));
  }
}
