package dev.rehearsal.scenarios;

import dev.rehearsal.stage.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of what the platform uses, and what proves it, in docs/services.md. */
record ServicesTable(List<Row> rows) {

  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d+) \\| [^|]+ \\|([^|]*)\\| ([^|]+) \\|$", Pattern.MULTILINE);

  record Row(int number, Set<String> types, List<String> proofs) {}

  static ServicesTable read(Project project) {
    try {
      List<Row> rows = new ArrayList<>();
      Matcher row = ROW.matcher(Files.readString(project.home().resolve("docs/services.md")));
      while (row.find()) {
        rows.add(
            new Row(
                Integer.parseInt(row.group(1)),
                Pattern.compile("`(aws_[a-z0-9_]+)`")
                    .matcher(row.group(2))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet()),
                List.of(row.group(3).split(", "))));
      }
      return new ServicesTable(rows);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The rows in which one of the types stands. */
  Set<Integer> rowsOf(Set<String> types) {
    return rows.stream()
        .filter(row -> row.types().stream().anyMatch(types::contains))
        .map(Row::number)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
