package dev.rehearsal.cloud.wire;

import java.util.Map;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Tells collections that nobody set from empty ones. */
final class Absent {

  private Absent() {}

  static boolean is(Object value) {
    return value instanceof SdkAutoConstructList<?>
        || (value instanceof Map<?, ?> && value instanceof SdkAutoConstructMap<?, ?>);
  }
}
