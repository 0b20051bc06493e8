package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.call.AwsError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a body in the encoding {@code aws-chunked}: chunks, each with a signature or without, and
 * trailing headers.
 */
final class AwsChunkedStream extends InputStream {

  private static final int LONGEST_LINE = 8192;

  private final InputStream in;
  private final @Nullable ChunkSigner signer;
  private final Map<String, String> trailers = new HashMap<>();
  private final MessageDigest digest = Hashes.digest("SHA-256");
  private String claimed = "";
  private long left;
  private boolean begun;
  private boolean ended;

  /**
   * Makes a decoder.
   *
   * @param signer checks the chunks' signatures; null where they are not to be checked
   */
  AwsChunkedStream(InputStream in, @Nullable ChunkSigner signer) {
    this.in = in;
    this.signer = signer;
  }

  /** Checks a chain of chunks, each signed over the signature before it. */
  static final class ChunkSigner {

    private final byte[] key;
    private final Signature seed;
    private String previous;

    ChunkSigner(byte[] key, Signature seed) {
      this.key = key;
      this.seed = seed;
      this.previous = seed.signature();
    }

    void check(String signature, String hash) {
      String toSign =
          "AWS4-HMAC-SHA256-PAYLOAD\n"
              + seed.time()
              + "\n"
              + seed.scope()
              + "\n"
              + previous
              + "\n"
              + Hashes.sha256(new byte[0])
              + "\n"
              + hash;
      String expected = Hashes.hex(Hashes.hmac(key, toSign));
      if (!Hashes.same(expected, signature)) {
        throw AwsError.of(
            "SignatureDoesNotMatch",
            403,
            "The request signature we calculated does not match the signature of a chunk.");
      }
      previous = expected;
    }
  }

  /** A trailing header, once the body has been read to its end. */
  @Nullable String trailer(String name) {
    return trailers.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !nextChunk()) {
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw incomplete();
    }
    left -= read;
    if (signer != null) {
      digest.update(bytes, offset, read);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean nextChunk() throws IOException {
    if (ended) {
      return false;
    }
    if (begun) {
      endChunk();
      if (!line().isEmpty()) {
        throw malformed();
      }
    }
    begun = true;
    String head = line();
    int semicolon = head.indexOf(';');
    try {
      left = Long.parseLong(semicolon < 0 ? head : head.substring(0, semicolon), 16);
    } catch (NumberFormatException notOne) {
      throw malformed();
    }
    if (left < 0) {
      throw malformed();
    }
    claimed = semicolon < 0 ? "" : head.substring(semicolon + 1).replace("chunk-signature=", "");
    if (left > 0) {
      return true;
    }
    ended = true;
    endChunk();
    readTrailers();
    return false;
  }

  private void endChunk() {
    if (signer != null) {
      signer.check(claimed, Hashes.hex(digest.digest()));
    }
  }

  private void readTrailers() throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw malformed();
      }
      trailers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
  }

  /** A line without its end; empty at the end of the body. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(96);
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
      if (line.size() > LONGEST_LINE) {
        throw malformed();
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static RuntimeException malformed() {
    return AwsError.of(
        "InvalidChunkSizeError", 400, "The body is not in the encoding aws-chunked it says it is.");
  }

  private static RuntimeException incomplete() {
    return AwsError.of(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }
}
