package dev.rehearsal.stage;

import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Containers;
import dev.rehearsal.stage.target.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The stage of a JUnit Platform run: an environment on a target. The project is the one around the
 * current folder.
 *
 * <p>System properties: {@code rehearsal.environment} (default {@code dev}), {@code
 * rehearsal.seed}, and {@code targets}, a list with commas of the targets to run on. Without it
 * these are {@code embedded}, and {@code containers} where a Docker engine answers and the images
 * are there or can be had. What is named must run where {@code CI} is {@code true}: what it needs
 * and isn't there fails the run.
 */
public final class DefaultStage implements StageSource {

  private final Target target;

  public DefaultStage() {
    this(Target.EMBEDDED);
  }

  private DefaultStage(Target target) {
    this.target = target;
  }

  @Override
  public String target() {
    return target.id();
  }

  @Override
  public StageSource on(String other) {
    return new DefaultStage(
        Target.named(other)
            .orElseThrow(
                () ->
                    new StageFailure(
                        "There is no target '"
                            + other
                            + "'. Targets: "
                            + String.join(", ", Target.ids())
                            + ".",
                        null)));
  }

  @Override
  public Optional<String> absent() {
    String asked = System.getProperty("targets", "");
    boolean named = List.of(asked.split("[,\\s]+")).contains(target.id());
    if (!asked.isBlank() && !named) {
      return Optional.of("-Dtargets=" + asked + " does not name it");
    }
    if (target == Target.EMBEDDED || (named && "true".equals(System.getenv("CI")))) {
      return Optional.empty();
    }
    return Containers.obstacle(containers(Folders.find(System.getenv())));
  }

  @Override
  public Stage open() {
    Folders folders = Folders.find(System.getenv());
    Path reports = reports(folders);
    return EmbeddedStage.stand(
        new StageSettings(
            folders.project().home(),
            System.getProperty("rehearsal.environment", "dev"),
            folders.work(),
            folders.cache(),
            reports.resolve("ledger.jsonl"),
            StageSettings.Ports.free(),
            true,
            false,
            Long.getLong("rehearsal.seed", 1),
            target,
            containers(folders)),
        Progress.silent());
  }

  private ContainerSettings containers(Folders folders) {
    return ContainerSettings.from(System.getenv(), reports(folders).resolve("containers"));
  }

  private Path reports(Folders folders) {
    Path reports = folders.reports();
    return target == Target.EMBEDDED ? reports : Folders.made(reports.resolve(target.id()));
  }
}
