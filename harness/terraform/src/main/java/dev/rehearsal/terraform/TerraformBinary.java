package dev.rehearsal.terraform;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the program to run: Terraform, or else OpenTofu. */
final class TerraformBinary {

  private TerraformBinary() {}

  /**
   * The first of {@code terraform} and {@code tofu} on the path; else the pinned Terraform in the
   * cache, downloaded on first use.
   *
   * @throws TerraformException where there is none and none can be downloaded
   */
  static Path find(String searchPath, Path cacheFolder) {
    return onPath(searchPath).orElseGet(() -> new TerraformDownload(cacheFolder).get());
  }

  static Optional<Path> onPath(String searchPath) {
    boolean windows = File.separatorChar == '\\';
    for (String name : List.of("terraform", "tofu")) {
      for (String folder : searchPath.split(File.pathSeparator)) {
        Path program = Path.of(folder).resolve(windows ? name + ".exe" : name);
        if (!folder.isEmpty() && Files.isExecutable(program) && Files.isRegularFile(program)) {
          return Optional.of(program.toAbsolutePath());
        }
      }
    }
    return Optional.empty();
  }
}
