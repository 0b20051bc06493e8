package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The last step before the viewer: conditional requests, ranges, compression. */
final class Delivery {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final Set<String> COMPRESSIBLE =
      Set.of(
          "application/javascript",
          "application/json",
          "application/xml",
          "application/wasm",
          "application/manifest+json",
          "application/x-javascript",
          "application/xhtml+xml",
          "image/svg+xml",
          "font/ttf",
          "font/otf");

  private Delivery() {}

  /** Cuts or compresses an answer to what the viewer can take. */
  static OriginAnswer deliver(OriginAnswer answer, HttpRequest viewer, boolean compress) {
    boolean read = viewer.method().equals("GET") || viewer.method().equals("HEAD");
    if (answer.status() != 200 || !read) {
      return answer;
    }
    Optional<String> eTag = answer.headers().first("etag");
    Optional<String> known = viewer.header("if-none-match");
    if (known.isPresent()
        && (known.get().equals("*") || eTag.filter(tag -> listed(known.get(), tag)).isPresent())) {
      Headers headers = answer.headers().copy();
      headers.remove("content-length");
      headers.remove("content-type");
      return new OriginAnswer(304, headers, new byte[0]);
    }
    Optional<String> range = viewer.header("range");
    if (range.isPresent() && answer.headers().contains("accept-ranges")) {
      return cut(answer, range.get());
    }
    return compress && compressible(answer, viewer) ? gzip(answer) : answer;
  }

  private static boolean listed(String header, String eTag) {
    String bare = eTag.startsWith("W/") ? eTag.substring(2) : eTag;
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(bare::equals);
  }

  private static OriginAnswer cut(OriginAnswer answer, String range) {
    Matcher matcher = RANGE.matcher(range.strip());
    int length = answer.body().length;
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return answer;
    }
    long from;
    long to;
    try {
      if (matcher.group(1).isEmpty()) {
        from = Math.max(0, length - Long.parseLong(matcher.group(2)));
        to = length - 1L;
      } else {
        from = Long.parseLong(matcher.group(1));
        to =
            matcher.group(2).isEmpty()
                ? length - 1L
                : Math.min(length - 1L, Long.parseLong(matcher.group(2)));
      }
    } catch (NumberFormatException tooLong) {
      return answer;
    }
    Headers headers = answer.headers().copy();
    if (from > to || from >= length) {
      headers.set("content-range", "bytes */" + length);
      return new OriginAnswer(416, headers, new byte[0]);
    }
    headers.set("content-range", "bytes " + from + "-" + to + "/" + length);
    return new OriginAnswer(
        206, headers, Arrays.copyOfRange(answer.body(), (int) from, (int) to + 1));
  }

  private static boolean compressible(OriginAnswer answer, HttpRequest viewer) {
    int length = answer.body().length;
    String type =
        answer
            .headers()
            .first("content-type")
            .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            .orElse("");
    return length >= 1000
        && length <= 10_000_000
        && !answer.headers().contains("content-encoding")
        && viewer.header("accept-encoding").filter(text -> text.contains("gzip")).isPresent()
        && (type.startsWith("text/") || COMPRESSIBLE.contains(type));
  }

  private static OriginAnswer gzip(OriginAnswer answer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(answer.body());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    Headers headers = answer.headers().copy();
    headers.set("content-encoding", "gzip").set("vary", "Accept-Encoding");
    headers
        .first("etag")
        .ifPresent(tag -> headers.set("etag", tag.startsWith("W/") ? tag : "W/" + tag));
    headers.remove("content-length");
    headers.remove("accept-ranges");
    return new OriginAnswer(200, headers, bytes.toByteArray());
  }
}
