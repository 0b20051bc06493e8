package dev.rehearsal.cloud.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.model.Route;

/**
 * Finds the route of a request by API Gateway's priorities: full match of the path before a greedy
 * variable, the more specific path before the less specific one, the method before ANY, and {@code
 * $default} last.
 */
final class RouteTable {

  /**
   * A route that matches.
   *
   * @param route the route
   * @param parameters the values of its path variables, decoded
   */
  record Match(Route route, Map<String, String> parameters) {}

  private record Entry(Route route, String method, List<String> segments) {}

  private final List<Entry> entries = new ArrayList<>();
  private final @Nullable Route fallback;

  RouteTable(List<Route> routes) {
    Route last = null;
    for (Route route : routes) {
      String key = route.routeKey();
      if (key.equals("$default")) {
        last = route;
      } else {
        int space = key.indexOf(' ');
        entries.add(new Entry(route, key.substring(0, space), segments(key.substring(space + 1))));
      }
    }
    entries.sort(RouteTable::byPriority);
    this.fallback = last;
  }

  /** Finds the route of a method and a decoded-by-segment path without its stage. */
  Optional<Match> match(String method, String path) {
    List<String> asked = segments(path);
    for (Entry entry : entries) {
      if (entry.method().equals("ANY") || entry.method().equals(method)) {
        Map<String, String> parameters = parameters(entry.segments(), asked);
        if (parameters != null) {
          return Optional.of(new Match(entry.route(), parameters));
        }
      }
    }
    return Optional.ofNullable(fallback).map(route -> new Match(route, Map.of()));
  }

  private static @Nullable Map<String, String> parameters(List<String> route, List<String> asked) {
    Map<String, String> parameters = new TreeMap<>();
    for (int i = 0; i < route.size(); i++) {
      String segment = route.get(i);
      if (segment.endsWith("+}")) {
        if (asked.size() <= i || asked.get(i).isEmpty()) {
          return null;
        }
        parameters.put(
            segment.substring(1, segment.length() - 2),
            decode(String.join("/", asked.subList(i, asked.size()))));
        return parameters;
      }
      if (i >= asked.size()) {
        return null;
      }
      if (segment.startsWith("{")) {
        if (asked.get(i).isEmpty()) {
          return null;
        }
        parameters.put(segment.substring(1, segment.length() - 1), decode(asked.get(i)));
      } else if (!segment.equals(asked.get(i)) && !segment.equals(decode(asked.get(i)))) {
        return null;
      }
    }
    return route.size() == asked.size() ? parameters : null;
  }

  private static int byPriority(Entry one, Entry other) {
    int common = Math.min(one.segments().size(), other.segments().size());
    for (int i = 0; i < common; i++) {
      int difference = rank(one.segments().get(i)) - rank(other.segments().get(i));
      if (difference != 0) {
        return difference;
      }
    }
    int length = other.segments().size() - one.segments().size();
    return length != 0
        ? length
        : Boolean.compare(one.method().equals("ANY"), other.method().equals("ANY"));
  }

  private static int rank(String segment) {
    return segment.endsWith("+}") ? 2 : segment.startsWith("{") ? 1 : 0;
  }

  private static List<String> segments(String path) {
    return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
  }

  private static String decode(String text) {
    return Encoding.decode(text, false);
  }
}
