package dev.rehearsal.cloud.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Fills the SDK's builders from what a client wrote. */
final class Binder {

  private Binder() {}

  /** Sets every member of the body that the source has. */
  static void bind(Source source, SdkPojo builder) {
    for (Member member : Shape.of(builder).body()) {
      set(source, member, builder);
    }
  }

  /** Sets every member that the source has, wherever it travels. */
  static void bindAll(Source source, SdkPojo builder) {
    for (Member member : Shape.of(builder).members()) {
      set(source, member, builder);
    }
  }

  private static void set(Source source, Member member, SdkPojo builder) {
    Source written = source.member(member);
    if (written != null && !written.isNull()) {
      member.field().set(builder, value(written, member));
    }
  }

  /** A typed value. */
  static @Nullable Object value(Source source, Member member) {
    return switch (member.kind()) {
      case POJO -> structure(source, member);
      case LIST -> list(source, member);
      case MAP -> map(source, member);
      default -> source.scalar(member);
    };
  }

  private static Object structure(Source source, Member member) {
    SdkPojo nested = member.field().constructor().get();
    for (Member inner : Shape.of(nested).members()) {
      set(source, inner, nested);
    }
    return ((SdkBuilder<?, ?>) nested).build();
  }

  private static List<@Nullable Object> list(Source source, Member member) {
    Member element = member.elementOrFail();
    List<Source> sources = source.elements(member);
    List<@Nullable Object> values = new ArrayList<>(sources.size());
    for (Source each : sources) {
      values.add(value(present(each, member), element));
    }
    return values;
  }

  private static Map<String, @Nullable Object> map(Source source, Member member) {
    Member element = member.elementOrFail();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    source
        .entries(member)
        .forEach((key, each) -> values.put(key, value(present(each, member), element)));
    return values;
  }

  /** A null member is one that is not there; in a list or map there is nothing that it could be. */
  private static Source present(Source each, Member member) {
    if (each.isNull()) {
      throw new Malformed("A value in " + member.name() + " is null.");
    }
    return each;
  }
}
