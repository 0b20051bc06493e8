package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.Findings;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads journey files. Never throws on account of what a file holds. */
public final class JourneyReader {

  static final Set<String> JOURNEY =
      Set.of("journey", "tags", "exclusive", "given", "steps", "never", "finally");

  private JourneyReader() {}

  /** Reads a file; all that is wrong with it becomes findings. */
  public static JourneyFile read(String id, SourceText source) {
    Findings findings = new Findings(source);
    Set<Path> fragments = new LinkedHashSet<>();
    Optional<Journey> journey;
    try {
      journey =
          YamlDocument.read(
                  source, findings, "a journey starts with a line `journey: what happens`")
              .flatMap(root -> journey(id, source, root, findings, fragments));
    } catch (StackOverflowError deep) {
      findings.add(
          Rule.YAML_SYNTAX,
          dev.rehearsal.journeys.findings.SourceSpan.START,
          "the file nests too deeply",
          null);
      journey = Optional.empty();
    }
    // A fragment's warnings are told once, where the fragment itself is checked.
    List<Finding> all =
        findings.all().stream()
            .filter(finding -> finding.isError() || finding.at().fragment() == null)
            .toList();
    boolean runs = journey.isPresent() && all.stream().noneMatch(Finding::isError);
    return new JourneyFile(id, source, runs ? journey.get() : null, all, Set.copyOf(fragments));
  }

  private static Optional<Journey> journey(
      String id, SourceText source, Node root, Findings findings, Set<Path> fragments) {
    Scope scope = new Scope(findings);
    Reading reading = new Reading(findings, scope);
    @Nullable Fields fields = Fields.of(reading, root, "a journey", JOURNEY).orElse(null);
    if (fields == null) {
      return Optional.empty();
    }
    String title = fields.need("journey", "a journey").flatMap(reading::text).orElse("");
    GivenReader givenReader = new GivenReader(reading);
    Given given = givenReader.read(fields.get("given"));
    ExpectationReader expectations = new ExpectationReader(reading, new ValueReader(reading));
    StepReader stepReader =
        new StepReader(
            reading, expectations, new FaultReader(reading, id), Fragments.of(source.path()));
    List<Step> steps = steps(fields, reading, stepReader);
    List<Expectation> never = new ArrayList<>();
    fields
        .get("never")
        .ifPresent(
            node ->
                reading
                    .list(node, "expectations")
                    .forEach(each -> never.addAll(expectations.all(each, "`never`"))));
    List<Step> cleanup = new ArrayList<>();
    fields
        .get("finally")
        .ifPresent(
            node ->
                reading
                    .list(node, "steps")
                    .forEach(each -> cleanup.addAll(stepReader.cleanup(each))));
    fragments.addAll(stepReader.used());
    scope.reportUnused();
    return Optional.of(
        new Journey(
            id,
            title,
            givenReader.tags(fields.get("tags")),
            fields.get("exclusive").flatMap(reading::truth).orElse(false)
                || steps.stream().anyMatch(JourneyReader::stageWide)
                || never.stream().anyMatch(Expectation.Metric.class::isInstance),
            given,
            steps,
            never,
            cleanup,
            source,
            fields.place("journey")));
  }

  /** What is felt by other journeys too, or counts what they do, needs the stage for itself. */
  private static boolean stageWide(Step step) {
    if (step instanceof Step.Row row) {
      return stageWide(row.step());
    }
    return step instanceof Step.Eventually eventually
            && eventually.expectations().stream().anyMatch(Expectation.Metric.class::isInstance)
        || step instanceof Step.RestartDatabase
        || step instanceof Step.Clock
        || step instanceof Step.Fault fault && fault.spec().stageWide();
  }

  private static List<Step> steps(Fields fields, Reading reading, StepReader reader) {
    List<Step> steps = new ArrayList<>();
    Optional<Node> node = fields.need("steps", "a journey");
    List<Node> nodes = node.map(each -> reading.list(each, "steps")).orElse(List.of());
    nodes.forEach(each -> steps.addAll(reader.read(each)));
    if (node.isPresent() && nodes.isEmpty()) {
      reading.add(
          Rule.EMPTY_JOURNEY,
          fields.place("steps"),
          "the journey has no step",
          "add one: - browse: /");
    }
    return steps;
  }
}
