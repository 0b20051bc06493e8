package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads bodies that are not streamed. */
final class RequestBodies {

  private static final int USUAL_LIMIT = 16 << 20;

  /** A function's code of 50 MB, in base64, within JSON. */
  private static final int LAMBDA_LIMIT = 72 << 20;

  private RequestBodies() {}

  /** The whole body as it was sent. */
  static byte[] buffered(Exchange exchange) throws IOException {
    boolean lambda =
        exchange.service() != null && exchange.service().service().id().equals("lambda");
    return exchange.request().bytes(lambda ? LAMBDA_LIMIT : USUAL_LIMIT);
  }

  /** The body without the compression that clients may choose. */
  static byte[] inflated(HttpRequest request, byte[] body) throws IOException {
    String encoding = request.header("content-encoding").orElse("").toLowerCase(Locale.ROOT);
    if (!encoding.equals("gzip") || body.length == 0) {
      return body;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] inflated = in.readNBytes(USUAL_LIMIT + 1);
      if (inflated.length > USUAL_LIMIT) {
        throw new Malformed("The body has more than " + USUAL_LIMIT + " bytes when unpacked.");
      }
      return inflated;
    } catch (ZipException | java.io.EOFException broken) {
      throw new Malformed("The body is not in gzip format.", broken);
    }
  }

  /** A form's parameters: those of the body, or those of the address where there is no body. */
  static Query form(Query address, byte[] body) {
    return body.length == 0 ? address : Query.parse(new String(body, StandardCharsets.UTF_8));
  }
}
