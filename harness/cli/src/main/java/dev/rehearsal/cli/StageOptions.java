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
      defaultValue = "embedded",
      paramLabel = "TARGET",
      description =
          "What answers for AWS: embedded, containers, compose. Default: ${DEFAULT-VALUE}.")
  private String target = "embedded";

  @Option(
      names = "--environment",
      defaultValue = "dev",
      paramLabel = "NAME",
      description = "The Terraform environment: dev, stage or prod. Default: ${DEFAULT-VALUE}.")
  private String environment = "dev";

  @Option(
      names = "--provider",
      defaultValue = "embedded",
      paramLabel = "PROVIDER",
      description =
          "Terraform's AWS provider: embedded, or official, which Terraform downloads or finds in a"
              + " mirror. Default: ${DEFAULT-VALUE}.")
  private String provider = "embedded";

  @Option(
      names = {"-v", "--verbose"},
      description = "Show each resource that Terraform makes.")
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
    return Target.named(target)
        .orElseThrow(
            () ->
                new BadInput(
                    "There is no target '"
                        + target
                        + "'. Targets: "
                        + String.join(", ", Target.ids())
                        + "."));
  }

  private boolean official() {
    return switch (provider) {
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
    if (!project.environments().contains(environment)) {
      throw new BadInput(
          "There is no environment '"
              + environment
              + "'. Environments: "
              + String.join(", ", project.environments())
              + ".");
    }
    return new StageSettings(
        project.home(),
        environment,
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
