package dev.rehearsal.cli;

import dev.rehearsal.gateway.StatementIndex;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.report.GreenRuns;
import dev.rehearsal.stage.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rehearse explain}. */
@Command(
    name = "explain",
    description = {
      "Tell which calls, resources and IAM statements journeys cover, and what none covers.",
      "It is told as it was when each journey passed last here."
    },
    footer = {"", "Examples:", "  ./rehearse explain buy/buy-one-item", "  ./rehearse explain"})
final class ExplainCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "JOURNEY|TAG",
      description =
          "Journeys, their files or folders, and tags; where none is named, what none covers.")
  private List<String> what = new ArrayList<>();

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException {
    Folders folders = Folders.find(System.getenv());
    Path file = folders.reports().resolve("green.json");
    Map<String, GreenRuns.Green> greens = GreenRuns.read(file);
    if (greens.isEmpty()) {
      throw new BadInput("No journey has passed here yet: `./rehearse run` first.");
    }
    List<JourneyFile> files = Selection.of(folders, what);
    if (what.isEmpty()) {
      nothing(folders, present(files, greens), files.size());
      return ExitCode.PASSED;
    }
    int exit = ExitCode.PASSED;
    for (JourneyFile each : files) {
      if (each.journey().isPresent()) {
        explain(each, each.journey().get(), greens);
      } else {
        each.findings().stream().map(Finding::format).forEach(out::print);
        exit = ExitCode.INPUT;
      }
    }
    return exit;
  }

  /** What is known of journeys that are there still. */
  private static Map<String, GreenRuns.Green> present(
      List<JourneyFile> files, Map<String, GreenRuns.Green> greens) {
    Map<String, GreenRuns.Green> present = new TreeMap<>(greens);
    present.keySet().retainAll(files.stream().map(JourneyFile::id).toList());
    return present;
  }

  private void explain(JourneyFile file, Journey journey, Map<String, GreenRuns.Green> greens)
      throws IOException {
    out.println(journey.id() + "  " + journey.title());
    GreenRuns.Green green = greens.get(journey.id());
    if (green == null) {
      out.println("  has not passed here yet: `./rehearse run " + journey.source().name() + "`");
      return;
    }
    out.printf("  passed last in the run that ended %s, in %d ms%n", green.ended(), green.millis());
    Instant passed = Instant.parse(green.ended()).plusSeconds(1);
    if (isNewer(journey.source().path(), passed)) {
      out.println("  its file was saved since: run it again to know what it covers now");
    }
    for (Path fragment : new TreeSet<>(file.fragments())) {
      if (isNewer(fragment, passed)) {
        out.println(
            "  its fragment "
                + fragment.getFileName()
                + " was saved since: run it again to know what it covers now");
      }
    }
    list("calls", calls(green));
    list("resources", green.resources());
    list("statements", green.statements());
    Set<String> alone = new TreeSet<>(green.resources());
    alone.addAll(green.statements());
    greens.forEach(
        (id, other) -> {
          if (!id.equals(journey.id())) {
            alone.removeAll(other.resources());
            alone.removeAll(other.statements());
          }
        });
    list("covered by no other journey of the " + greens.size() + " that have passed here", alone);
  }

  private static boolean isNewer(Path file, Instant than) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isAfter(than);
  }

  private static Set<String> calls(GreenRuns.Green green) {
    Set<String> calls = new TreeSet<>();
    green.calls().forEach((call, times) -> calls.add(times == 1 ? call : call + "  x" + times));
    return calls;
  }

  /** Which statements of the Terraform files no journey needed. */
  private void nothing(Folders folders, Map<String, GreenRuns.Green> greens, int journeys) {
    Set<String> needed = new TreeSet<>();
    greens.values().forEach(green -> needed.addAll(green.statements()));
    Set<String> idle = new TreeSet<>();
    StatementIndex.scan(folders.project().terraform())
        .all()
        .forEach(
            (sid, places) -> {
              for (String place : places) {
                if (!isNeeded(sid, place, places, needed)) {
                  idle.add(sid + " (" + place + ")");
                }
              }
            });
    int left = journeys - greens.size();
    out.printf("%d of %d journeys have passed here.%n", greens.size(), journeys);
    if (left > 0) {
      out.printf(
          "What the other %s is not known: `./rehearse run` tells.%n",
          left == 1 ? "one needs" : left + " need");
    }
    list("statements that no journey needed", idle);
  }

  /** By its place; where lines have moved since the pass, by its file, if it stands there once. */
  private static boolean isNeeded(
      String sid, String place, List<String> places, Set<String> needed) {
    String file = file(place);
    boolean once = places.stream().filter(each -> file(each).equals(file)).count() == 1;
    return needed.stream()
        .filter(text -> text.startsWith(sid + " ("))
        .map(text -> text.substring(sid.length() + 2, text.length() - 1))
        .flatMap(text -> Stream.of(text.split(" or ", -1)))
        .anyMatch(seen -> seen.equals(place) || (once && file(seen).equals(file)));
  }

  private static String file(String place) {
    return place.substring(0, place.lastIndexOf(':'));
  }

  private void list(String title, Set<String> lines) {
    out.println("  " + title + (lines.isEmpty() ? ": none" : ""));
    new TreeSet<>(lines).forEach(line -> out.println("    " + line));
  }
}
