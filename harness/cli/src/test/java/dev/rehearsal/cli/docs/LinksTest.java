package dev.rehearsal.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every relative link of every document leads somewhere. */
class LinksTest {

  private static final Path PROJECT = Path.of("../..");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(#[^)]*)?\\)");
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".rehearsal");

  @Test
  void relativeLinksLeadToFiles() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> documents = documents(PROJECT);
    assertFalse(documents.isEmpty());
    for (Path document : documents) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          broken.add(PROJECT.relativize(document) + " links to " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static List<Path> documents(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path each : entries.sorted().toList()) {
        String name = each.getFileName().toString();
        if (Files.isDirectory(each) && !SKIPPED.contains(name)) {
          found.addAll(documents(each));
        } else if (name.endsWith(".md")) {
          found.add(each);
        }
      }
    }
    return found;
  }
}
