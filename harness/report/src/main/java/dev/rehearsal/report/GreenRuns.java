package dev.rehearsal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.run.Hops;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers how each journey went when it passed last, in a file beside the reports, so that a
 * failure can be compared with it. A run of some journeys leaves what is known of others.
 */
public final class GreenRuns implements RunListener {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /**
   * A journey's last pass.
   *
   * @param ended when the run ended, in ISO 8601
   * @param millis how long the journey took
   * @param calls how often each call was made, by who called whom and what for
   * @param resources the AWS resources that were acted on, each behind its service
   * @param statements the statements of IAM policies that allowed something, with their places
   */
  public record Green(
      String ended,
      long millis,
      Map<String, Integer> calls,
      Set<String> resources,
      Set<String> statements) {}

  private static final Pattern ALLOWED = Pattern.compile("allowed by (\\S+) of .*\\((.+)\\)");

  private final Path file;

  GreenRuns(Path file) {
    this.file = file;
  }

  /** The last pass of each journey, by its id; empty where none is remembered. */
  public static Map<String, Green> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    try {
      return JSON.readValue(Files.readString(file), new TypeReference<>() {});
    } catch (JsonProcessingException other) {
      // Written by another version, or by hand: there is nothing to compare with.
      return Map.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + " can't be read.", unreadable);
    }
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunFinished finished) {
      Map<String, Green> greens = new TreeMap<>(read(file));
      List<JourneyResult> passed =
          finished.summary().results().stream()
              .filter(result -> result.status() == Status.PASSED)
              .toList();
      String ended = finished.at().truncatedTo(ChronoUnit.SECONDS).toString();
      for (JourneyResult result : passed) {
        greens.put(
            result.journey().id(),
            new Green(
                ended,
                result.took().toMillis(),
                calls(result.hops()),
                resources(result.hops()),
                statements(result.hops())));
      }
      try {
        ReportFile.write(file, JSON.writeValueAsString(greens) + "\n");
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("Maps of numbers are JSON.", impossible);
      }
    }
  }

  /** How often each call was made. */
  public static Map<String, Integer> calls(List<Hop> hops) {
    Map<String, Integer> calls = new TreeMap<>();
    hops.forEach(hop -> calls.merge(call(hop), 1, Integer::sum));
    return calls;
  }

  private static Set<String> resources(List<Hop> hops) {
    Set<String> resources = new TreeSet<>();
    for (Hop hop : hops) {
      if (hop.kind() == Hop.Kind.AWS) {
        Hops.name(hop)
            .filter(name -> !name.equals("*"))
            .ifPresent(name -> resources.add(hop.to() + " " + nameless(name)));
      }
    }
    return resources;
  }

  private static Set<String> statements(List<Hop> hops) {
    Set<String> statements = new TreeSet<>();
    for (Hop hop : hops) {
      Matcher allowed = ALLOWED.matcher(hop.facts().getOrDefault("decision", ""));
      if (allowed.matches()) {
        statements.add(allowed.group(1) + " (" + allowed.group(2) + ")");
      }
    }
    return statements;
  }

  private static String call(Hop hop) {
    return hop.from()
        + " -> "
        + hop.to()
        + ": "
        + nameless(hop.action())
        + Optional.ofNullable(hop.error()).map(error -> " (" + error + ")").orElse("");
  }

  /** Without the parts that name one thing, such as an order's id: those differ in each run. */
  static String nameless(String text) {
    return text.replaceAll("(?<![^\\s/?&=`\"])(?!t2s-)[^\\s/?&=`\"]*\\d[^\\s/?&=`\"]*", "\u2026");
  }
}
