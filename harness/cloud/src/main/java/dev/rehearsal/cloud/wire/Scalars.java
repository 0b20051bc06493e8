package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.wire.Member.Kind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Single values as text: in XML, queries, headers and paths. */
final class Scalars {

  private static final DateTimeFormatter RFC_822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Scalars() {}

  /**
   * Reads a value.
   *
   * @throws Malformed where the text is no such value
   */
  static Object parse(String text, Member member) {
    try {
      return switch (member.kind()) {
        case STRING -> text;
        case INTEGER -> Integer.valueOf(text.strip());
        case LONG -> Long.valueOf(text.strip());
        case SHORT -> Short.valueOf(text.strip());
        case BYTE -> Byte.valueOf(text.strip());
        case FLOAT -> (float) number(text);
        case DOUBLE -> number(text);
        case DECIMAL -> new BigDecimal(text.strip());
        case BOOLEAN -> bool(text.strip());
        case INSTANT -> instant(text.strip());
        case BYTES -> SdkBytes.fromByteArrayUnsafe(Base64.getMimeDecoder().decode(text));
        default -> throw new Malformed(member.name() + " takes a structure, not a text.");
      };
    } catch (NumberFormatException | DateTimeException notOne) {
      throw new Malformed(
          "'" + abridged(text) + "' is no valid value of " + member.name() + ".", notOne);
    } catch (IllegalArgumentException notOne) {
      throw new Malformed(member.name() + " is not valid base64.", notOne);
    }
  }

  /** Writes a value. */
  static String text(Object value, Kind kind, @Nullable Format format, Format usual) {
    return switch (kind) {
      case INSTANT -> timestamp((Instant) value, format == null ? usual : format);
      case BYTES -> Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe());
      case DOUBLE, FLOAT -> decimal(((Number) value).doubleValue());
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      default -> String.valueOf(value);
    };
  }

  static String timestamp(Instant value, Format format) {
    return switch (format) {
      case ISO_8601 -> value.getNano() < 1_000_000 ? SECONDS.format(value) : MILLIS.format(value);
      case RFC_822 -> RFC_822.format(value);
      case UNIX_TIMESTAMP, UNIX_TIMESTAMP_MILLIS -> epoch(value).toPlainString();
    };
  }

  /** An ISO 8601 timestamp with milliseconds, whether there are any or not. */
  static String millis(Instant value) {
    return MILLIS.format(value);
  }

  /** Seconds since the epoch, with milliseconds where there are any. */
  static BigDecimal epoch(Instant value) {
    long millis = value.toEpochMilli();
    return millis % 1000 == 0
        ? BigDecimal.valueOf(millis / 1000)
        : BigDecimal.valueOf(millis, 3).stripTrailingZeros();
  }

  /** An instant from seconds since the epoch. */
  static Instant instant(BigDecimal seconds) {
    if (seconds.abs().compareTo(BigDecimal.valueOf(1_000_000_000_000L)) > 0) {
      throw new Malformed(seconds + " is no time that can be.");
    }
    return Instant.ofEpochMilli(
        seconds.movePointRight(3).setScale(0, java.math.RoundingMode.HALF_UP).longValue());
  }

  private static Instant instant(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> Character.isDigit(c) || c == '.')) {
      return instant(new BigDecimal(text));
    }
    if (text.endsWith("GMT") || text.contains(",")) {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }
    return text.length() == 10
        ? Instant.parse(text + "T00:00:00Z")
        : text.endsWith("Z")
            ? Instant.parse(text)
            : OffsetDateTime.parse(text.indexOf('+') < 0 && text.length() <= 23 ? text + "Z" : text)
                .toInstant();
  }

  private static double number(String text) {
    return switch (text.strip()) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text.strip());
    };
  }

  private static String decimal(double value) {
    return Double.isFinite(value) && Math.abs(value) < 1e15 && value != 0 && Math.abs(value) > 1e-6
        ? withPoint(BigDecimal.valueOf(value).toPlainString())
        : String.valueOf(value);
  }

  private static String withPoint(String number) {
    return number.indexOf('.') < 0 ? number + ".0" : number;
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new Malformed("'" + abridged(text) + "' is neither true nor false.");
    };
  }

  private static String abridged(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
