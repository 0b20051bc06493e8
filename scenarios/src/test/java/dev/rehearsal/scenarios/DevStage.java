package dev.rehearsal.scenarios;

import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.Progress;
import dev.rehearsal.stage.StageSettings;
import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Target;
import java.nio.file.Path;

/** Stands the environment dev up on the embedded target, on free ports and without a page. */
final class DevStage {

  private DevStage() {}

  /**
   * @param home the project's folder, or a copy of it
   * @param work where the stage keeps its files
   * @param seed where its ids come from
   */
  static EmbeddedStage stand(Path home, Path work, long seed) {
    return EmbeddedStage.stand(
        new StageSettings(
            home,
            "dev",
            work,
            Folders.cacheFolder(System.getenv()),
            null,
            StageSettings.Ports.free(),
            true,
            false,
            seed,
            Target.EMBEDDED,
            ContainerSettings.from(System.getenv(), work.resolve("containers"))),
        Progress.silent());
  }
}
