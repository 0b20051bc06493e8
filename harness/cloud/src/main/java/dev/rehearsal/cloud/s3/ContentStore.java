package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Takes in bytes once: keeps them, and computes their digests on the way. */
final class ContentStore {

  private static final int IN_MEMORY = 256 * 1024;
  private static final int CHUNK = 64 * 1024;

  private final Surroundings aws;
  private final AtomicLong count = new AtomicLong();

  ContentStore(Surroundings aws) {
    this.aws = aws;
  }

  /**
   * What came in.
   *
   * @param digests the values in base64, by algorithm
   * @param md5 the MD5 digest
   */
  record Received(Content content, byte[] md5, Map<String, String> digests) {}

  /** Reads a stream to its end. Closes it. */
  Received receive(InputStream stream, Set<String> algorithms) {
    Map<String, Digest> digests = new LinkedHashMap<>();
    algorithms.forEach(algorithm -> digests.put(algorithm, Digest.of(algorithm)));
    Digest md5 = Digest.of("MD5");
    try (stream) {
      Content content = keep(stream, digests, md5);
      Map<String, String> values = new LinkedHashMap<>();
      digests.forEach((algorithm, digest) -> values.put(algorithm, digest.base64()));
      return new Received(content, md5.value(), values);
    } catch (IOException broken) {
      throw S3Errors.of(
          "IncompleteBody",
          400,
          "The request body ended or broke before its end: " + broken.getMessage());
    }
  }

  private Content keep(InputStream stream, Map<String, Digest> digests, Digest md5)
      throws IOException {
    ByteArrayOutputStream memory = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    while (memory.size() <= IN_MEMORY) {
      int read = stream.read(chunk);
      if (read < 0) {
        return new Content.InMemory(memory.toByteArray());
      }
      update(digests, md5, chunk, read);
      memory.write(chunk, 0, read);
    }
    Path file = aws.folder("s3").resolve("content-" + count.incrementAndGet());
    try (OutputStream out = Files.newOutputStream(file)) {
      memory.writeTo(out);
      for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
        update(digests, md5, chunk, read);
        out.write(chunk, 0, read);
      }
    } catch (IOException broken) {
      Files.deleteIfExists(file);
      throw broken;
    }
    return new Content.InFile(file, Files.size(file));
  }

  private static void update(Map<String, Digest> digests, Digest md5, byte[] chunk, int read) {
    md5.update(chunk, 0, read);
    digests.values().forEach(digest -> digest.update(chunk, 0, read));
  }

  static void discard(Content content) {
    try {
      content.discard();
    } catch (IOException stuck) {
      throw new UncheckedIOException("An object's file could not be deleted.", stuck);
    }
  }
}
