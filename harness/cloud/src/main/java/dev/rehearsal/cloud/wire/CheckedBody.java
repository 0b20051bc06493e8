package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.call.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A body that is compared, as its last byte is read, with what its sender says of it. A reader that
 * reaches the end has the body that was meant; else reading throws the error that S3 answers.
 */
final class CheckedBody extends InputStream {

  private final InputStream in;
  private final List<BodyCheck> checks;
  private final Function<String, @Nullable String> trailers;
  private long left;
  private boolean ended;

  CheckedBody(
      InputStream in,
      long length,
      List<BodyCheck> checks,
      Function<String, @Nullable String> trailers) {
    this.in = in;
    this.left = length;
    this.checks = checks;
    this.trailers = trailers;
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
    if (left == 0) {
      end();
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw wrongLength();
    }
    left -= read;
    for (BodyCheck check : checks) {
      check.update(bytes, offset, read);
    }
    if (left == 0) {
      end(); // Readers that know the length may never ask for more.
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void end() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    if (in.read() >= 0) {
      throw wrongLength();
    }
    for (BodyCheck check : checks) {
      check.finish(trailers);
    }
  }

  private static RuntimeException wrongLength() {
    return AwsError.of(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }
}
