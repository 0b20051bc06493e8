package dev.rehearsal.cloud.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP response.
 *
 * @param status the status code
 * @param headers the headers; content-length is added where {@code length} is known
 * @param body the body; closed by the server
 * @param length the body's length in bytes, or -1 where it is not known
 */
public record HttpResponse(int status, Headers headers, InputStream body, long length) {

  public static HttpResponse of(int status, Headers headers, byte[] body) {
    return new HttpResponse(status, headers, new ByteArrayInputStream(body), body.length);
  }

  public static HttpResponse of(int status, String contentType, String body) {
    return of(
        status,
        new Headers().set("content-type", contentType),
        body.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpResponse empty(int status) {
    return of(status, new Headers(), new byte[0]);
  }
}
