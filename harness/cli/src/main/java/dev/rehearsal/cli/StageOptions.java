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
      description = "What answers for AWS: embedded, containers. Default: ${DEFAULT-VALUE}.")
  private String target = "embedded";

  @Option(
      names = "--environment",
      defaultValue = "dev",
      paramLabel = "NAME",
      description = "The Terraform environment: dev, stage or prod. Default: ${DEFAULT-VALUE}.")
  private String environment = "dev";

  @Option(
      names = {"-v", "--verbose"},
      description = "Show each resource that Terraform makes.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  /**
   * The settings of a stage.
   *
   * @throws BadInput where an option's value is none
   */
  StageSettings settings(
      Folders folders, Path work, StageSettings.Ports ports, @Nullable Path ledger, long seed) {
    Target standing =
        Target.named(target)
            .orElseThrow(
                () ->
                    new BadInput(
                        "There is no target '"
                            + target
                            + "'. Targets: "
                            + String.join(", ", Target.ids())
                            + "."));
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
        false,
        seed,
        standing,
        ContainerSettings.from(System.getenv(), folders.reports().resolve("containers")));
  }
}
