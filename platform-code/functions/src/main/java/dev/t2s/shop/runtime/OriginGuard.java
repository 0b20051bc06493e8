package dev.t2s.shop.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only what came through the edge: the edge adds a secret header, and WAF stands there. A
 * request that goes to the API directly has no such header.
 */
public final class OriginGuard {

  private static final long FRESH_NANOS = 10_000_000_000L;
  private static final long KEEP_NANOS = 300_000_000_000L;

  private final SignedCalls calls;
  private final String parameter;
  private @Nullable String secret;
  private long readAt;

  public OriginGuard(SignedCalls calls, Settings settings) {
    this.calls = calls;
    this.parameter = settings.required("ORIGIN_SECRET_PARAMETER");
  }

  /** Reads the secret ahead of the first request; a failure shows then. */
  void warm() {
    try {
      secret(KEEP_NANOS);
    } catch (Problem unavailable) {
      // The first request tries again and answers 503 where it still fails.
      secret = null;
    }
  }

  /**
   * Checks a request.
   *
   * @throws Problem 403 where it did not come through the edge
   */
  void check(Request request) {
    byte[] given = request.header("x-origin-secret").orElse("").getBytes(StandardCharsets.UTF_8);
    // A mismatch may be a rotation: read the parameter again, unless that was just done.
    if (!matches(given, secret(KEEP_NANOS)) && !matches(given, secret(FRESH_NANOS))) {
      throw Problem.of(
          403, "NOT_THROUGH_THE_EDGE", "Forbidden", "Use the shop's own address, not the API's.");
    }
  }

  private static boolean matches(byte[] given, String expected) {
    return given.length > 0
        && MessageDigest.isEqual(given, expected.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized String secret(long keepNanos) {
    String known = secret;
    if (known != null && System.nanoTime() - readAt < keepNanos) {
      return known;
    }
    try {
      String read = calls.parameter(parameter);
      secret = read;
      readAt = System.nanoTime();
      return read;
    } catch (IOException | Json.Malformed unreadable) {
      if (known != null) {
        return known;
      }
      throw Problem.unavailable("The shop's configuration can't be read.");
    }
  }
}
