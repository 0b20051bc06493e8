package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.Fragment;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds and reads journey files. */
public final class JourneyFiles {

  private static final String FOLDER = "journeys";

  private JourneyFiles() {}

  /**
   * Reads files, and all {@code *.journey.yaml} of folders, each once, in the order of their paths.
   *
   * @throws NoSuchFileException where a path is neither
   * @throws IOException where a file can't be read
   */
  public static List<JourneyFile> read(Collection<Path> paths) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(in(path, JourneyFile.SUFFIX));
      } else if (Files.isRegularFile(path)) {
        if (!path.toString().endsWith(Fragment.SUFFIX)) { // Journeys are what uses one.
          files.add(path.toAbsolutePath().normalize());
        }
      } else {
        throw new NoSuchFileException(path.toString(), null, "neither a file nor a folder");
      }
    }
    List<JourneyFile> read = new ArrayList<>();
    for (Path file : files) {
      read.add(JourneyReader.read(id(file), SourceText.read(file)));
    }
    return read;
  }

  /**
   * Reads the fragments among files and in folders, each once, in the order of their paths.
   *
   * @throws IOException where a file can't be read
   */
  public static List<Fragment> fragments(Collection<Path> paths) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Path path : paths) {
      if (Files.exists(path)) {
        files.addAll(in(path, Fragment.SUFFIX));
      }
    }
    List<Fragment> read = new ArrayList<>();
    for (Path file : files) {
      read.add(Fragment.read(SourceText.read(file)));
    }
    return read;
  }

  /** The files of a folder, or the one file, whose names end so. */
  private static List<Path> in(Path path, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(each -> each.toString().endsWith(suffix))
          .map(each -> each.toAbsolutePath().normalize())
          .toList();
    }
  }

  /**
   * The files whose journey has one of the tags; files with errors stay. All where none is named.
   */
  public static List<JourneyFile> tagged(List<JourneyFile> files, Collection<String> tags) {
    return tags.isEmpty()
        ? files
        : files.stream()
            .filter(
                file ->
                    file.journey()
                        .map(Journey::tags)
                        .map(own -> own.stream().anyMatch(tags::contains))
                        .orElse(true))
            .toList();
  }

  /** A journey's id: its path below the innermost folder {@code journeys}, without the suffix. */
  public static String id(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path below = absolute.getFileName() == null ? absolute : absolute.getFileName();
    for (int i = absolute.getNameCount() - 2; i >= 0; i--) {
      if (absolute.getName(i).toString().equals(FOLDER)) {
        below = absolute.subpath(i + 1, absolute.getNameCount());
        break;
      }
    }
    String name = below.toString().replace('\\', '/');
    return name.endsWith(JourneyFile.SUFFIX)
        ? name.substring(0, name.length() - JourneyFile.SUFFIX.length())
        : name;
  }
}
