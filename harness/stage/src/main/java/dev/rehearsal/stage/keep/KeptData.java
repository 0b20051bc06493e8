package dev.rehearsal.stage.keep;

import dev.rehearsal.cloud.cognito.Cognito;
import dev.rehearsal.cloud.process.FolderTree;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Stage;
import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The data of a platform, in a folder, while no stage stands: orders, tables' items, objects,
 * customers and payments. Infrastructure is not kept: Terraform makes it anew.
 */
public final class KeptData {

  private final Path folder;
  private final List<Part> parts;

  KeptData(Path folder, List<Part> parts) {
    this.folder = folder;
    this.parts = parts;
  }

  /** The data of a stage, as it lies or will lie in a folder. */
  public static KeptData of(EmbeddedStage stage, Path folder) {
    return new KeptData(
        folder,
        List.of(
            new Rows(stage::database),
            new Items(stage.client(DynamoDbClient.class)),
            new S3Objects(stage.client(S3Client.class)),
            new Users(stage.embedded(Cognito.class), pool(stage)),
            new Payments(stage.payments())));
  }

  /** Without sign-in there is no pool, and there are no users. */
  private static String pool(Stage stage) {
    return stage.outputs().getOrDefault("user_pool_id", "");
  }

  /**
   * Puts the kept data into the stage.
   *
   * @return whether there was any
   * @throws StageFailure where it does not fit what stands now; the folder is left as it is
   */
  public boolean load() {
    try {
      recover();
    } catch (IOException failure) {
      throw new StageFailure(
          "What was kept could not be moved back to " + folder + ": " + failure.getMessage(),
          failure);
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    for (Part part : parts) {
      try {
        part.load(folder.resolve(part.name()));
      } catch (IOException | SQLException | SdkException failure) {
        throw new StageFailure(
            "The data kept in "
                + folder
                + " could not be put back ("
                + part.name()
                + ": "
                + failure.getMessage()
                + "). It is left as it is: start without --keep, or move that folder away.",
            failure);
      }
    }
    return true;
  }

  /**
   * Replaces the folder by the stage's data. Where that fails, the folder stays as it was.
   *
   * @throws StageFailure where the data could not be written
   */
  public void save() {
    Path unfinished = unfinished();
    Path before = before();
    try {
      recover();
      FolderTree.delete(unfinished);
      FolderTree.delete(before);
      // It holds what belongs to customers: its owner's only.
      Files.createDirectory(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (Part part : parts) {
        part.save(unfinished.resolve(part.name()));
      }
      if (Files.exists(folder)) {
        Files.move(folder, before);
      }
      Files.move(unfinished, folder);
      FolderTree.delete(before);
    } catch (IOException | SQLException | SdkException failure) {
      throw new StageFailure(
          "The data could not be kept in "
              + folder
              + ": "
              + failure.getMessage()
              + ". What was kept before is still there.",
          failure);
    }
  }

  private Path unfinished() {
    return folder.resolveSibling(folder.getFileName() + ".new");
  }

  private Path before() {
    return folder.resolveSibling(folder.getFileName() + ".old");
  }

  /** Ends a save that was killed between its two moves: what it wrote was whole by then. */
  private void recover() throws IOException {
    if (!Files.exists(folder) && Files.isDirectory(before())) {
      Files.move(Files.isDirectory(unfinished()) ? unfinished() : before(), folder);
    }
  }
}
