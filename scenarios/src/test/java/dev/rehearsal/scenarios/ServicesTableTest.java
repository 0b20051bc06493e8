package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.stage.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the table of services, resource types and journeys in docs/services.md true. */
class ServicesTableTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d+) \\| [^|]+ \\|([^|]*)\\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final Pattern RESOURCE =
      Pattern.compile("^resource \"(aws_[a-z0-9_]+)\"", Pattern.MULTILINE);

  private final Path home = Project.around(Path.of("")).home();

  private record Row(int number, Set<String> types, List<String> proofs) {}

  @Test
  void everyRowIsThereAndProven() throws IOException {
    List<Row> rows = rows();
    assertEquals(
        IntStream.rangeClosed(1, 22).boxed().toList(), rows.stream().map(Row::number).toList());
    for (Row row : rows) {
      assertFalse(row.proofs().isEmpty(), row.toString());
      for (String proof : row.proofs()) {
        assertTrue(Files.exists(file(proof)), proof + " of row " + row.number() + " is not there");
      }
    }
  }

  @Test
  void theResourceTypesAreThoseOfTerraform() throws IOException {
    Set<String> listed =
        rows().stream()
            .flatMap(row -> row.types().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(used(), listed);
  }

  private Path file(String proof) {
    return proof.contains("/")
        ? home.resolve("scenarios/journeys").resolve(proof + ".journey.yaml")
        : home.resolve("scenarios/src/test/java/dev/rehearsal/scenarios").resolve(proof + ".java");
  }

  private Set<String> used() throws IOException {
    Set<String> types = new TreeSet<>();
    try (Stream<Path> files = Files.walk(home.resolve("terraform/modules"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".tf")).toList()) {
        RESOURCE.matcher(Files.readString(file)).results().forEach(r -> types.add(r.group(1)));
      }
    }
    return types;
  }

  private List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    Matcher row = ROW.matcher(Files.readString(home.resolve("docs/services.md")));
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
    return rows;
  }
}
