package dev.rehearsal.terraform.aws.lambda;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A deployment package as it was read. Functions often share one, of many megabytes: it is kept
 * while memory lasts and read again where the file was written since.
 */
record Archive(FileTime written, SdkBytes content) {

  private static final Map<Path, SoftReference<Archive>> READ = new ConcurrentHashMap<>();

  /** The file's content. Thread-safe. */
  static SdkBytes read(Path file) throws IOException {
    FileTime written = Files.getLastModifiedTime(file);
    SoftReference<Archive> kept = READ.get(file);
    Archive archive = kept == null ? null : kept.get();
    if (archive == null || !archive.written.equals(written)) {
      archive = new Archive(written, SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(file)));
      READ.put(file, new SoftReference<>(archive));
    }
    return archive.content;
  }
}
