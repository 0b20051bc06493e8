package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A journey file, read.
 *
 * @param id the journey's id
 * @param source the file
 * @param readable the journey; null where a finding is an error
 * @param findings all that is wrong with the file
 * @param fragments the files of the fragments it uses, whether they are there or not
 */
public record JourneyFile(
    String id,
    SourceText source,
    @Nullable Journey readable,
    List<Finding> findings,
    Set<Path> fragments) {

  /** How the names of journey files end. */
  public static final String SUFFIX = ".journey.yaml";

  /** The journey; empty where the file has an error. */
  public Optional<Journey> journey() {
    return Optional.ofNullable(readable);
  }
}
