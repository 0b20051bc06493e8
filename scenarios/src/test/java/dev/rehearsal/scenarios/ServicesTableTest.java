package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.scenarios.ServicesTable.Row;
import dev.rehearsal.stage.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the table of services, resource types and journeys in docs/services.md true. */
class ServicesTableTest {

  private static final Pattern RESOURCE =
      Pattern.compile("^resource \"(aws_[a-z0-9_]+)\"", Pattern.MULTILINE);

  private final Project project = Project.around(Path.of(""));
  private final Path home = project.home();
  private final ServicesTable table = ServicesTable.read(project);

  @Test
  void everyRowIsThereAndProven() throws IOException {
    List<Row> rows = table.rows();
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
        table.rows().stream()
            .flatMap(row -> row.types().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(used(), listed);
  }

  /** RemovalsTest, which takes long, shows that they are missed; this, that it forgets none. */
  @Test
  void everyResourceTypeIsTakenAwayOnceAndMissedInItsRow() throws IOException {
    Set<String> removed = new TreeSet<>();
    for (Removal removal : Removals.all()) {
      removed.addAll(removal.types());
      String proof = removal.walked() ? removal.proof() : removal.proof().replaceFirst("[.].*", "");
      assertTrue(
          table.rows().stream()
              .filter(row -> row.types().stream().anyMatch(removal.types()::contains))
              .anyMatch(row -> row.proofs().contains(proof)),
          proof + " does not stand in a row of " + removal);
    }
    assertEquals(used(), removed);
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
}
