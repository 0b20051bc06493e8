package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs what Terraform itself tests of each environment, on an empty AWS. */
class TerraformTestsTest {

  @ParameterizedTest
  @ValueSource(strings = {"dev", "stage", "prod"})
  void theEnvironmentIsAsItsOwnTestsSay(String environment, @TempDir Path folder) {
    try (Ground ground = new Ground(folder, environment, Map.of())) {
      String said = ground.terraform().test();
      assertTrue(said.contains("Success! 3 passed, 0 failed."), said);
    }
  }
}
