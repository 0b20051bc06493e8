package dev.rehearsal.cli;

import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.stage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which journeys a user means by files, folders and tags. */
final class Selection {

  private Selection() {}

  /**
   * What names a file or folder is one; everything else is a tag.
   *
   * @throws BadInput where that is no journey
   */
  static List<JourneyFile> of(Folders folders, List<String> what) throws IOException {
    List<Path> paths = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (String each : what) {
      if (Files.exists(Path.of(each))) {
        paths.add(Path.of(each));
      } else if (each.indexOf('/') >= 0 || each.endsWith(".journey.yaml")) {
        throw new BadInput(each + ": no such file or folder.");
      } else {
        tags.add(each);
      }
    }
    List<JourneyFile> found = JourneyFiles.tagged(JourneyFiles.read(folders.journeys(paths)), tags);
    if (found.isEmpty()) {
      throw new BadInput(
          tags.isEmpty()
              ? "No journey found in " + folders.journeys(paths) + "."
              : "No journey has the tag " + String.join(" or ", tags) + ".");
    }
    return found;
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
