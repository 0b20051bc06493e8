package dev.rehearsal.cloud.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query or of a form, decoded. */
final class Query {

  private static final int MOST = 20_000;

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Query() {}

  /**
   * Parses a query.
   *
   * @throws Malformed where its percent-encoding is broken
   */
  static Query parse(String raw) {
    Query query = new Query();
    if (raw.isEmpty()) {
      return query;
    }
    int parameters = 0;
    for (String part : raw.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      if (++parameters > MOST) {
        throw new Malformed("The query has more than " + MOST + " parameters.");
      }
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals), true);
      String value = equals < 0 ? "" : decode(part.substring(equals + 1), true);
      query.values.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    }
    return query;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable String first(String name) {
    List<String> all = values.get(name);
    return all == null ? null : all.get(0);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Map<String, List<String>> asMap() {
    return Collections.unmodifiableMap(values);
  }

  /** The first value of each parameter. */
  Map<String, String> firsts() {
    Map<String, String> firsts = new LinkedHashMap<>();
    values.forEach((name, all) -> firsts.put(name, all.get(0)));
    return firsts;
  }

  /** Undoes percent-encoding. */
  static String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      byte b = in[i];
      if (b == '%') {
        int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
        int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new Malformed("The percent-encoding of the address is broken.");
        }
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = plusIsSpace && b == '+' ? (byte) ' ' : b;
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /** Percent-encodes as SigV4 does: everything but letters, digits and {@code -_.~}. */
  static String encode(String text, boolean keepSlashes) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-_.~".indexOf(c) >= 0
          || (keepSlashes && c == '/')) {
        out.append(c);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return out.toString();
  }
}
