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
final class Archive {

  private static final Map<Path, Archive> READ = new ConcurrentHashMap<>();

  private final Path file;
  private FileTime written = FileTime.fromMillis(0);
  private SoftReference<SdkBytes> kept = new SoftReference<>(null);

  private Archive(Path file) {
    this.file = file;
  }

  /**
   * The file's content. Thread-safe: functions that are made at the same time wait for one reading
   * of their package, as it takes its size twice, on the heap and in a buffer of the thread's.
   */
  static SdkBytes read(Path file) throws IOException {
    return READ.computeIfAbsent(file, Archive::new).content();
  }

  private synchronized SdkBytes content() throws IOException {
    FileTime now = Files.getLastModifiedTime(file);
    SdkBytes content = kept.get();
    if (content == null || !written.equals(now)) {
      content = SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(file));
      kept = new SoftReference<>(content);
      written = now;
    }
    return content;
  }
}
