package dev.rehearsal.cli;

import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.FaultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Plans of faults on the command line. */
final class FaultPlans {

  private FaultPlans() {}

  /**
   * Reads a plan.
   *
   * @throws BadInput where the file is not there or something is wrong with it
   */
  static List<FaultSpec> read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new BadInput(path + ": no such file.");
    }
    FaultsFile file = FaultsFile.read(SourceText.read(path));
    if (file.findings().stream().anyMatch(Finding::isError)) {
      throw new BadInput(
          "This plan of faults can't be used:\n"
              + file.findings().stream().map(Finding::format).collect(Collectors.joining("\n")));
    }
    return file.faults();
  }

  /** What became of a planned fault. */
  static String line(FaultPlan.Armed armed) {
    FaultSpec spec = armed.spec();
    return "Fault: "
        + spec.kind().text()
        + " on "
        + spec.on().text()
        + ": "
        + armed.struck()
        + " of "
        + armed.seen()
        + " hops";
  }
}
