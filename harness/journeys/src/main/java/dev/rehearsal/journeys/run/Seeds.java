package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.Ids;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A journey's own ids: the same journey and seed give the same ones. Thread-safe. */
final class Seeds {

  private final Ids ids;
  private final String own;
  private final Map<String, String> named = new ConcurrentHashMap<>();

  Seeds(long seed, String journey) {
    this.ids = new Ids(seed * 0x9E3779B97F4A7C15L + journey.hashCode());
    this.own = ids.lower(8);
  }

  /** Eight letters and digits that are this journey's own in this run. */
  String own() {
    return own;
  }

  /** A UUID of its own each time. */
  String uuid() {
    return ids.uuid();
  }

  /** The journey's UUID of that name. */
  String uuid(String name) {
    return named.computeIfAbsent(name, any -> ids.uuid());
  }

  /** A correlation id as {@code X-Amzn-Trace-Id} has it. */
  String root() {
    return "1-" + ids.hex(8) + "-" + ids.hex(24);
  }

  byte[] bytes(int length) {
    return ids.bytes(length);
  }

  String digits(int length) {
    StringBuilder digits = new StringBuilder(length);
    for (byte each : ids.bytes(length)) {
      digits.append((each & 0xff) % 10);
    }
    return digits.toString();
  }

  String password() {
    return "Aa1!" + ids.lower(16);
  }
}
