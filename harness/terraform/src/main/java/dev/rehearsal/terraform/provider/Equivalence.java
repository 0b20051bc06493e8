package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.schema.Attribute;
import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.schema.NestedBlock;
import dev.rehearsal.terraform.schema.Type;
import dev.rehearsal.terraform.value.Unknown;
import dev.rehearsal.terraform.value.Values;
import dev.rehearsal.terraform.value.Zero;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Says whether two values of an attribute or block mean the same to AWS: null and a type's zero,
 * null and the argument's default, sets in any order, and what the type's rules add.
 */
final class Equivalence {

  private final Rules rules;

  Equivalence(Rules rules) {
    this.rules = rules;
  }

  boolean attribute(
      String path, Attribute attribute, @Nullable Object one, @Nullable Object other) {
    Object a = orDefault(path, one);
    Object b = orDefault(path, other);
    if (a == Unknown.VALUE || b == Unknown.VALUE) {
      return a == b;
    }
    if (Zero.isZero(a) && Zero.isZero(b)) {
      return true;
    }
    if (a == null || b == null) {
      return false;
    }
    BiPredicate<Object, Object> own = rules.equivalences.get(path);
    return value(attribute.type(), a, b)
        || (own != null && !Unknown.in(a) && !Unknown.in(b) && own.test(a, b));
  }

  boolean nested(String path, NestedBlock nested, @Nullable Object one, @Nullable Object other) {
    if (one == Unknown.VALUE || other == Unknown.VALUE) {
      return one == other;
    }
    if (nested.nesting() == NestedBlock.Nesting.SINGLE) {
      return one == null || other == null
          ? one == other
          : block(path, nested.block(), (Map<?, ?>) one, (Map<?, ?>) other);
    }
    List<?> a = one == null ? List.of() : (List<?>) one;
    List<?> b = other == null ? List.of() : (List<?>) other;
    BiPredicate<Object, Object> same =
        (x, y) -> block(path, nested.block(), (Map<?, ?>) x, (Map<?, ?>) y);
    BiPredicate<Object, Object> own = rules.equivalences.get(path);
    if (own != null && own.test(a, b)) {
      return true;
    }
    return nested.nesting() == NestedBlock.Nesting.SET ? sets(a, b, same) : lists(a, b, same);
  }

  boolean block(String path, Block block, @Nullable Map<?, ?> one, @Nullable Map<?, ?> other) {
    Map<?, ?> a = one == null ? Map.of() : one;
    Map<?, ?> b = other == null ? Map.of() : other;
    for (Attribute attribute : block.attributes().values()) {
      String name = attribute.name();
      if (!attribute(join(path, name), attribute, a.get(name), b.get(name))) {
        return false;
      }
    }
    for (NestedBlock nested : block.blocks().values()) {
      String name = nested.name();
      if (!nested(join(path, name), nested, a.get(name), b.get(name))) {
        return false;
      }
    }
    return true;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private @Nullable Object orDefault(String path, @Nullable Object value) {
    return value == null ? rules.defaults.get(path) : value;
  }

  private static boolean value(Type type, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null || a == Unknown.VALUE || b == Unknown.VALUE) {
      return a == b;
    }
    if (type instanceof Type.ListOf list) {
      return lists((List<?>) a, (List<?>) b, (x, y) -> value(list.element(), x, y));
    }
    if (type instanceof Type.SetOf set) {
      return sets((List<?>) a, (List<?>) b, (x, y) -> value(set.element(), x, y));
    }
    if (type instanceof Type.MapOf map) {
      Map<?, ?> x = (Map<?, ?>) a;
      Map<?, ?> y = (Map<?, ?>) b;
      return x.keySet().equals(y.keySet())
          && x.keySet().stream().allMatch(key -> value(map.element(), x.get(key), y.get(key)));
    }
    if (type instanceof Type.ObjectOf object) {
      return object.attributes().entrySet().stream()
          .allMatch(
              entry -> {
                Object x = ((Map<?, ?>) a).get(entry.getKey());
                Object y = ((Map<?, ?>) b).get(entry.getKey());
                return (Zero.isZero(x) && Zero.isZero(y)) || value(entry.getValue(), x, y);
              });
    }
    return type == Type.Primitive.NUMBER
        ? Values.number(a).compareTo(Values.number(b)) == 0
        : a.equals(b);
  }

  private static boolean lists(List<?> a, List<?> b, BiPredicate<Object, Object> same) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same.test(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sets(List<?> a, List<?> b, BiPredicate<Object, Object> same) {
    if (a.size() != b.size()) {
      return false;
    }
    List<Object> left = new ArrayList<>(b);
    for (Object one : a) {
      Object match = left.stream().filter(other -> same.test(one, other)).findFirst().orElse(null);
      if (match == null) {
        return false;
      }
      left.remove(match);
    }
    return true;
  }
}
