package dev.rehearsal.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerraformTest {

  @TempDir Path folder;

  @Test
  void tellsProgressAndKeepsTheUsersFolderClean() throws IOException {
    Path tree =
        write(
            "resource \"terraform_data\" \"a\" { input = var.greeting }\nvariable \"greeting\" {}\n");
    List<TerraformEvent> events = new ArrayList<>();
    try (Terraform terraform =
        Terraform.open(settings(tree).withVariables(Map.of("greeting", "hello")), events::add)) {
      appliesAndDestroys(terraform, events);
    }
    try (var files = Files.list(tree)) {
      assertEquals(1, files.count());
    }
  }

  private void appliesAndDestroys(Terraform terraform, List<TerraformEvent> events)
      throws IOException {
    assertEquals(1, terraform.apply().added());
    assertTrue(Files.readString(terraform.state()).contains("\"hello\""));
    assertTrue(
        events.stream()
            .anyMatch(
                event ->
                    event.toString().matches("terraform_data.a created in \\d\\.\\ds \\(1/1\\)")),
        events.toString());
    assertEquals(List.of("terraform_data.a"), terraform.stateList());
    assertEquals(1, terraform.destroy("terraform_data.a").destroyed());
    assertEquals(List.of(), terraform.stateList());
  }

  @Test
  void stopsWhatTakesTooLong() throws IOException {
    Path tree =
        write(
            "resource \"terraform_data\" \"a\" {\n  provisioner \"local-exec\" {\n    command = \"sleep 60\"\n  }\n}\n");
    try (Terraform terraform =
        Terraform.open(settings(tree).withTimeout(Duration.ofSeconds(2)), event -> {})) {
      TerraformException late = assertThrows(TerraformException.class, terraform::apply);
      assertTrue(
          String.valueOf(late.getMessage()).contains("did not finish within 2 s"),
          late.getMessage());
    }
  }

  @Test
  void nothingOfTheUsersAwsReachesTheChild() {
    Map<String, String> child =
        TerraformEnvironment.of(
            settings(folder),
            Map.of(
                "PATH",
                "/bin",
                "AWS_ACCESS_KEY_ID",
                "AKIA",
                "AWS_PROFILE",
                "prod",
                "TF_LOG",
                "TRACE"));
    assertEquals("/bin", child.get("PATH"));
    assertFalse(child.containsKey("AWS_ACCESS_KEY_ID"));
    assertFalse(child.containsKey("AWS_PROFILE"));
    assertFalse(child.containsKey("TF_LOG"));
  }

  @Test
  void aDownloadWithAnotherChecksumIsRefused() {
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                TerraformDownload.verify(
                    "terraform.zip", "x".getBytes(StandardCharsets.UTF_8), "00  terraform.zip\n"));
    assertTrue(String.valueOf(refused.getMessage()).contains("checksum"));
  }

  private Path write(String configuration) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.writeString(tree.resolve("main.tf"), configuration);
    return tree;
  }

  private TerraformSettings settings(Path tree) {
    return new TerraformSettings(
        tree,
        ".",
        folder.resolve("work"),
        folder.resolve("cache"),
        Map::of,
        null,
        Map.of(),
        10,
        Duration.ofMinutes(1));
  }
}
