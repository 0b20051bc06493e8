package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The fragments that journeys share: the files of one folder. */
public final class Fragments {

  private static final String JOURNEYS = "journeys";
  private static final String FOLDER = "fragments";

  private final Path folder;

  private Fragments(Path folder) {
    this.folder = folder;
  }

  /**
   * Those of a journey: the folder {@code fragments} beside it where there is one, else beside the
   * innermost folder {@code journeys} that it is in.
   */
  public static Fragments of(Path journey) {
    Path absolute = journey.toAbsolutePath().normalize();
    Path beside = absolute.resolveSibling(FOLDER);
    if (Files.isDirectory(beside)) {
      return new Fragments(beside);
    }
    for (Path above = absolute.getParent(); above != null; above = above.getParent()) {
      if (above.endsWith(JOURNEYS)) {
        return beside(above);
      }
    }
    return new Fragments(beside);
  }

  /** Those that all journeys of a folder share. */
  public static Fragments beside(Path journeys) {
    return new Fragments(journeys.toAbsolutePath().normalize().resolveSibling(FOLDER));
  }

  /** Where they lie. */
  public Path folder() {
    return folder;
  }

  /** The file of a fragment, whether it is there or not. */
  Path file(String name) {
    return folder.resolve(name + Fragment.SUFFIX);
  }

  /** Reads a fragment; empty where there is none of this name. */
  Optional<Fragment> named(String name) throws IOException {
    Path file = file(name);
    return Files.isRegularFile(file)
        ? Optional.of(Fragment.read(SourceText.read(file)))
        : Optional.empty();
  }

  /** The names of all that are there. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(Fragment.SUFFIX))
          .map(name -> name.substring(0, name.length() - Fragment.SUFFIX.length()))
          .sorted()
          .toList();
    }
  }
}
