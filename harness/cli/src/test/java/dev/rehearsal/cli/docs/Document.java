package dev.rehearsal.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A document with blocks that are generated from the code. With {@code -Ddocs.update} the blocks
 * are rewritten; without, a block that differs fails the test.
 */
record Document(Path file) {

  private static final String UPDATE =
      "out of date; rewrite it with: mvn -Dquick -pl harness/cli -am test -Dtest='*DocTest'"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update";

  /** The document of this name in the project's {@code docs} folder. */
  static Document named(String name) {
    return new Document(Path.of("../../docs", name));
  }

  /** Checks or rewrites the block of this name. */
  void block(String name, String content) throws IOException {
    String begin = "<!-- generated: " + name + " -->\n";
    String end = "<!-- end -->";
    String text = Files.readString(file);
    int from = text.indexOf(begin);
    assertTrue(from >= 0, file + " has no block \"" + begin.strip() + "\": add it, and an end.");
    int to = text.indexOf(end, from);
    assertTrue(to >= 0, file + ": the block " + name + " has no " + end);
    int start = from + begin.length();
    if (System.getProperty("docs.update") != null) {
      Files.writeString(file, text.substring(0, start) + content + text.substring(to));
    } else {
      assertEquals(content, text.substring(start, to), file + ": block " + name + " is " + UPDATE);
    }
  }
}
