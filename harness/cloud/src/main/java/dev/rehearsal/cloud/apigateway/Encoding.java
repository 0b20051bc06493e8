package dev.rehearsal.cloud.apigateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoding, lenient as API Gateway is: what isn't an escape stays as it is. */
final class Encoding {

  private Encoding() {}

  /** Decodes percent escapes; with {@code form}, plus signs as spaces too. */
  static String decode(String text, boolean form) {
    if (text.indexOf('%') < 0 && (!form || text.indexOf('+') < 0)) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '%' && i + 2 < source.length) {
        int high = Character.digit(source[i + 1], 16);
        int low = Character.digit(source[i + 2], 16);
        if (high >= 0 && low >= 0) {
          bytes.write(high << 4 | low);
          i += 2;
          continue;
        }
      }
      bytes.write(form && source[i] == '+' ? ' ' : source[i]);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The parameters of a query, decoded, in order; values of one name in order. */
  static Map<String, List<String>> query(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    if (query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters
            .computeIfAbsent(decode(name, true), any -> new ArrayList<>(1))
            .add(decode(value, true));
      }
    }
    return parameters;
  }
}
