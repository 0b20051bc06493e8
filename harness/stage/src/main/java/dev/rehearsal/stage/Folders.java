package dev.rehearsal.stage;

import dev.rehearsal.cloud.process.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie.
 *
 * @param project the project
 * @param cache the user's cache, shared by all projects
 */
public record Folders(Project project, Path cache) {

  /** The project around {@code REHEARSAL_HOME} or the current folder. */
  public static Folders find(Map<String, String> environment) {
    String home = environment.get("REHEARSAL_HOME");
    return new Folders(Project.around(Path.of(home == null ? "" : home)), cacheFolder(environment));
  }

  /** {@code REHEARSAL_CACHE}, or {@code rehearsal} in the user's cache folder. */
  public static Path cacheFolder(Map<String, String> environment) {
    String named = environment.get("REHEARSAL_CACHE");
    if (named != null) {
      return Path.of(named);
    }
    String xdg = environment.get("XDG_CACHE_HOME");
    Path base = xdg == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return base.resolve("rehearsal");
  }

  /** Where reports go. */
  public Path reports() {
    return made(project.home().resolve("target/rehearsal"));
  }

  /** Where standing stages keep their files. */
  public Path stages() {
    return made(project.home().resolve(".rehearsal"));
  }

  /** The file that tells of the stage that {@code up} keeps standing. */
  public Path standing() {
    return stages().resolve("up.properties");
  }

  /** Where the data of an environment's sandbox is kept while it does not stand. */
  public Path kept(String environment) {
    return stages().resolve("kept-" + environment);
  }

  /** A work folder of this process's own. What dead processes left behind is deleted first. */
  public Path work() {
    sweep();
    return made(stages().resolve("stage-" + ProcessHandle.current().pid()));
  }

  private void sweep() {
    try (Stream<Path> folders = Files.list(stages())) {
      for (Path folder : folders.toList()) {
        String name = folder.getFileName().toString();
        if (name.startsWith("stage-") && owner(name) == null) {
          FolderTree.delete(folder);
        }
      }
    } catch (IOException failure) {
      throw new StageFailure(
          "Leftovers in " + stages() + " could not be deleted: " + failure.getMessage(), failure);
    }
  }

  private static @Nullable ProcessHandle owner(String name) {
    try {
      return ProcessHandle.of(Long.parseLong(name.substring("stage-".length())))
          .filter(ProcessHandle::isAlive)
          .orElse(null);
    } catch (NumberFormatException noPid) {
      return ProcessHandle.current();
    }
  }

  static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new StageFailure(
          "The folder "
              + folder
              + " could not be made ("
              + failure.getMessage()
              + "): Rehearsal writes there, so it must be writable and its disk must not be full.",
          failure);
    }
  }

  /** The paths a user named, or the project's journeys where none was. */
  public List<Path> journeys(List<Path> named) {
    return named.isEmpty() ? List.of(project.journeys()) : named;
  }
}
