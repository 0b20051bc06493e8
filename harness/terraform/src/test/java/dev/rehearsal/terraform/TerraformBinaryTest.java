package dev.rehearsal.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerraformBinaryTest {

  private static final String SITE = "rehearsal.terraform.site";

  @TempDir Path folder;

  @BeforeEach
  void nowhere() {
    System.setProperty(SITE, "http://127.0.0.1:1/terraform");
  }

  @AfterEach
  void everywhere() {
    System.clearProperty(SITE);
  }

  private Path program(String in, String name) throws IOException {
    Path program = Files.createDirectories(folder.resolve(in)).resolve(name);
    Files.writeString(program, "#!/bin/sh\n");
    assertTrue(program.toFile().setExecutable(true));
    return program;
  }

  private Path find(String... folders) {
    StringBuilder path = new StringBuilder();
    for (String each : folders) {
      path.append(folder.resolve(each)).append(File.pathSeparatorChar);
    }
    return TerraformBinary.find(path.toString(), folder.resolve("cache"));
  }

  @Test
  void openTofuIsTakenWhereThereIsNoTerraform() throws IOException {
    Path tofu = program("one", "tofu");
    assertEquals(tofu, find("none", "one"));
  }

  @Test
  void terraformGoesBeforeOpenTofuWhereverItLies() throws IOException {
    program("one", "tofu");
    Path terraform = program("two", "terraform");
    assertEquals(terraform, find("one", "two"));
  }

  @Test
  void whatCannotBeRunIsNone() throws IOException {
    Files.createDirectories(folder.resolve("one/terraform"));
    Files.createDirectories(folder.resolve("two"));
    Files.writeString(folder.resolve("two/terraform"), "no program");
    assertEquals(program("three", "terraform"), find("one", "two", "three"));
  }

  @Test
  void withoutAnyTheMessageSaysHowToGetOne() {
    TerraformException none = assertThrows(TerraformException.class, () -> find("none"));
    String message = String.valueOf(none.getMessage());
    assertTrue(message.contains("Install Terraform 1.11 or newer, or OpenTofu"), message);
    assertTrue(message.contains(SITE), message);
  }
}
