package dev.rehearsal.cloud.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One HTTP request as it came in.
 *
 * @param method the method, in upper case
 * @param path the path as sent: still percent-encoded, never empty
 * @param query the query as sent, without the question mark; empty where there is none
 * @param headers the headers
 * @param body the body; read it at most once
 * @param remoteAddress the client's IP address
 * @param secure whether it came over TLS
 */
public record HttpRequest(
    String method,
    String path,
    String query,
    Headers headers,
    InputStream body,
    String remoteAddress,
    boolean secure) {

  /** A header's first value. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /**
   * The whole body.
   *
   * @throws BodyTooLarge where it has more than {@code limit} bytes
   * @throws IOException where the connection breaks
   */
  public byte[] bytes(int limit) throws IOException {
    byte[] read = body.readNBytes(limit + 1);
    if (read.length > limit) {
      throw new BodyTooLarge(limit);
    }
    return read;
  }

  /** A body over the limit that its reader set. */
  public static final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLarge(int limit) {
      super("The request body has more than " + limit + " bytes.");
    }
  }
}
