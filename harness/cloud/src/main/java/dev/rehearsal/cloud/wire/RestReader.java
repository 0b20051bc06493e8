package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.wire.Member.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/** Reads what a REST request carries in path, query, headers and body. */
final class RestReader {

  private final Map<String, String> labels;
  private final Query query;
  private final Headers headers;

  RestReader(Map<String, String> labels, Query query, Headers headers) {
    this.labels = labels;
    this.query = query;
    this.headers = headers;
  }

  /** Sets everything but the body. */
  void read(SdkPojo builder) {
    for (Member member : Shape.of(builder).members()) {
      Object value =
          switch (member.location()) {
            case PATH, GREEDY_PATH -> label(member);
            case QUERY_PARAM -> parameter(member);
            case HEADER -> header(member);
            default -> null;
          };
      if (value != null) {
        member.field().set(builder, value);
      }
    }
  }

  /** Sets the body's members from a body that is there. */
  static void body(SdkPojo builder, byte[] body, Protocol protocol) {
    Shape shape = Shape.of(builder);
    Member payload = shape.payload();
    if (payload == null) {
      if (body.length > 0 && !shape.body().isEmpty()) {
        Binder.bind(Bodies.parse(body, protocol), builder);
      }
    } else if (payload.kind() == Kind.BYTES) {
      payload.field().set(builder, SdkBytes.fromByteArrayUnsafe(body));
    } else if (payload.kind() == Kind.STRING) {
      payload.field().set(builder, new String(body, StandardCharsets.UTF_8));
    } else if (body.length > 0) {
      payload.field().set(builder, Binder.value(Bodies.parse(body, protocol), payload));
    }
  }

  private @Nullable Object label(Member member) {
    String text = labels.get(member.name());
    return text == null ? null : Scalars.parse(text, member);
  }

  private @Nullable Object parameter(Member member) {
    if (member.kind() == Kind.MAP) {
      Map<String, Object> rest = new LinkedHashMap<>();
      boolean lists = member.elementOrFail().kind() == Kind.LIST;
      query.asMap().forEach((name, all) -> rest.put(name, lists ? all : all.get(0)));
      return rest;
    }
    List<String> all = query.all(member.name());
    if (all.isEmpty()) {
      return null;
    }
    if (member.kind() == Kind.LIST) {
      return all.stream().map(each -> Scalars.parse(each, member.elementOrFail())).toList();
    }
    boolean nothing = all.get(0).isEmpty() && member.kind() != Kind.STRING;
    return nothing ? null : Scalars.parse(all.get(0), member);
  }

  private @Nullable Object header(Member member) {
    if (member.kind() == Kind.MAP) {
      return prefixed(member.name());
    }
    String text = headers.first(member.name()).orElse(null);
    if (text == null) {
      return null;
    }
    if (member.kind() == Kind.LIST) {
      List<Object> values = new ArrayList<>();
      for (String line : headers.all(member.name())) {
        for (String each : line.split(",", -1)) {
          values.add(Scalars.parse(each.strip(), member.elementOrFail()));
        }
      }
      return values;
    }
    if (member.name().equalsIgnoreCase("Expires")) {
      return lenient(text, member);
    }
    return Scalars.parse(text, member);
  }

  /** S3 keeps any text as an object's Expires; the SDK's type for it is a time. */
  private static @Nullable Object lenient(String text, Member member) {
    try {
      return Scalars.parse(text, member);
    } catch (Malformed noTime) {
      return null;
    }
  }

  private @Nullable Map<String, String> prefixed(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : headers.names()) {
      if (name.regionMatches(true, 0, prefix, 0, prefix.length())
          && name.length() > prefix.length()) {
        found.put(
            name.substring(prefix.length()).toLowerCase(Locale.ROOT),
            String.join(",", headers.all(name)));
      }
    }
    return found.isEmpty() ? null : found;
  }
}
