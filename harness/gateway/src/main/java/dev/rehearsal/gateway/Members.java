package dev.rehearsal.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Reads a typed request's members by AWS's own names. */
final class Members {

  private Members() {}

  /** The texts at a path of members, through lists and over a map's keys. */
  static List<String> texts(SdkPojo request, String path) {
    List<String> found = new ArrayList<>();
    collect(request, path, found);
    return found;
  }

  /** A member's text; empty where it is no text or an empty one. */
  static Optional<String> text(SdkPojo pojo, String member) {
    return value(pojo, member) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** A member's list of structures. */
  static List<SdkPojo> pojos(SdkPojo pojo, String member) {
    return value(pojo, member) instanceof List<?> all
        ? all.stream().filter(SdkPojo.class::isInstance).map(SdkPojo.class::cast).toList()
        : List.of();
  }

  /** A member's value; null where it has none. */
  static @Nullable Object value(SdkPojo pojo, String member) {
    SdkField<?> field = pojo.sdkFieldNameToField().get(member);
    if (field != null && field.memberName().equals(member)) {
      return field.getValueOrDefault(pojo);
    }
    for (SdkField<?> each : pojo.sdkFields()) {
      if (each.memberName().equals(member)) {
        return each.getValueOrDefault(pojo);
      }
    }
    return null;
  }

  /** A member's bytes. */
  static Optional<byte[]> bytes(SdkPojo pojo, String member) {
    return value(pojo, member) instanceof SdkBytes bytes
        ? Optional.of(bytes.asByteArray())
        : Optional.empty();
  }

  private static void collect(SdkPojo pojo, String path, List<String> found) {
    int dot = path.indexOf('.');
    Object value = value(pojo, dot < 0 ? path : path.substring(0, dot));
    add(value, dot < 0 ? null : path.substring(dot + 1), found);
  }

  private static void add(@Nullable Object value, @Nullable String rest, List<String> found) {
    if (value instanceof List<?> list) {
      list.forEach(each -> add(each, rest, found));
    } else if (value instanceof Map<?, ?> map && rest == null) {
      map.keySet().forEach(key -> found.add(String.valueOf(key)));
    } else if (value instanceof SdkPojo pojo && rest != null) {
      collect(pojo, rest, found);
    } else if (value instanceof String text && rest == null && !text.isEmpty()) {
      found.add(text);
    }
  }
}
