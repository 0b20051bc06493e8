package dev.rehearsal.journeys.language;

import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.Findings;
import dev.rehearsal.journeys.findings.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file of faults for a whole run, read.
 *
 * @param title what kind of day it makes
 * @param faults the faults; none where a finding is an error
 * @param findings all that is wrong with the file
 */
public record FaultsFile(String title, List<FaultSpec> faults, List<Finding> findings) {

  /** How the names of such files end. */
  public static final String SUFFIX = ".faults.yaml";

  static final Set<String> KEYS = Set.of("faults", "plan");

  /** Reads a file; all that is wrong with it becomes findings. */
  public static FaultsFile read(SourceText source) {
    Findings findings = new Findings(source);
    Reading reading = new Reading(findings, new Scope(findings));
    List<FaultSpec> faults = new ArrayList<>();
    String title =
        YamlDocument.read(
                source, findings, "a plan of faults starts with a line `faults: what kind of day`")
            .flatMap(root -> Fields.of(reading, root, "a plan of faults", KEYS))
            .map(fields -> plan(fields, reading, source, faults))
            .orElse("");
    List<Finding> all = findings.all();
    boolean usable = all.stream().noneMatch(Finding::isError);
    return new FaultsFile(title, usable ? List.copyOf(faults) : List.of(), all);
  }

  private static String plan(
      Fields fields, Reading reading, SourceText source, List<FaultSpec> faults) {
    String file = String.valueOf(source.path().getFileName());
    FaultReader reader = new FaultReader(reading, file);
    fields
        .need("plan", "a plan of faults")
        .ifPresent(
            plan ->
                reading
                    .list(plan, "faults")
                    .forEach(each -> reader.read(each).ifPresent(faults::add)));
    return fields.need("faults", "a plan of faults").flatMap(reading::text).orElse("");
  }
}
