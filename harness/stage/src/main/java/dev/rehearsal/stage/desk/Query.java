package dev.rehearsal.stage.desk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A query string, decoded. The first of equal names counts; what cannot be decoded is absent. */
final class Query {

  private final Map<String, String> values = new HashMap<>();

  Query(String query) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          values.putIfAbsent(
              URLDecoder.decode(pair.substring(0, equals), UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        } catch (IllegalArgumentException undecodable) {
          continue;
        }
      }
    }
  }

  /** A value; empty where it is absent or blank. */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /** A number from 0; {@code otherwise} where it is absent or none. */
  long number(String name, long otherwise) {
    try {
      return find(name).map(Long::parseLong).filter(value -> value >= 0).orElse(otherwise);
    } catch (NumberFormatException none) {
      return otherwise;
    }
  }
}
