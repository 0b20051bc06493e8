package dev.rehearsal.cloud.s3;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Reads and writes the members of S3's shapes by AWS's names: what PutObject says of an object is
 * what GetObject answers, member for member.
 */
final class Members {

  private Members() {}

  /** The members that are set, of those named. */
  static Map<String, Object> read(SdkPojo from, Set<String> names) {
    Map<String, Object> values = new HashMap<>();
    for (SdkField<?> field : from.sdkFields()) {
      Object value = names.contains(field.memberName()) ? field.getValueOrDefault(from) : null;
      if (value != null && !(value instanceof Collection<?> many && many.isEmpty())) {
        values.put(field.memberName(), value);
      }
    }
    return values;
  }

  /**
   * Sets those members that {@code into} has.
   *
   * @param <B> a builder of one of the SDK's shapes
   */
  static <B extends SdkPojo> B fill(B into, Map<String, Object> values) {
    for (SdkField<?> field : into.sdkFields()) {
      Object value = values.get(field.memberName());
      if (value != null) {
        field.set(into, value);
      }
    }
    return into;
  }

  /**
   * Copies the members that both shapes have by name.
   *
   * @param <B> a builder of one of the SDK's shapes
   */
  static <B extends SdkPojo> B copy(SdkPojo from, B into) {
    Map<String, Object> values = new HashMap<>();
    for (SdkField<?> field : from.sdkFields()) {
      Object value = field.getValueOrDefault(from);
      if (value != null) {
        values.put(field.memberName(), value);
      }
    }
    return fill(into, values);
  }
}
