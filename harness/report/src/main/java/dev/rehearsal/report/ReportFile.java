package dev.rehearsal.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a report's file whole or not at all. */
public final class ReportFile {

  private ReportFile() {}

  /**
   * Replaces a file; its folder is made where it is not there.
   *
   * @throws UncheckedIOException where it can't be written
   */
  public static void write(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".report", ".part");
      Files.write(part, text.getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException("The report " + file + " can't be written.", failure);
    }
  }
}
