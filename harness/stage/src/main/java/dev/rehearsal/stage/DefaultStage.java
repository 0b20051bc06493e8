package dev.rehearsal.stage;

import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Target;

/**
 * The stage of a JUnit Platform run: the dev environment on the embedded target.
 *
 * <p>System properties: {@code rehearsal.environment} (default {@code dev}), {@code
 * rehearsal.target} (default {@code embedded}), {@code rehearsal.seed}. The project is the one
 * around the current folder.
 */
public final class DefaultStage implements StageSource {

  @Override
  public Stage open() {
    Folders folders = Folders.find(System.getenv());
    return EmbeddedStage.stand(
        new StageSettings(
            folders.project().home(),
            System.getProperty("rehearsal.environment", "dev"),
            folders.work(),
            folders.cache(),
            folders.reports().resolve("ledger.jsonl"),
            StageSettings.Ports.free(),
            true,
            false,
            Long.getLong("rehearsal.seed", 1),
            target(),
            ContainerSettings.from(System.getenv(), folders.reports().resolve("containers"))),
        Progress.silent());
  }

  private static Target target() {
    String id = System.getProperty("rehearsal.target", Target.EMBEDDED.id());
    return Target.named(id)
        .orElseThrow(
            () ->
                new StageFailure(
                    "rehearsal.target: there is no target '"
                        + id
                        + "'. Targets: "
                        + String.join(", ", Target.ids())
                        + ".",
                    null));
  }
}
