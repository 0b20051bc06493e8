package dev.rehearsal.cli;

import dev.rehearsal.gateway.StatementIndex;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.report.GreenRuns;
import dev.rehearsal.stage.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rehearse explain}. */
@Command(
    name = "explain",
    description = {
      "Tell what journeys cover: calls, resources and statements of IAM policies, as they were when",
      "each passed last here; and which statements no journey needed."
    },
    footer = {
      "",
      "Examples:",
      "  ./rehearse explain scenarios/journeys/buy/buy-one-item.journey.yaml",
      "  ./rehearse explain"
    })
final class ExplainCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE|TAG",
      description =
          "Journey files, folders of them, and tags; where none is named, what none covers.")
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
    if (what.isEmpty()) {
      nothing(folders, greens);
      return ExitCode.PASSED;
    }
    for (JourneyFile each : Selection.of(folders, what)) {
      each.journey().ifPresent(journey -> explain(journey, greens));
    }
    return ExitCode.PASSED;
  }

  private void explain(Journey journey, Map<String, GreenRuns.Green> greens) {
    out.println(journey.id() + "  " + journey.title());
    GreenRuns.Green green = greens.get(journey.id());
    if (green == null) {
      out.println("  has not passed here yet: `./rehearse run " + journey.source().name() + "`");
      return;
    }
    out.printf("  passed last in the run that ended %s, in %d ms%n", green.ended(), green.millis());
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
    list("covered by no other journey", alone);
  }

  private static Set<String> calls(GreenRuns.Green green) {
    Set<String> calls = new TreeSet<>();
    green.calls().forEach((call, times) -> calls.add(times == 1 ? call : call + "  x" + times));
    return calls;
  }

  /** Which statements of the Terraform files no journey needed. */
  private void nothing(Folders folders, Map<String, GreenRuns.Green> greens) {
    Set<String> needed = new TreeSet<>();
    greens.values().forEach(green -> needed.addAll(green.statements()));
    Set<String> idle = new TreeSet<>();
    StatementIndex.scan(folders.project().terraform())
        .all()
        .forEach(
            (sid, places) -> {
              for (String place : places) {
                if (needed.stream()
                    .noneMatch(text -> text.startsWith(sid + " (") && text.contains(place))) {
                  idle.add(sid + " (" + place + ")");
                }
              }
            });
    out.printf("%d journeys have passed here.%n", greens.size());
    list("statements that no journey needed", idle);
  }

  private void list(String title, Set<String> lines) {
    out.println("  " + title + (lines.isEmpty() ? ": none" : ""));
    lines.forEach(line -> out.println("    " + line));
  }
}
