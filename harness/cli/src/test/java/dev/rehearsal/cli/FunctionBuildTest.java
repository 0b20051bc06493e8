package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionBuildTest {

  private final Path folder;
  private final Path archive;
  private final FunctionBuild build;

  FunctionBuildTest(@TempDir Path folder) {
    this.folder = folder;
    this.archive = folder.resolve("functions.zip");
    this.build = new FunctionBuild(folder.resolve("platform"), archive, folder.resolve("work"));
  }

  @BeforeEach
  void aPackageAsMavenMakesIt() throws IOException {
    source("domain", "Price", "package shop; public record Price(long minor) {}");
    source("functions", "Handler", "package shop; class Handler { Price of() { return null; } }");
    Path resource = folder.resolve("platform/functions/src/main/resources/words.txt");
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, "hello");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String jar : new String[] {"domain-0.1.jar", "functions-0.1.jar", "other-1.jar"}) {
        zip.putNextEntry(new ZipEntry("lib/" + jar));
        zip.write(
            new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        zip.closeEntry();
      }
    }
  }

  @Test
  void putsNewClassesInThePlaceOfOldOnes() throws IOException {
    assertEquals(Optional.empty(), build.build());
    assertEquals(Set.of("shop/Price.class"), names(entry("lib/domain-0.1.jar")));
    assertEquals(Set.of("shop/Handler.class", "words.txt"), names(entry("lib/functions-0.1.jar")));
    source("functions", "Second", "package shop; class Second {}");
    assertEquals(Optional.empty(), build.build());
    assertTrue(names(entry("lib/functions-0.1.jar")).contains("shop/Second.class"));
  }

  @Test
  void leavesThePackageAsItWasWhereTheCompilerRefuses() throws IOException {
    byte[] before = Files.readAllBytes(archive);
    source("functions", "Broken", "package shop; class Broken { Nowhere of; }");
    String said = build.build().orElseThrow();
    assertTrue(said.contains("Broken.java:1: error: cannot find symbol"), said);
    assertArrayEquals(before, Files.readAllBytes(archive));
  }

  private void source(String module, String name, String text) throws IOException {
    Path file = folder.resolve("platform/" + module + "/src/main/java/shop/" + name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private byte[] entry(String name) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        if (each.getName().equals(name)) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          zip.transferTo(bytes);
          return bytes.toByteArray();
        }
      }
    }
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static Set<String> names(byte[] jar) throws IOException {
    Set<String> names = new TreeSet<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        names.add(each.getName());
      }
    }
    return names;
  }
}
