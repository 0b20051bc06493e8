package dev.rehearsal.cloud.secretsmanager;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.Filter;

/** The filters of ListSecrets and BatchGetSecretValue. */
final class SecretFilters {

  private SecretFilters() {}

  static boolean match(Secret secret, List<Filter> filters, String region) {
    return filters.stream().allMatch(filter -> matches(secret, filter, region));
  }

  /** One value must match; a value that begins with {@code !} excludes instead. */
  private static boolean matches(Secret secret, Filter filter, String region) {
    return filter.values().stream()
        .anyMatch(
            value ->
                value.startsWith("!")
                    ? !matches(secret, filter.keyAsString(), value.substring(1), region)
                    : matches(secret, filter.keyAsString(), value, region));
  }

  private static boolean matches(Secret secret, String key, String value, String region) {
    return switch (key) {
      case "name" -> secret.name.startsWith(value);
      case "description" -> begins(secret.description, value);
      case "tag-key" -> secret.tags.keySet().stream().anyMatch(each -> each.startsWith(value));
      case "tag-value" -> secret.tags.values().stream().anyMatch(each -> each.startsWith(value));
      case "primary-region" -> region.startsWith(value);
      case "owning-service" -> begins(secret.owningService, value);
      case "all" ->
          Stream.concat(
                  Stream.of(secret.name, secret.description),
                  Stream.concat(secret.tags.keySet().stream(), secret.tags.values().stream()))
              .flatMap(text -> Arrays.stream(text.split("[ /_+=.@!-]", -1)))
              .anyMatch(word -> begins(word, value));
      default -> throw SecretErrors.parameter("Invalid filter key: " + key);
    };
  }

  private static boolean begins(@Nullable String text, String start) {
    return text != null && text.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT));
  }
}
