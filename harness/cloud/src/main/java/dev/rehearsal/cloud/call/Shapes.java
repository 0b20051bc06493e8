package dev.rehearsal.cloud.call;

import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Moves what two of the SDK's shapes have in common from one to the other. */
public final class Shapes {

  private Shapes() {}

  /**
   * Copies every member that {@code from} sets and {@code to} has under the same name and type.
   * Members that {@code from} leaves out keep the value they have: the meaning of a partial update.
   *
   * @param <B> a builder
   * @return {@code to}
   */
  public static <B extends SdkPojo> B copy(SdkPojo from, B to) {
    for (SdkField<?> target : to.sdkFields()) {
      for (SdkField<?> source : from.sdkFields()) {
        if (source.memberName().equals(target.memberName())
            && source.marshallingType().equals(target.marshallingType())) {
          Object value = source.getValueOrDefault(from);
          if (value != null
              && !(value instanceof SdkAutoConstructList)
              && !(value instanceof SdkAutoConstructMap)) {
            target.set(to, value);
          }
        }
      }
    }
    return to;
  }
}
