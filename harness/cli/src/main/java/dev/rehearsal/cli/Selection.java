package dev.rehearsal.cli;

import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.language.Fragment;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.stage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which journeys a user means by files, folders, journeys' names and tags. */
final class Selection {

  private Selection() {}

  /**
   * What names a file or folder is one, and so is what the console calls a journey, such as {@code
   * buy/buy-one-item}; everything else is a tag.
   *
   * @throws BadInput where that is no journey
   */
  static List<JourneyFile> of(Folders folders, List<String> what) throws IOException {
    List<Path> paths = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (String each : what) {
      Path journey = folders.project().journeys().resolve(each + JourneyFile.SUFFIX);
      if (Files.exists(Path.of(each))) {
        paths.add(Path.of(each));
      } else if (Files.isRegularFile(journey)) {
        paths.add(journey);
      } else if (each.indexOf('/') >= 0 || each.endsWith(JourneyFile.SUFFIX)) {
        throw new BadInput(missing(folders, each));
      } else {
        tags.add(each);
      }
    }
    List<JourneyFile> all = JourneyFiles.read(folders.journeys(paths));
    if (all.isEmpty()) {
      throw new BadInput("No journey found in " + folders.journeys(paths) + ".");
    }
    if (all.stream().allMatch(file -> file.journey().isPresent())) {
      checkTags(tags, all); // A file with an error keeps its tags to itself.
    }
    return JourneyFiles.tagged(all, tags);
  }

  private static String missing(Folders folders, String what) throws IOException {
    List<String> names =
        JourneyFiles.read(folders.journeys(List.of())).stream()
            .map(file -> JourneyFiles.id(file.source().path()))
            .toList();
    return what
        + ": no such file, folder or journey"
        + Nearest.to(what, names).map(name -> ": did you mean `" + name + "`?").orElse(".");
  }

  /** A tag that no journey has is a typing mistake, beside one that some have, too. */
  private static void checkTags(List<String> tags, List<JourneyFile> all) {
    Set<String> known = new TreeSet<>();
    all.forEach(file -> file.journey().ifPresent(journey -> known.addAll(journey.tags())));
    for (String tag : tags) {
      if (!known.contains(tag)) {
        String hint = Nearest.hint(tag, known);
        throw new BadInput("No journey has the tag " + tag + (hint == null ? "." : ": " + hint));
      }
    }
  }

  /** The files of the journeys in a folder that use one of the fragments among some files. */
  static Set<Path> using(Path journeys, Set<Path> files) throws IOException {
    Set<Path> fragments = new LinkedHashSet<>();
    files.stream()
        .filter(file -> file.toString().endsWith(Fragment.SUFFIX))
        .forEach(file -> fragments.add(file.toAbsolutePath().normalize()));
    if (fragments.isEmpty()) {
      return Set.of();
    }
    Set<Path> using = new LinkedHashSet<>();
    for (JourneyFile file : JourneyFiles.read(List.of(journeys))) {
      if (!Collections.disjoint(file.fragments(), fragments)) {
        using.add(file.source().path());
      }
    }
    return using;
  }

  /**
   * The journeys that are meant, all of them without an error.
   *
   * @throws BadInput where a file has one
   */
  static List<Journey> sound(Folders folders, List<String> what) throws IOException {
    List<JourneyFile> files = of(folders, what);
    for (JourneyFile file : files) {
      if (file.journey().isEmpty()) {
        throw new BadInput(
            "This journey can't be walked:\n"
                + String.join(
                    "\n", file.findings().stream().map(finding -> finding.format()).toList()));
      }
    }
    return files.stream().flatMap(file -> file.journey().stream()).toList();
  }
}
