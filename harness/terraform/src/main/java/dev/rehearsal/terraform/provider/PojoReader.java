package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.schema.NestedBlock;
import dev.rehearsal.terraform.schema.Type;
import dev.rehearsal.terraform.value.Values;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Reads SDK answers into Terraform's values, led by the schema and the SDK's metadata. */
final class PojoReader {

  private static final Set<String> TAG_MEMBERS = Set.of("tags", "taglist", "tagset");

  private final Rules rules;

  private PojoReader(Rules rules) {
    this.rules = rules;
  }

  static PojoReader of(Rules rules) {
    return new PojoReader(rules);
  }

  /** The tags in an answer; empty where it carries none. */
  static Optional<Map<String, String>> tags(SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (TAG_MEMBERS.contains(Names.squash(field.memberName())) && !absent(value)) {
        Map<String, String> tags = new LinkedHashMap<>();
        pairs(value).forEach((key, one) -> tags.put(key, one == null ? "" : one.toString()));
        return Optional.of(tags);
      }
    }
    return Optional.empty();
  }

  /** Overwrites the attributes that the answer has a member for. */
  void take(SdkPojo pojo, Block schema, Map<String, @Nullable Object> into) {
    List<SdkField<?>> fields = pojo.sdkFields();
    schema
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (name.equals("id")
                  || name.equals("region")
                  || name.startsWith("tags")
                  || rules.untaken.contains(name)) {
                return;
              }
              Names.member(rules, name, fields)
                  .ifPresent(
                      f -> into.put(name, value(attribute.type(), f.getValueOrDefault(pojo))));
            });
    schema
        .blocks()
        .forEach(
            (name, nested) -> {
              if (!name.equals("timeouts") && !rules.untaken.contains(name)) {
                Names.member(rules, name, fields)
                    .ifPresent(f -> into.put(name, nested(nested, f.getValueOrDefault(pojo))));
              }
            });
  }

  /** A block's value from an SDK value. */
  Map<String, @Nullable Object> read(SdkPojo pojo, Block block) {
    List<SdkField<?>> fields = pojo.sdkFields();
    Map<String, @Nullable Object> into = new LinkedHashMap<>();
    block
        .attributes()
        .forEach(
            (name, attribute) ->
                into.put(
                    name,
                    Names.member(rules, name, fields)
                        .map(f -> value(attribute.type(), f.getValueOrDefault(pojo)))
                        .orElse(null)));
    block
        .blocks()
        .forEach(
            (name, nested) ->
                into.put(
                    name,
                    Names.member(rules, name, fields)
                        .map(f -> nested(nested, f.getValueOrDefault(pojo)))
                        .orElse(
                            nested.nesting() == NestedBlock.Nesting.SINGLE ? null : List.of())));
    return into;
  }

  private @Nullable Object nested(NestedBlock nested, @Nullable Object value) {
    if (nested.nesting() == NestedBlock.Nesting.SINGLE) {
      return value instanceof SdkPojo pojo ? read(pojo, nested.block()) : null;
    }
    List<Object> all = new ArrayList<>();
    for (Object one : blocks(nested.block().type(), value)) {
      if (one instanceof SdkPojo pojo) {
        all.add(read(pojo, nested.block()));
      }
    }
    return all;
  }

  private @Nullable Object value(Type type, @Nullable Object value) {
    if (absent(value)) {
      return null;
    }
    if (type instanceof Type.ListOf list) {
      return (list.element() instanceof Type.ObjectOf object ? blocks(object, value) : many(value))
          .stream().map(one -> value(list.element(), one)).toList();
    }
    if (type instanceof Type.SetOf set) {
      return many(value).stream().map(one -> value(set.element(), one)).toList();
    }
    if (type instanceof Type.MapOf map) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      pairs(value).forEach((key, one) -> entries.put(key, value(map.element(), one)));
      return entries;
    }
    if (type instanceof Type.ObjectOf object && value instanceof SdkPojo pojo) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      object
          .attributes()
          .forEach(
              (name, inner) ->
                  entries.put(
                      name,
                      Names.member(rules, name, pojo.sdkFields())
                          .map(f -> value(inner, f.getValueOrDefault(pojo)))
                          .orElse(null)));
      return entries;
    }
    return primitive(
        (type instanceof Type.Primitive primitive) ? primitive : Type.Primitive.STRING, value);
  }

  private static @Nullable Object primitive(Type.Primitive type, @Nullable Object value) {
    if (value == null || value instanceof SdkPojo) {
      return null;
    }
    return switch (type) {
      case NUMBER -> value instanceof Number ? value : number(value.toString());
      case BOOL -> value instanceof Boolean ? value : Boolean.valueOf(value.toString());
      default -> {
        if (value instanceof Instant instant) {
          yield DateTimeFormatter.ISO_INSTANT.format(instant);
        }
        yield value instanceof SdkBytes bytes ? bytes.asUtf8String() : value.toString();
      }
    };
  }

  private static @Nullable Object number(String text) {
    return text.matches("-?\\d+(\\.\\d+)?") ? Values.number(text) : null;
  }

  /** The SDK values that blocks stand for: a wrapper's items, unless the block is the wrapper. */
  private static List<?> blocks(Type.ObjectOf block, @Nullable Object value) {
    if (!(value instanceof SdkPojo pojo)) {
      return many(value);
    }
    if (block.attributes().containsKey("items")) {
      // CloudFront answers an empty wrapper where there was none.
      boolean empty = block.attributes().size() == 1 && many(pojo).isEmpty();
      return empty ? List.of() : List.of(pojo);
    }
    boolean wrapper =
        Names.field(pojo, "Items")
            .map(items -> items.getTrait(ListTrait.class).memberFieldInfo().marshallingType())
            .filter(type -> type == MarshallingType.SDK_POJO)
            .isPresent();
    return wrapper ? many(pojo) : List.of(pojo);
  }

  private static boolean absent(@Nullable Object value) {
    return value == null
        || value instanceof SdkAutoConstructList<?>
        || value instanceof SdkAutoConstructMap<?, ?>;
  }

  /** CloudFront wraps lists into a value with Quantity and Items. */
  private static List<?> many(@Nullable Object value) {
    if (absent(value)) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    if (value instanceof SdkPojo pojo) {
      Optional<SdkField<?>> items = Names.field(pojo, "Items");
      return items.isPresent() ? many(items.get().getValueOrDefault(pojo)) : List.of(pojo);
    }
    return value == null ? List.of() : List.of(value);
  }

  private static Map<String, @Nullable Object> pairs(@Nullable Object value) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, one) -> entries.put((String) key, one));
      return entries;
    }
    for (Object one : many(value)) {
      String key = "";
      Object content = null;
      for (SdkField<?> field : ((SdkPojo) one).sdkFields()) {
        Object part = field.getValueOrDefault(one);
        String member = Names.squash(field.memberName());
        if (member.endsWith("key") || member.endsWith("name")) {
          key = String.valueOf(part);
        } else if (member.endsWith("value")) {
          content = part;
        }
      }
      entries.put(key, content);
    }
    return entries;
  }
}
