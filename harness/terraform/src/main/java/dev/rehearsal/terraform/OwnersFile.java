package dev.rehearsal.terraform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with secrets: none but its owner may look into it, where the file system knows owners. */
final class OwnersFile {

  private OwnersFile() {}

  /** Writes it anew. It is its owner's only before the first byte is in it. */
  static void write(Path file, byte[] content) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(file, content);
  }
}
