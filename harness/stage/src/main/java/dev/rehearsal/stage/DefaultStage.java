package dev.rehearsal.stage;

/**
 * The stage of a JUnit Platform run: the dev environment on the embedded target.
 *
 * <p>System properties: {@code rehearsal.environment} (default {@code dev}). The project is the one
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
            Long.getLong("rehearsal.seed", 1)),
        Progress.silent());
  }
}
