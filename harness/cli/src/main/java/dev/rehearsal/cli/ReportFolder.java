package dev.rehearsal.cli;

import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where one process writes its reports, so that two side by side do not write over each other.
 *
 * @param path the folder
 * @param lock holds the folder until it is closed, or the process ends
 */
record ReportFolder(Path path, FileChannel lock) implements AutoCloseable {

  private static final int MOST = 20;

  /**
   * The wanted folder or, while another process writes there, the first free one beside it: {@code
   * rehearsal-2}, {@code rehearsal-3} and so on.
   *
   * @throws StageFailure where none can be written
   */
  static ReportFolder claim(Path wanted) {
    for (int i = 1; i <= MOST; i++) {
      Path folder = i == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + i);
      try {
        Files.createDirectories(folder);
        FileChannel lock =
            FileChannel.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isFree(lock)) {
          return new ReportFolder(folder, lock);
        }
        lock.close();
      } catch (IOException failure) {
        throw new StageFailure(
            "Reports cannot be written to "
                + folder
                + " ("
                + failure.getMessage()
                + "): make it writable, or free space on its disk.",
            failure);
      }
    }
    throw new StageFailure(
        MOST + " other processes write reports beside " + wanted + ": end some of them.", null);
  }

  /**
   * A file that the last run wrote.
   *
   * @throws BadInput where there was no run yet
   */
  static Path ofLastRun(String name) {
    Path file = Folders.find(System.getenv()).reports().resolve(name);
    if (!Files.exists(file)) {
      throw new BadInput("There was no run yet: do `./rehearse run` first.");
    }
    return file;
  }

  /** Leaves the folder to others. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("The folder " + path + " could not be left.", failure);
    }
  }

  private static boolean isFree(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException ownProcess) {
      return false;
    }
  }
}
