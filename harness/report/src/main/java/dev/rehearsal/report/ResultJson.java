package dev.rehearsal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.Failure;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.journeys.run.Status;
import dev.rehearsal.journeys.run.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a run's result for programs. */
public final class ResultJson implements RunListener {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final List<JourneyFile> found = new ArrayList<>();
  private @Nullable String target;
  private long seed;

  public ResultJson(Path file) {
    this.file = file;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted started) {
      seed = started.settings().seed();
    } else if (event instanceof RunEvent.FileFound each) {
      found.add(each.file());
    } else if (event instanceof RunEvent.StageStood stood) {
      target = stood.target();
    } else if (event instanceof RunEvent.RunFinished finished) {
      try {
        ReportFile.write(file, JSON.writeValueAsString(result(finished.summary())) + "\n");
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("A tree of JSON values is JSON.", impossible);
      }
    }
  }

  private ObjectNode result(RunSummary summary) {
    ObjectNode result = JSON.createObjectNode();
    result.put("schema", 1);
    result.put("verdict", summary.verdict());
    result.put("exitCode", summary.exitCode());
    result.put("target", target);
    result.put("seed", seed);
    result.put("millis", summary.took().toMillis());
    result.put("passed", summary.count(Status.PASSED));
    result.put("failed", summary.count(Status.FAILED));
    result.put("skipped", summary.count(Status.SKIPPED));
    result.put("rejected", summary.rejected().size());
    result.put("unrun", summary.unrun());
    result.put("environment", summary.environment());
    ArrayNode journeys = result.putArray("journeys");
    summary.results().forEach(each -> journeys.add(journey(each)));
    ArrayNode findings = result.putArray("findings");
    found.forEach(file -> file.findings().forEach(each -> findings.add(FindingsJson.node(each))));
    return result;
  }

  private static ObjectNode journey(JourneyResult result) {
    ObjectNode node = JSON.createObjectNode();
    SourceText source = result.journey().source();
    node.put("id", result.journey().id());
    node.put("title", result.journey().title());
    node.put("file", source.name());
    node.put("line", result.journey().at().line());
    ArrayNode tags = node.putArray("tags");
    result.journey().tags().forEach(tags::add);
    node.put("status", word(result.status()));
    node.put("started", result.started().toString());
    node.put("millis", result.took().toMillis());
    node.put("hops", result.hops().size());
    ArrayNode steps = node.putArray("steps");
    result.steps().forEach(step -> steps.add(step(step, source)));
    node.set("failure", failure(result.failure(), source));
    return node;
  }

  private static ObjectNode step(StepResult step, SourceText source) {
    ObjectNode node = JSON.createObjectNode();
    node.put("title", step.title());
    node.put("file", step.at().in(source).name());
    node.put("line", step.at().line());
    node.put("status", word(step.status()));
    node.put("millis", step.took().toMillis());
    node.put("root", step.root());
    return node;
  }

  private static @Nullable ObjectNode failure(@Nullable Failure failure, SourceText source) {
    if (failure == null) {
      return null;
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("message", failure.message());
    node.put("at", source.at(failure.at()));
    ArrayNode facts = node.putArray("facts");
    for (Failure.Fact fact : failure.facts()) {
      facts.addObject().put("key", fact.key()).put("value", fact.value());
    }
    return node;
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
