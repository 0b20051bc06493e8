package dev.rehearsal.cloud.ssm;

import java.util.List;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParametersFilter;

/** The filters of DescribeParameters and GetParametersByPath. */
final class ParameterFilters {

  private ParameterFilters() {}

  static boolean match(StoredParameter parameter, List<ParameterStringFilter> filters) {
    return filters.stream().allMatch(filter -> matches(parameter, filter));
  }

  static boolean matchOld(StoredParameter parameter, List<ParametersFilter> filters) {
    return filters.stream()
        .allMatch(
            filter ->
                filter.values().stream()
                    .anyMatch(
                        value -> {
                          String key = filter.keyAsString();
                          return key.equals("Name")
                              ? parameter.name.startsWith(value)
                              : value.equals(field(parameter, key));
                        }));
  }

  /** Whether a parameter lies under a path: directly, or anywhere below. */
  static boolean under(String name, String path, boolean recursive) {
    String folder = path.endsWith("/") ? path : path + "/";
    return name.startsWith(folder) && (recursive || name.indexOf('/', folder.length()) < 0);
  }

  private static boolean matches(StoredParameter parameter, ParameterStringFilter filter) {
    String key = String.valueOf(filter.key());
    List<String> values = filter.values();
    String option = filter.option();
    if (key.startsWith("tag:")) {
      String tag = parameter.tags.get(key.substring(4));
      return tag != null && (values.isEmpty() || values.contains(tag));
    }
    if (key.equals("Path")) {
      boolean recursive = "Recursive".equals(option);
      return values.stream().anyMatch(path -> under(parameter.name, path, recursive));
    }
    if (key.equals("Label")) {
      return parameter.history().stream()
          .anyMatch(version -> version.labels().stream().anyMatch(values::contains));
    }
    String field = field(parameter, key);
    return values.stream()
        .anyMatch(
            value ->
                switch (option == null ? "Equals" : option) {
                  case "BeginsWith" -> field.startsWith(value);
                  case "Contains" -> field.contains(value);
                  default -> field.equals(value);
                });
  }

  private static String field(StoredParameter parameter, String key) {
    StoredParameter.Version latest = parameter.latest();
    return switch (key) {
      case "Name" -> parameter.name;
      case "Type" -> latest.type();
      case "KeyId" -> String.valueOf(latest.keyId());
      case "Tier" -> latest.tier();
      case "DataType" -> latest.dataType();
      default -> throw SsmErrors.filter("The following filter key is not valid: " + key);
    };
  }
}
