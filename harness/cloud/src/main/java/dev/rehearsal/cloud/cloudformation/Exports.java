package dev.rehearsal.cloud.cloudformation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.Output;

/**
 * What the stacks of an account and region export to each other. Used under the service's lock.
 *
 * @param stacks all stacks, as they are at each moment
 */
record Exports(List<Stack> stacks) {

  /** All exports, by name. */
  List<Export> all() {
    return stacks.stream()
        .filter(Stack::isThere)
        .flatMap(
            stack ->
                exported(stack.outputs).entrySet().stream()
                    .map(
                        each ->
                            Export.builder()
                                .exportingStackId(stack.id)
                                .name(each.getKey())
                                .value(each.getValue())
                                .build()))
        .sorted(Comparator.comparing(Export::name))
        .toList();
  }

  /** What an export stands for; empty where nobody exports it. */
  Optional<String> value(String name) {
    return all().stream().filter(each -> each.name().equals(name)).map(Export::value).findFirst();
  }

  /** The names of the stacks that import it. */
  List<String> importers(String name) {
    return stacks.stream()
        .filter(Stack::isThere)
        .filter(stack -> stack.imports.contains(name))
        .map(stack -> stack.name)
        .sorted()
        .toList();
  }

  /** Why a stack can't have these outputs instead of those it has; empty where it can. */
  Optional<String> conflict(Stack stack, List<Output> next) {
    Map<String, String> after = new HashMap<>();
    for (Output each : next) {
      if (each.exportName() != null && after.put(each.exportName(), each.outputValue()) != null) {
        return Optional.of("Duplicate Export names: [" + each.exportName() + "]");
      }
    }
    for (String name : new TreeSet<>(after.keySet())) {
      Optional<Stack> other =
          stacks.stream()
              .filter(each -> each != stack && each.isThere())
              .filter(each -> exported(each.outputs).containsKey(name))
              .findFirst();
      if (other.isPresent()) {
        return Optional.of(
            "Export with name " + name + " is already exported by stack " + other.get().name);
      }
    }
    for (Map.Entry<String, String> each : exported(stack.outputs).entrySet()) {
      String value = after.get(each.getKey());
      List<String> users = users(stack, each.getKey());
      if (!users.isEmpty() && !each.getValue().equals(value)) {
        return Optional.of(inUse(value == null ? "delete" : "update", each.getKey(), users));
      }
    }
    return Optional.empty();
  }

  /** Why a stack can't be deleted; empty where it can. */
  Optional<String> held(Stack stack) {
    return exported(stack.outputs).keySet().stream()
        .filter(name -> !users(stack, name).isEmpty())
        .map(name -> "Delete canceled. " + inUse("delete", name, users(stack, name)))
        .findFirst();
  }

  private List<String> users(Stack stack, String name) {
    List<String> users = new ArrayList<>(importers(name));
    users.remove(stack.name);
    return users;
  }

  private static String inUse(String doing, String name, List<String> users) {
    int last = users.size() - 1;
    String all =
        last == 0
            ? users.get(0)
            : String.join(", ", users.subList(0, last)) + " and " + users.get(last);
    return "Cannot " + doing + " export " + name + " as it is in use by " + all + ".";
  }

  private static Map<String, String> exported(List<Output> outputs) {
    Map<String, String> exported = new TreeMap<>();
    outputs.stream()
        .filter(each -> each.exportName() != null)
        .forEach(each -> exported.put(each.exportName(), each.outputValue()));
    return exported;
  }
}
