package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.value.Unknown;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a configuration, and collects what is wrong with it in the official provider's words. */
public final class Validation {

  private final Map<String, @Nullable Object> config;
  final List<ProviderException> findings = new ArrayList<>();

  Validation(Map<String, @Nullable Object> config) {
    this.config = config;
  }

  public Values config() {
    return Values.of(config);
  }

  /** Whether the configuration has this argument, perhaps unknown yet, in any of its blocks. */
  public boolean given(String path) {
    return given(config, path.split("\\."), 0);
  }

  private static boolean given(@Nullable Object value, String[] path, int depth) {
    if (value == Unknown.VALUE) {
      return true;
    }
    if (value instanceof List<?> list) {
      return depth == path.length
          ? !list.isEmpty()
          : list.stream().anyMatch(each -> given(each, path, depth));
    }
    if (depth == path.length) {
      return value != null;
    }
    return value instanceof Map<?, ?> map && given(map.get(path[depth]), path, depth + 1);
  }

  /** Adds a finding about an argument. */
  public void add(String attribute, String summary, String detail) {
    findings.add(new ProviderException(summary, detail, List.of(attribute.split("\\.")[0])));
  }

  void oneOf(String path, String... allowed) {
    each(
        path,
        (at, value) -> {
          if (!Arrays.asList(allowed).contains(value.toString())) {
            String list =
                Arrays.stream(allowed)
                    .map(one -> '"' + one + '"')
                    .collect(Collectors.joining(" ", "[", "]"));
            add(at, "expected %s to be one of %s, got %s", path, list, value);
          }
        });
  }

  void between(String path, long least, long greatest) {
    each(
        path,
        (at, value) -> {
          long number = Values.number(value).longValue();
          if (number < least || number > greatest) {
            add(
                at,
                "expected %s to be in the range (%d - %d), got %s",
                path,
                least,
                greatest,
                value);
          }
        });
  }

  void length(String path, int least, int greatest) {
    each(
        path,
        (at, value) -> {
          int length = value.toString().length();
          if (length < least || length > greatest) {
            add(
                at,
                "expected length of %s to be in the range (%d - %d), got %s",
                path,
                least,
                greatest,
                value);
          }
        });
  }

  void matches(String path, String pattern, String message) {
    Pattern compiled = Pattern.compile(pattern);
    each(
        path,
        (at, value) -> {
          if (!compiled.matcher(value.toString()).find()) {
            add(at, "invalid value for %s (%s)", path, message);
          }
        });
  }

  void conflicts(String... attributes) {
    List<String> given = given(attributes);
    if (given.size() > 1) {
      add(
          given.get(0),
          "Conflicting configuration arguments",
          "\""
              + given.get(0)
              + "\": conflicts with "
              + String.join(", ", given.subList(1, given.size())));
    }
  }

  void exactlyOneOf(String... attributes) {
    List<String> given = given(attributes);
    String all = String.join(",", attributes);
    if (given.isEmpty()) {
      add(
          attributes[0],
          "Invalid combination of arguments",
          "\"" + attributes[0] + "\": one of `" + all + "` must be specified");
    } else if (given.size() > 1) {
      add(
          given.get(0),
          "Invalid combination of arguments",
          "\""
              + given.get(0)
              + "\": only one of `"
              + all
              + "` can be specified, but `"
              + String.join(",", given)
              + "` were specified.");
    }
  }

  void atLeastOneOf(String... attributes) {
    if (given(attributes).isEmpty()) {
      String all = String.join(",", attributes);
      add(
          attributes[0],
          "Missing required argument",
          "\"" + attributes[0] + "\": one of `" + all + "` must be specified");
    }
  }

  private List<String> given(String... attributes) {
    return Arrays.stream(attributes).filter(this::given).toList();
  }

  private void add(List<Object> at, String format, Object... arguments) {
    findings.add(
        new ProviderException(String.format(java.util.Locale.ROOT, format, arguments), "", at));
  }

  private void each(String path, BiConsumer<List<Object>, Object> check) {
    walk(config, path.split("\\."), 0, List.of(), check);
  }

  private static void walk(
      @Nullable Object value,
      String[] path,
      int depth,
      List<Object> at,
      BiConsumer<List<Object>, Object> check) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(list.get(i), path, depth, with(at, (long) i), check);
      }
    } else if (depth == path.length) {
      if (value != null && value != Unknown.VALUE) {
        check.accept(at, value);
      }
    } else if (value instanceof Map<?, ?> map) {
      walk(map.get(path[depth]), path, depth + 1, with(at, path[depth]), check);
    }
  }

  private static List<Object> with(List<Object> at, Object step) {
    List<Object> longer = new ArrayList<>(at);
    longer.add(step);
    return longer;
  }
}
