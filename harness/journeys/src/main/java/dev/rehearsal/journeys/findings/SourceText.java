package dev.rehearsal.journeys.findings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file as it was read.
 *
 * @param path the file
 * @param name the file's name as messages show it: relative to the working folder where it lies in
 *     it, with forward slashes
 * @param text the whole text
 * @param lines its lines, without their ends
 */
public record SourceText(Path path, String name, String text, List<String> lines) {

  /**
   * Reads a file as UTF-8; a malformed byte becomes U+FFFD.
   *
   * @throws IOException where it can't be read
   */
  public static SourceText read(Path path) throws IOException {
    return of(path, new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
  }

  /** Takes a text for the content of a file. */
  public static SourceText of(Path path, String text) {
    return new SourceText(path, shown(path), text, text.lines().toList());
  }

  /** A line by its number, from 1; empty behind the last one. */
  public String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  /** The line that a span stands in, of this file or of its fragment's. */
  public String line(SourceSpan span) {
    return span.in(this).line(span.line());
  }

  /** {@code file:line:column}, as editors and terminals make a link of it. */
  public String at(SourceSpan span) {
    return span.in(this).name + ":" + span.line() + ":" + span.column();
  }

  private static String shown(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    Path shown = absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    return shown.toString().replace('\\', '/');
  }
}
