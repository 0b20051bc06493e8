package dev.rehearsal.cloud.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A binding's address, such as {@code /v2/apis/{apiId}/routes} or {@code /{Bucket}?acl}.
 *
 * @param segments the path's parts
 * @param query the parameters that must be there; an empty value stands for any
 */
record UriTemplate(List<Segment> segments, Map<String, String> query) {

  /**
   * A part of a path.
   *
   * @param text the literal text or the label's name
   * @param label whether it is a label
   * @param greedy whether it takes the rest of the path
   */
  record Segment(String text, boolean label, boolean greedy) {}

  static UriTemplate parse(String uri) {
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    List<Segment> segments = new ArrayList<>();
    for (String part : parts(path)) {
      if (part.isEmpty()) {
        continue;
      }
      if (part.startsWith("{")) {
        boolean greedy = part.endsWith("+}");
        segments.add(
            new Segment(part.substring(1, part.length() - (greedy ? 2 : 1)), true, greedy));
      } else {
        segments.add(new Segment(part, false, false));
      }
    }
    Map<String, String> query = mark < 0 ? Map.of() : Query.parse(uri.substring(mark + 1)).firsts();
    return new UriTemplate(List.copyOf(segments), query);
  }

  /** A path's parts, still encoded; one slash at the end counts for nothing. */
  static String[] parts(String path) {
    String inner = path.startsWith("/") ? path.substring(1) : path;
    if (inner.endsWith("/") && inner.indexOf('/') == inner.length() - 1) {
      inner = inner.substring(0, inner.length() - 1);
    }
    return inner.isEmpty() ? new String[0] : inner.split("/", -1);
  }

  /** The labels' values, or null where the path is another. */
  @Nullable Map<String, String> match(String[] parts) {
    Map<String, String> labels = new LinkedHashMap<>(4);
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (i >= parts.length) {
        return null;
      }
      if (segment.greedy()) {
        String rest = String.join("/", List.of(parts).subList(i, parts.length));
        if (rest.isEmpty()) {
          return null;
        }
        labels.put(segment.text(), Query.decode(rest, false));
        return labels;
      }
      if (segment.label()) {
        if (parts[i].isEmpty()) {
          return null;
        }
        labels.put(segment.text(), Query.decode(parts[i], false));
      } else if (!segment.text().equals(parts[i])) {
        return null;
      }
    }
    boolean whole =
        parts.length == segments.size()
            || (parts.length == segments.size() + 1 && parts[parts.length - 1].isEmpty());
    return whole ? labels : null;
  }

  boolean accepts(Query asked) {
    for (Map.Entry<String, String> wanted : query.entrySet()) {
      String value = asked.first(wanted.getKey());
      if (value == null || (!wanted.getValue().isEmpty() && !wanted.getValue().equals(value))) {
        return false;
      }
    }
    return true;
  }

  /** How much of it is literal: the more, the better it fits what it matches. */
  int literals() {
    return query.size() + (int) segments.stream().filter(segment -> !segment.label()).count();
  }
}
