package dev.rehearsal.cloud.lambda;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Copies between the SDK's shapes that carry the same members under different class names. */
final class Shapes {

  private Shapes() {}

  /** Sets every member of {@code builder} that {@code from} has a value for; gives the builder. */
  static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
    Map<String, SdkField<?>> targets =
        builder.sdkFields().stream()
            .collect(Collectors.toMap(SdkField::memberName, field -> field, (one, two) -> one));
    for (SdkField<?> source : from.sdkFields()) {
      SdkField<?> target = targets.get(source.memberName());
      Object value = source.getValueOrDefault(from);
      if (target == null
          || value == null
          || value instanceof SdkAutoConstructList
          || value instanceof SdkAutoConstructMap
          || target.marshallingType() != source.marshallingType()) {
        continue;
      }
      if (target.marshallingType() == MarshallingType.SDK_POJO) {
        SdkPojo inner = copy((SdkPojo) value, target.constructor().get());
        target.set(builder, ((Buildable) inner).build());
      } else {
        target.set(builder, value);
      }
    }
    return builder;
  }
}
