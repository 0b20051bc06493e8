package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code ./rehearse} that a document tells its readers to type is understood. */
class CommandsInDocsTest {

  private static final Path PROJECT = Path.of("../..");
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^ {4}\\$? ?\\./rehearse +(.*?)(?: +#.*)?$");
  private static final Pattern WORD = Pattern.compile("`\\./rehearse ([a-z][^`]*)`");

  static List<String> commands() throws IOException {
    try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
      return Stream.concat(
              docs.filter(file -> file.toString().endsWith(".md")),
              Stream.of(PROJECT.resolve("README.md"), PROJECT.resolve("scenarios/README.md")))
          .flatMap(CommandsInDocsTest::commands)
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static Stream<String> commands(Path document) {
    try {
      String text = Files.readString(document);
      return Stream.of(BLOCK, WORD)
          .flatMap(pattern -> pattern.matcher(text).results())
          .map(found -> found.group(1).strip())
          .filter(command -> !command.contains("…"));
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isUnderstood(String command) {
    String[] words =
        Arrays.stream(command.split(" +")).filter(w -> !w.isEmpty()).toArray(String[]::new);
    assertDoesNotThrow(() -> Main.commands().parseArgs(words));
  }

  @Test
  void thereAreCommands() throws IOException {
    assertTrue(commands().size() > 10, commands().toString());
  }
}
