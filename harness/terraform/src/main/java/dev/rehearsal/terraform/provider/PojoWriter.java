package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.value.Unknown;
import dev.rehearsal.terraform.value.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Writes Terraform's values into SDK requests, led by the SDK's metadata. */
final class PojoWriter {

  private final Rules rules;

  private PojoWriter(Rules rules) {
    this.rules = rules;
  }

  static PojoWriter of(Rules rules) {
    return new PojoWriter(rules);
  }

  /** Sets every member that a value is known for. */
  void fill(SdkPojo builder, Map<?, ?> values) {
    int items = 0;
    for (SdkField<?> field : builder.sdkFields()) {
      if (rules.unfilled.contains(field.memberName())) {
        continue;
      }
      Object value = valueFor(builder, field.memberName(), values);
      if (value == null || value == Unknown.VALUE || "".equals(value)) {
        continue;
      }
      Object converted = convert(field, value);
      if (converted != null) {
        field.set(builder, converted);
        items =
            field.memberName().equals("Items") && converted instanceof List<?> all
                ? all.size()
                : items;
      }
    }
    if (Names.field(builder, "Items").isPresent()) {
      int quantity = items;
      Names.field(builder, "Quantity").ifPresent(field -> field.set(builder, quantity));
    }
  }

  private @Nullable Object valueFor(SdkPojo builder, String member, Map<?, ?> values) {
    if ((member.equalsIgnoreCase("Tags") || member.equals("TagList"))
        && values.containsKey("tags_all")) {
      return values.get("tags_all");
    }
    String declared = rules.names.get(Names.squash(member));
    if (declared != null && values.containsKey(declared)) {
      return values.get(declared);
    }
    String wanted = Names.squash(member);
    Object plural = null;
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      String name = (String) entry.getKey();
      String other = rules.members.get(name);
      if (other != null
          && !other.equalsIgnoreCase(member)
          && Names.field(builder, other).isPresent()) {
        continue;
      }
      if (Names.squash(name).equals(wanted)) {
        return entry.getValue();
      }
      if (Names.match(name, member)) {
        plural = entry.getValue();
      }
    }
    return plural;
  }

  @Nullable Object convert(SdkField<?> field, Object value) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.STRING) {
      return value.toString();
    } else if (type == MarshallingType.INTEGER) {
      return number(value).intValue();
    } else if (type == MarshallingType.LONG) {
      return number(value).longValue();
    } else if (type == MarshallingType.DOUBLE) {
      return number(value).doubleValue();
    } else if (type == MarshallingType.FLOAT) {
      return number(value).floatValue();
    } else if (type == MarshallingType.BIG_DECIMAL) {
      return number(value);
    } else if (type == MarshallingType.BOOLEAN) {
      return Boolean.valueOf(value.toString());
    } else if (type == MarshallingType.INSTANT) {
      return Instant.parse(value.toString());
    } else if (type == MarshallingType.SDK_BYTES) {
      return SdkBytes.fromUtf8String(value.toString());
    } else if (type == MarshallingType.LIST) {
      return list(field.getTrait(ListTrait.class).memberFieldInfo(), value);
    } else if (type == MarshallingType.MAP && value instanceof Map<?, ?> map) {
      return entries(field.getTrait(MapTrait.class).valueFieldInfo(), map);
    } else if (type == MarshallingType.SDK_POJO) {
      return pojo(field, value);
    }
    return null;
  }

  private @Nullable List<Object> list(SdkField<?> element, Object value) {
    List<Object> converted = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      if (element.marshallingType() != MarshallingType.SDK_POJO) {
        return null;
      }
      map.forEach((key, one) -> converted.add(pair(element, key, one)));
    } else if (value instanceof List<?> all) {
      for (Object one : all) {
        Object each = one == null ? Map.of() : one;
        Object done = each == Unknown.VALUE ? null : convert(element, each);
        if (done != null) {
          converted.add(done);
        }
      }
    }
    return converted.isEmpty() ? null : converted;
  }

  /** A tag: AWS calls its parts Key and Value, or TagKey and TagValue. */
  private Object pair(SdkField<?> element, Object key, @Nullable Object value) {
    SdkPojo builder = element.constructor().get();
    for (SdkField<?> field : builder.sdkFields()) {
      String member = Names.squash(field.memberName());
      if (member.endsWith("key") || member.endsWith("name")) {
        field.set(builder, key);
      } else if (member.endsWith("value")) {
        field.set(builder, value == null ? "" : value.toString());
      }
    }
    return ((Buildable) builder).build();
  }

  private Map<String, Object> entries(SdkField<?> element, Map<?, ?> map) {
    Map<String, Object> converted = new LinkedHashMap<>();
    map.forEach(
        (key, one) -> {
          Object done = one == null || one == Unknown.VALUE ? null : convert(element, one);
          if (done != null) {
            converted.put((String) key, done);
          }
        });
    return converted;
  }

  private @Nullable Object pojo(SdkField<?> field, Object value) {
    SdkPojo builder = field.constructor().get();
    Optional<SdkField<?>> items = Names.field(builder, "Items");
    if (items.isPresent() && (wraps(items.get(), value) || isTags(value, builder))) {
      Object all = convert(items.get(), value);
      int size = all instanceof List<?> list ? list.size() : 0;
      Names.field(builder, "Quantity").ifPresent(quantity -> quantity.set(builder, size));
      Names.field(builder, "Enabled").ifPresent(enabled -> enabled.set(builder, size > 0));
      if (all != null) {
        items.get().set(builder, all);
      }
      return ((Buildable) builder).build();
    }
    Object one = value;
    if (value instanceof List<?> list) {
      if (list.isEmpty()) {
        return null;
      }
      one = list.get(0) == null ? Map.of() : list.get(0);
    }
    if (!(one instanceof Map<?, ?> map)) {
      return null;
    }
    fill(builder, map);
    return ((Buildable) builder).build();
  }

  /** Whether a list is what Items holds, and not one block that stands for the wrapper itself. */
  private static boolean wraps(SdkField<?> items, Object value) {
    if (!(value instanceof List<?> list)) {
      return false;
    }
    SdkField<?> element = items.getTrait(ListTrait.class).memberFieldInfo();
    boolean blocks = !list.isEmpty() && list.get(0) instanceof Map<?, ?>;
    boolean itself = blocks && ((Map<?, ?>) list.get(0)).containsKey("items");
    return !itself && (!blocks || element.marshallingType() == MarshallingType.SDK_POJO);
  }

  private static boolean isTags(Object value, SdkPojo builder) {
    return value instanceof Map<?, ?> && builder.sdkFields().size() == 1;
  }

  private static BigDecimal number(Object value) {
    return Values.number(value);
  }
}
