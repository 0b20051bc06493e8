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
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Unpacks deployment packages into the user's cache, once per content. Thread-safe. */
final class CodeStore {

  private static final long UNZIPPED_LIMIT = 262_144_000;
  private static final int REMEMBERED = 4;
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
    byte[] hash = sha256(zip);
    Path folder = cache.resolve(HexFormat.of().formatHex(hash));
    Code code = new Code(Base64.getEncoder().encodeToString(hash), zip.length, folder);
    if (Files.isDirectory(folder)) {
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
    if (last.size() == REMEMBERED) {
      last.removeLast();
    }
    last.addFirst(new SoftReference<>(new Stored(zip, code)));
    return code;
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
