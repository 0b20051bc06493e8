package dev.rehearsal.cloud.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object that a request asks for.
 *
 * @param header the Content-Range of the answer; null where the whole object is answered
 */
record ByteRange(long from, long count, @Nullable String header) {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Reads a Range header or part number. A header that is no single range is ignored, as by S3. */
  static ByteRange of(@Nullable String range, @Nullable Integer part, StoredObject object) {
    long length = object.length();
    if (part != null) {
      if (range != null) {
        throw S3Errors.of(
            "InvalidRequest",
            400,
            "Cannot specify both Range header and partNumber query parameter");
      }
      return ofPart(part, object);
    }
    Matcher matcher = RANGE.matcher(range == null ? "" : range.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return new ByteRange(0, length, null);
    }
    long first;
    long last;
    if (matcher.group(1).isEmpty()) {
      long suffix = Long.parseLong(matcher.group(2));
      first = Math.max(0, length - suffix);
      last = suffix == 0 ? -1 : length - 1;
    } else {
      first = Long.parseLong(matcher.group(1));
      last =
          matcher.group(2).isEmpty()
              ? length - 1
              : Math.min(length - 1, Long.parseLong(matcher.group(2)));
      if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
        return new ByteRange(0, length, null);
      }
    }
    if (first >= length || last < first) {
      throw S3Errors.of("InvalidRange", 416, "The requested range is not satisfiable");
    }
    return between(first, last, length);
  }

  private static ByteRange ofPart(int part, StoredObject object) {
    if (object.partLengths().isEmpty() && part == 1) {
      return new ByteRange(0, object.length(), null);
    }
    if (part < 1 || part > object.partLengths().size()) {
      throw S3Errors.of("InvalidPartNumber", 416, "The requested partnumber is not satisfiable");
    }
    long from = object.partLengths().subList(0, part - 1).stream().mapToLong(Long::longValue).sum();
    return between(from, from + object.partLengths().get(part - 1) - 1, object.length());
  }

  private static ByteRange between(long first, long last, long length) {
    return new ByteRange(first, last - first + 1, "bytes " + first + "-" + last + "/" + length);
  }
}
