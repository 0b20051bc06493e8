package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.ShortName;
import dev.rehearsal.journeys.language.Chain;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Compares all that a request caused in its function with the chain that a journey expects: a
 * closed world. Transactions' own statements and a session's settings are no calls; nor is what
 * services do on a call's behalf.
 */
final class ChainCheck {

  /** The edge's own hop ends after its answer was read. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Set<String> SESSION =
      Set.of(
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "SET",
          "SHOW",
          "SAVEPOINT",
          "RELEASE",
          "DISCARD",
          "SELECT");

  /** A call that was seen. */
  private record Seen(String what, List<String> on, Hop hop) {
    String text() {
      return new Chain.Call(dev.rehearsal.journeys.findings.SourceSpan.START, what, on, false)
          .text();
    }
  }

  /** An expected call that did not come, and the index of the seen call it should have preceded. */
  private record Gap(Chain.Call call, int next) {}

  private final Chain chain;
  private final String root;
  private final Walk walk;

  ChainCheck(Chain chain, String root, Walk walk) {
    this.chain = chain;
    this.root = root;
    this.walk = walk;
  }

  /** The failure; empty where exactly the chain happened. */
  Optional<Failure> failure() {
    List<Hop> hops = await();
    @Nullable Hop invocation = invocation(hops);
    List<Seen> seen = invocation == null ? List.of() : calls(hops, invocation);
    List<String> facts = new ArrayList<>();
    for (Chain.Way way : chain.ways()) {
      List<String> walked = walked(hops, invocation);
      if (!walked.equals(way.places())) {
        facts.add(
            "expected way "
                + String.join(" -> ", way.places())
                + ", but was "
                + String.join(" -> ", walked));
      }
    }
    boolean[] matched = new boolean[seen.size()];
    List<Gap> missing = align(seen, matched);
    List<String> unexpected = new ArrayList<>();
    Set<String> extra = new LinkedHashSet<>();
    for (int i = 0; i < seen.size(); i++) {
      if (!matched[i]) {
        extra.add(seen.get(i).hop().id());
        unexpected.add(seen.get(i).text() + "  (" + Hops.line(seen.get(i).hop()) + ")");
      }
    }
    if (facts.isEmpty() && missing.isEmpty() && unexpected.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Failure.of(
                "The chain is not as expected",
                missing.isEmpty() ? chain.at() : missing.get(0).call().at())
            .facts("way", facts)
            .facts("missing", missing.stream().map(gap -> gap.call().text()).toList())
            .facts("unexpected", unexpected)
            .facts("expected", chain.calls().stream().map(Chain.Call::text).toList())
            .facts("but was", seen.stream().map(Seen::text).toList())
            .fact("trace", root)
            .deviation(new Deviation(hops(missing, seen, invocation), extra))
            .build());
  }

  private static List<Deviation.Missing> hops(
      List<Gap> missing, List<Seen> seen, @Nullable Hop invocation) {
    List<Deviation.Missing> hops = new ArrayList<>();
    for (Gap gap : missing) {
      @Nullable Hop before = gap.next() == 0 ? invocation : seen.get(gap.next() - 1).hop();
      String what = gap.call().what();
      String to = what.contains(":") ? what.substring(0, what.indexOf(':')) : what;
      hops.add(
          new Deviation.Missing(
              invocation == null ? "apigateway" : invocation.to(),
              what.equals("http") ? place(gap.call()) : to,
              gap.call().text(),
              before == null ? null : before.id()));
    }
    return hops;
  }

  /** {@code payments} of {@code POST payments/charges}. */
  private static String place(Chain.Call call) {
    String target = call.on().get(0);
    return target.substring(target.indexOf(' ') + 1, target.indexOf('/'));
  }

  private List<Hop> await() {
    try {
      return Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .pollDelay(Duration.ZERO)
          .atMost(PATIENCE)
          .until(
              this::hops,
              hops ->
                  hops.stream()
                      .anyMatch(
                          hop ->
                              hop.trace().parent() == null
                                  && (hop.kind() == Hop.Kind.EDGE || hop.kind() == Hop.Kind.API)));
    } catch (ConditionTimeoutException nothing) {
      return hops();
    }
  }

  private List<Hop> hops() {
    return walk.stage().ledger().hops(root).stream()
        .sorted(Comparator.comparing(Hop::start))
        .toList();
  }

  /** The invocation that answered: the one below the API's own hop. */
  private static @Nullable Hop invocation(List<Hop> hops) {
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

  private static List<Seen> calls(List<Hop> hops, Hop invocation) {
    String function = invocation.to().substring("lambda:".length());
    List<Seen> seen = new ArrayList<>();
    for (Hop hop : hops) {
      if (!invocation.id().equals(hop.trace().parent()) || refusedByFault(hop)) {
        continue;
      }
      if (hop.kind() == Hop.Kind.AWS && hop.from().equals(function)) {
        seen.add(new Seen(hop.action(), resources(hop), hop));
      } else if (hop.kind() == Hop.Kind.SQL && !SESSION.contains(hop.action())) {
        seen.add(new Seen("rds", List.of(hop.action()), hop));
      } else if (hop.kind() == Hop.Kind.HTTP) {
        String method = hop.action().substring(0, Math.max(0, hop.action().indexOf(' ')));
        seen.add(new Seen("http", List.of(method + " " + hop.to() + path(hop)), hop));
      }
    }
    return seen;
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

  /** Marks what was expected, in its order; answers what did not come. */
  private List<Gap> align(List<Seen> seen, boolean[] matched) {
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
    List<Gap> missing = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < expected.size()) {
      if (j < seen.size() && fits(expected.get(i), seen.get(j))) {
        matched[j++] = true;
        i++;
      } else if (j < seen.size() && longest[i][j + 1] >= longest[i + 1][j]) {
        j++;
      } else {
        if (!expected.get(i).cold()) {
          missing.add(new Gap(expected.get(i), j));
        }
        i++;
      }
    }
    return missing;
  }

  private static boolean fits(Chain.Call expected, Seen seen) {
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
