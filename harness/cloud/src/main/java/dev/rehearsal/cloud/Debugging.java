package dev.rehearsal.cloud;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which functions a debugger may attach to. Such a function has one JVM at a time, and nothing that
 * waits for it gives up: a developer at a breakpoint is slower than any limit.
 *
 * @param ports the loopback port that a function's JVM listens on for a debugger, by the function's
 *     name or by the end of it after a hyphen
 */
public record Debugging(Map<String, Integer> ports) {

  /** No function. */
  public static final Debugging NONE = new Debugging(Map.of());

  private static final Duration PATIENCE = Duration.ofDays(1);

  public Debugging {
    ports = Map.copyOf(ports);
  }

  /** The port of a function's debugger; empty where it has none. */
  public OptionalInt port(String function) {
    return ports.entrySet().stream()
        .filter(each -> function.equals(each.getKey()) || function.endsWith("-" + each.getKey()))
        .mapToInt(Map.Entry::getValue)
        .findFirst();
  }

  /** A limit of what waits for one function. */
  public Duration limit(String function, Duration usual) {
    return port(function).isPresent() ? PATIENCE : usual;
  }

  /** A limit of what waits for some function, or for something that does. */
  public Duration limit(Duration usual) {
    return ports.isEmpty() ? usual : PATIENCE;
  }
}
