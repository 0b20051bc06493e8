package dev.rehearsal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rehearsal.cloud.call.Hop;
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
import java.util.TreeMap;

/**
 * Remembers how each journey went when it passed last, in a file beside the reports, so that a
 * failure can be compared with it. A run of some journeys leaves what is known of others.
 */
public final class GreenRuns implements RunListener {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A journey's last pass.
   *
   * @param ended when the run ended, in ISO 8601
   * @param millis how long the journey took
   * @param calls how often each call was made, by who called whom and what for
   */
  public record Green(String ended, long millis, Map<String, Integer> calls) {}

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
            new Green(ended, result.took().toMillis(), calls(result.hops())));
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
    return text.replaceAll("[^\\s/?&=`\"]*\\d[^\\s/?&=`\"]*", "\u2026");
  }
}
