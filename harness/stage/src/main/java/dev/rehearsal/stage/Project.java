package dev.rehearsal.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the platform's parts lie in a project.
 *
 * @param home the project's folder
 */
public record Project(Path home) {

  /**
   * The project that {@code start} is in: the nearest folder above with terraform and
   * platform-code.
   *
   * @throws StageFailure where there is none
   */
  public static Project around(Path start) {
    Path folder = start.toAbsolutePath().normalize();
    while (folder != null) {
      if (Files.isDirectory(folder.resolve("terraform"))
          && Files.isDirectory(folder.resolve("platform-code"))) {
        return new Project(folder);
      }
      folder = folder.getParent();
    }
    throw new StageFailure(
        start
            + " is not inside a project: no folder above it has terraform/ and platform-code/. Run it in the"
            + " project, or name that with REHEARSAL_HOME.",
        null);
  }

  public Path terraform() {
    return home.resolve("terraform");
  }

  public Path storefront() {
    return home.resolve("platform-code/storefront");
  }

  /** The products of a shop that people look at. */
  public Path products() {
    return home.resolve("platform-code/database/seed/products.json");
  }

  public Path journeys() {
    return home.resolve("scenarios/journeys");
  }

  public Path functionsArchive() {
    return archive("platform-code/functions/target/packages/functions.zip");
  }

  public Path migrateArchive() {
    return archive("platform-code/database/target/packages/database-migrate.zip");
  }

  /** The environments that Terraform knows. */
  public List<String> environments() {
    try (Stream<Path> folders = Files.list(terraform().resolve("environments"))) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (java.io.IOException failure) {
      throw new StageFailure(
          "The environments in " + terraform() + " could not be listed: " + failure.getMessage(),
          failure);
    }
  }

  private Path archive(String path) {
    Path file = home.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new StageFailure(
          "The functions are not built: "
              + file
              + " is missing. Build them with `mvn -pl platform-code/functions,platform-code/database"
              + " -am package`.",
          null);
    }
    return file;
  }
}
