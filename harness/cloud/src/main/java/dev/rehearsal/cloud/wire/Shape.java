package dev.rehearsal.cloud.wire;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/** The members of one of the SDK's classes, in the SDK's order. */
final class Shape {

  private static final Map<Class<?>, Shape> KNOWN = new ConcurrentHashMap<>();

  private final List<Member> members;
  private final List<Member> body;
  private final @Nullable Member payload;

  private Shape(SdkPojo sample) {
    this.members = sample.sdkFields().stream().map(Member::of).toList();
    this.body =
        members.stream().filter(member -> member.location() == MarshallLocation.PAYLOAD).toList();
    this.payload = members.stream().filter(Member::payload).findFirst().orElse(null);
  }

  /** The shape of a value or of a builder. */
  static Shape of(SdkPojo value) {
    Shape known = KNOWN.get(value.getClass());
    if (known == null) {
      known = new Shape(value);
      KNOWN.put(value.getClass(), known);
    }
    return known;
  }

  /** Every member. */
  List<Member> members() {
    return members;
  }

  /** The members that travel in the body. */
  List<Member> body() {
    return body;
  }

  /** The member that alone is the body; null where there is none. */
  @Nullable Member payload() {
    return payload;
  }
}
