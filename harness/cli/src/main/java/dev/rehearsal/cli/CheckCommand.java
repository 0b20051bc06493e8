package dev.rehearsal.cli;

import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.stage.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rehearse check}. */
@Command(
    name = "check",
    description = "Find what is wrong in journey files, without standing anything up.",
    footer = {"", "Example:", "  ./rehearse check scenarios/journeys/buy"})
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description = "Files and folders; all journeys where none is named.")
  private List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Logging.off();
    List<JourneyFile> files =
        JourneyFiles.read(paths.isEmpty() ? Folders.find(System.getenv()).journeys(paths) : paths);
    boolean wrong = files.isEmpty();
    for (JourneyFile file : files) {
      file.findings().forEach(finding -> System.out.println(finding.format() + "\n"));
      wrong |= file.journey().isEmpty();
    }
    long found = files.stream().mapToLong(file -> file.findings().size()).sum();
    System.out.printf(
        "%d %s checked, %d %s.%n",
        files.size(),
        files.size() == 1 ? "file" : "files",
        found,
        found == 1 ? "finding" : "findings");
    return wrong ? ExitCode.INPUT : ExitCode.PASSED;
  }
}
