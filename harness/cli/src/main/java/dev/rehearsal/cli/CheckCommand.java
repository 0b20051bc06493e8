package dev.rehearsal.cli;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.language.Fragment;
import dev.rehearsal.journeys.language.Fragments;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.report.FindingsJson;
import dev.rehearsal.stage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rehearse check}. */
@Command(
    name = "check",
    description = "Find what is wrong in journeys and fragments, without standing anything up.",
    footer = {
      "",
      "Examples:",
      "  ./rehearse check scenarios/journeys/buy",
      "  ./rehearse check --format sarif > findings.sarif"
    })
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description = "Files and folders; all journeys and fragments where none is named.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text for people, json for programs, or sarif (2.1.0) for code hosts and editors."
              + " Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  /** How findings are written; the names are what the option takes. */
  enum Format {
    text,
    json,
    sarif
  }

  @Override
  public Integer call() throws IOException {
    Logging.off();
    List<Path> where = new ArrayList<>(paths);
    if (paths.isEmpty()) {
      Path journeys = Folders.find(System.getenv()).project().journeys();
      where.add(journeys);
      Optional.of(Fragments.beside(journeys).folder())
          .filter(Files::isDirectory)
          .ifPresent(where::add);
    }
    List<JourneyFile> files = JourneyFiles.read(where);
    List<Fragment> fragments = JourneyFiles.fragments(where);
    // An error of a fragment is one of each journey that uses it; it is told once.
    List<Finding> findings =
        Stream.concat(
                files.stream().flatMap(file -> file.findings().stream()),
                fragments.stream().flatMap(file -> file.findings().stream()))
            .distinct()
            .toList();
    int checked = files.size() + fragments.size();
    switch (format) {
      case json -> System.out.print(FindingsJson.json(findings));
      case sarif -> System.out.print(FindingsJson.sarif(findings));
      case text -> tell(checked, findings);
    }
    boolean wrong = checked == 0 || findings.stream().anyMatch(Finding::isError);
    return wrong ? ExitCode.INPUT : ExitCode.PASSED;
  }

  private static void tell(int files, List<Finding> findings) {
    findings.forEach(finding -> System.out.println(finding.format()));
    System.out.printf(
        "%d %s checked, %d %s.%n",
        files,
        files == 1 ? "file" : "files",
        findings.size(),
        findings.size() == 1 ? "finding" : "findings");
  }
}
