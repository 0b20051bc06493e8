package dev.rehearsal.stage.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDataTest {

  @TempDir Path folder;
  private final Orders orders = new Orders();

  @Test
  void whatIsSavedIsLoaded() throws IOException {
    orders.now = "one";
    kept().save();
    orders.now = "two";
    kept().save();
    orders.now = "";
    assertTrue(kept().load());
    assertEquals("two", orders.now);
    assertEquals(List.of("kept"), names());
  }

  @Test
  void aSaveThatFailsLeavesWhatWasKept() {
    orders.now = "one";
    kept().save();
    orders.now = "unwritable";
    assertThrows(StageFailure.class, () -> kept().save());
    assertTrue(kept().load());
    assertEquals("one", orders.now);
  }

  @Test
  void aSaveThatWasKilledBetweenItsMovesIsEndedByTheNextLoad() throws IOException {
    orders.now = "one";
    kept().save();
    Files.move(folder.resolve("kept"), folder.resolve("kept.old"));
    orders.now = "";
    assertTrue(kept().load());
    assertEquals("one", orders.now);

    orders.now = "two";
    kept().save();
    Files.move(folder.resolve("kept"), folder.resolve("kept.new"));
    Files.createDirectory(folder.resolve("kept.old"));
    orders.now = "";
    assertTrue(kept().load());
    assertEquals("two", orders.now);
  }

  @Test
  void andTheNextSaveDoesNotThrowItAway() throws IOException {
    orders.now = "one";
    kept().save();
    Files.move(folder.resolve("kept"), folder.resolve("kept.old"));
    orders.now = "unwritable";
    assertThrows(StageFailure.class, () -> kept().save());
    assertTrue(kept().load());
    assertEquals("one", orders.now);
  }

  @Test
  void whereNothingIsKeptNothingIsLoaded() throws IOException {
    Files.createDirectory(folder.resolve("kept.new"));
    assertFalse(kept().load());
  }

  private KeptData kept() {
    return new KeptData(folder.resolve("kept"), List.of(orders));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(one -> one.getFileName().toString()).toList();
    }
  }

  private static final class Orders implements Part {

    private String now = "";

    @Override
    public String name() {
      return "orders";
    }

    @Override
    public void save(Path to) throws IOException {
      if (now.equals("unwritable")) {
        throw new IOException("The disk is full.");
      }
      Files.writeString(to, now);
    }

    @Override
    public void load(Path from) throws IOException {
      now = Files.readString(from);
    }
  }
}
