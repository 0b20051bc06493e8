package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.process.FolderTree;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Unpacks deployment packages into the user's cache, once per content. Thread-safe. */
final class CodeStore {

  private static final long UNZIPPED_LIMIT = 262_144_000;
  private static final int REMEMBERED = 4;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String UNZIP_FAILED =
      "Could not unzip uploaded file. Please check your file, then try to upload again.";

  private record Stored(byte[] zip, Code code) {}

  private final Path cache;

  /** Functions of few packages come one after the other: comparing is quicker than hashing. */
  private final Deque<SoftReference<Stored>> last = new ArrayDeque<>();

  CodeStore(Path cache) {
    this.cache = cache.resolve("functions");
  }

  synchronized Code store(byte[] zip) {
    for (SoftReference<Stored> each : last) {
      Stored before = each.get();
      if (before != null
          && Arrays.equals(before.zip(), zip)
          && Files.isDirectory(before.code().folder())) {
        return before.code();
      }
    }
    Optional<Path> unpacked = unpacked(zip);
    Path folder = unpacked.orElseGet(() -> cache.resolve(HexFormat.of().formatHex(sha256(zip))));
    if (unpacked.isPresent() || Files.isDirectory(folder)) {
      CacheEntries.use(folder);
    } else {
      try {
        unpack(zip, folder);
        CacheEntries.prune(cache);
      } catch (ZipException | EOFException broken) {
        throw Errors.invalid(UNZIP_FAILED);
      } catch (IOException failure) {
        throw new UncheckedIOException("The package could not be unpacked in " + folder, failure);
      }
    }
    Code code = new Code(base64(folder), zip.length, folder);
    if (last.size() == REMEMBERED) {
      last.removeLast();
    }
    last.addFirst(new SoftReference<>(new Stored(zip, code)));
    return code;
  }

  /**
   * Where this package lies unpacked, found by its bytes: a tenth of the time that hashing takes.
   */
  private Optional<Path> unpacked(byte[] zip) {
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(cache)) {
      return folders
          .filter(folder -> HASH.matcher(folder.getFileName().toString()).matches())
          .filter(folder -> same(new Code("", zip.length, folder).zip(), zip))
          .findFirst();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(cache + " could not be read.", unreadable);
    }
  }

  /** Whether a file has these bytes; no where another process has just deleted it. */
  private static boolean same(Path file, byte[] bytes) {
    try {
      if (Files.size(file) != bytes.length) {
        return false;
      }
      byte[] part = new byte[1 << 16];
      try (InputStream in = Files.newInputStream(file)) {
        int at = 0;
        while (at < bytes.length) {
          int read = in.readNBytes(part, 0, part.length);
          int end = at + read;
          if (read == 0 || end > bytes.length || !Arrays.equals(part, 0, read, bytes, at, end)) {
            return false;
          }
          at = end;
        }
        return true;
      }
    } catch (IOException gone) {
      return false;
    }
  }

  /** The hash that a folder is named by, as Lambda shows it. */
  private static String base64(Path folder) {
    return Base64.getEncoder()
        .encodeToString(HexFormat.of().parseHex(folder.getFileName().toString()));
  }

  /** Unpacks beside the final place and renames: another process may do the same meanwhile. */
  private void unpack(byte[] zip, Path folder) throws IOException {
    Files.createDirectories(cache);
    Path draft = Files.createTempDirectory(cache, "unpacking");
    try {
      Code code = new Code("", zip.length, draft);
      Files.write(code.zip(), zip);
      Files.createDirectories(code.taskRoot());
      if (extract(zip, code) == 0) {
        throw new ZipException("no entries");
      }
      try {
        Files.move(draft, folder);
      } catch (FileSystemException taken) {
        if (!Files.isDirectory(folder)) {
          throw taken;
        }
      }
    } finally {
      FolderTree.delete(draft);
    }
  }

  private static int extract(byte[] zip, Code code) throws IOException {
    int entries = 0;
    long total = 0;
    Path root = code.taskRoot();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
        ZipOutputStream classes = new ZipOutputStream(Files.newOutputStream(code.classes()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries++;
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
          throw new ZipException("An entry leaves the package: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        Files.copy(in, target);
        total += Files.size(target);
        if (total > UNZIPPED_LIMIT) {
          throw Errors.invalid("Unzipped size must be smaller than " + UNZIPPED_LIMIT + " bytes");
        }
        if (!entry.getName().startsWith("lib/")) {
          add(classes, entry.getName(), target);
        }
      }
    }
    return entries;
  }

  private static void add(ZipOutputStream classes, String name, Path file) throws IOException {
    ZipEntry copy = new ZipEntry(name);
    copy.setLastModifiedTime(FileTime.fromMillis(0));
    classes.putNextEntry(copy);
    try (InputStream content = Files.newInputStream(file)) {
      content.transferTo((OutputStream) classes);
    }
    classes.closeEntry();
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
