package dev.rehearsal.cloud.wafv2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.wafv2.model.TextTransformation;
import software.amazon.awssdk.services.wafv2.model.TextTransformationType;

/** What is done to a part of a request before it is looked at. */
final class Transformations {

  static final Set<TextTransformationType> SERVED =
      Set.of(
          TextTransformationType.NONE,
          TextTransformationType.LOWERCASE,
          TextTransformationType.URL_DECODE,
          TextTransformationType.URL_DECODE_UNI,
          TextTransformationType.HTML_ENTITY_DECODE,
          TextTransformationType.COMPRESS_WHITE_SPACE,
          TextTransformationType.REPLACE_COMMENTS,
          TextTransformationType.REMOVE_NULLS,
          TextTransformationType.BASE64_DECODE,
          TextTransformationType.NORMALIZE_PATH);

  private static final Pattern ENTITY =
      Pattern.compile("&(?:#x([0-9a-f]{1,6})|#(\\d{1,7})|(lt|gt|amp|quot|nbsp));?", 2);
  private static final Pattern UNICODE = Pattern.compile("%u([0-9a-fA-F]{4})");

  private Transformations() {}

  /** Applies all, in the order of their priority. */
  static String apply(List<TextTransformation> transformations, String text) {
    String changed = text;
    for (TextTransformation each :
        transformations.stream()
            .sorted(Comparator.comparing(TextTransformation::priority))
            .toList()) {
      changed = apply(each.type(), changed);
    }
    return changed;
  }

  private static String apply(TextTransformationType type, String text) {
    return switch (type) {
      case LOWERCASE -> text.toLowerCase(Locale.ROOT);
      case URL_DECODE -> urlDecode(text);
      case URL_DECODE_UNI ->
          urlDecode(
              UNICODE
                  .matcher(text)
                  .replaceAll(
                      found ->
                          Matcher.quoteReplacement(
                              String.valueOf((char) Integer.parseInt(found.group(1), 16)))));
      case HTML_ENTITY_DECODE ->
          ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(entity(found)));
      case COMPRESS_WHITE_SPACE -> text.replaceAll("[\\s\\u00a0]+", " ");
      case REPLACE_COMMENTS -> text.replaceAll("(?s)/\\*.*?(\\*/|$)", " ");
      case REMOVE_NULLS -> text.replace("\0", "");
      case BASE64_DECODE -> base64(text);
      case NORMALIZE_PATH -> normalized(text);
      default -> text;
    };
  }

  /** Decodes %XX and plus; what is no escape stays as it is. */
  static String urlDecode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 < in.length && in[i] == '%' ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static String entity(java.util.regex.MatchResult found) {
    if (found.group(3) != null) {
      return switch (found.group(3).toLowerCase(Locale.ROOT)) {
        case "lt" -> "<";
        case "gt" -> ">";
        case "amp" -> "&";
        case "quot" -> "\"";
        default -> " ";
      };
    }
    int point =
        found.group(1) != null
            ? Integer.parseInt(found.group(1), 16)
            : Integer.parseInt(found.group(2));
    return Character.isValidCodePoint(point) ? Character.toString(point) : found.group();
  }

  private static String base64(String text) {
    try {
      return new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noBase64) {
      return text;
    }
  }

  private static String normalized(String path) {
    String changed = path.replaceAll("/+", "/").replaceAll("(?:/\\.)+(?=/|$)", "");
    String before;
    do {
      before = changed;
      changed = changed.replaceFirst("/(?!\\.\\./)[^/]+/\\.\\.(?=/|$)", "");
    } while (!changed.equals(before));
    return changed;
  }
}
