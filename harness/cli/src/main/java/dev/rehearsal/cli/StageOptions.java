package dev.rehearsal.cli;

import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.Project;
import dev.rehearsal.stage.StageSettings;
import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Target;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that stands a stage up. */
final class StageOptions {

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "What answers for AWS: embedded, containers, compose. Default: embedded.")
  private @Nullable String target;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "The Terraform environment: dev, stage or prod. Default: dev.")
  private @Nullable String environment;

  @Option(
      names = "--provider",
      paramLabel = "PROVIDER",
      description =
          "Terraform's AWS provider: embedded, or official, which Terraform downloads or finds in a"
              + " mirror. Default: embedded.")
  private @Nullable String provider;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show each resource that Terraform makes and, in a run, each step.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  /**
   * The target asked for.
   *
   * @throws BadInput where there is none of that name
   */
  Target target() {
    String name = target == null ? "embedded" : target;
    return Target.named(name)
        .orElseThrow(
            () ->
                new BadInput(
                    "There is no target '"
                        + name
                        + "'. Targets: "
                        + String.join(", ", Target.ids())
                        + "."));
  }

  /**
   * Refuses what is chosen where a stage is stood up, for one that stands already.
   *
   * @param standing the command that stood it up
   * @param targetToo whether that chose the target as well
   */
  void refuseChoices(String standing, boolean targetToo) {
    if (targetToo) {
      refuse("--target", target, standing);
    }
    refuse("--environment", environment, standing);
    refuse("--provider", provider, standing);
  }

  private static void refuse(String option, @Nullable String value, String standing) {
    if (value != null) {
      throw new BadInput(
          option
              + " is chosen where the stage is stood up: `"
              + standing
              + " "
              + option
              + " "
              + value
              + "`. Leave it out here.");
    }
  }

  private boolean official() {
    return switch (provider == null ? "embedded" : provider) {
      case "embedded" -> false;
      case "official" -> true;
      default ->
          throw new BadInput(
              "There is no provider '" + provider + "'. Providers: embedded, official.");
    };
  }

  /**
   * The settings of a stage.
   *
   * @throws BadInput where an option's value is none
   */
  StageSettings settings(
      Folders folders, Path work, StageSettings.Ports ports, @Nullable Path ledger, long seed) {
    Project project = folders.project();
    String name = environment == null ? "dev" : environment;
    if (!project.environments().contains(name)) {
      throw new BadInput(
          "There is no environment '"
              + name
              + "'. Environments: "
              + String.join(", ", project.environments())
              + ".");
    }
    return new StageSettings(
        project.home(),
        name,
        work,
        folders.cache(),
        ledger,
        ports,
        true,
        official(),
        seed,
        target(),
        ContainerSettings.from(System.getenv(), folders.reports().resolve("containers")));
  }
}
