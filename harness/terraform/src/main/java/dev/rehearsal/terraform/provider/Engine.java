package dev.rehearsal.terraform.provider;

import dev.rehearsal.terraform.schema.Attribute;
import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.schema.NestedBlock;
import dev.rehearsal.terraform.value.Unknown;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Does with one resource type what Terraform asks. Thread-safe. */
final class Engine {

  /** A state after a change: null where the resource is gone; an error beside it where one came. */
  record Applied(
      @Nullable Map<String, @Nullable Object> state, @Nullable ProviderException error) {}

  private final ResourceType type;
  private final Block schema;
  private final Rules rules = new Rules();
  private final Clients clients;

  Engine(ResourceType type, Block schema, Clients clients) {
    this.type = type;
    this.schema = schema;
    this.clients = clients;
    type.declare(rules);
  }

  Block schema() {
    return schema;
  }

  boolean sensitive(String attribute) {
    return rules.sensitive.contains(attribute);
  }

  List<ProviderException> validate(Map<String, @Nullable Object> config) {
    Validation validation = new Validation(config);
    for (Attribute attribute : schema.attributes().values()) {
      if (attribute.resultOnly() && config.get(attribute.name()) != null) {
        validation.add(
            attribute.name(),
            "Value for unconfigurable attribute",
            "Can't configure a value for \""
                + attribute.name()
                + "\": its value will be decided automatically based on the result of applying this"
                + " configuration.");
      }
    }
    rules.checks.forEach(check -> check.accept(validation));
    return validation.findings;
  }

  Planner.Planned plan(
      ProviderSettings settings,
      @Nullable Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> proposed,
      Map<String, @Nullable Object> config) {
    return new Planner(schema, rules, clients, settings).plan(prior, proposed, config);
  }

  /** Reads a resource again; null where it is gone. */
  @Nullable Map<String, @Nullable Object> read(
      ProviderSettings settings, Map<String, @Nullable Object> state) {
    ResourceInstance it = instance(settings, copy(state), null, new LinkedHashMap<>());
    return read(it, state, "reading");
  }

  Map<String, @Nullable Object> imported(ProviderSettings settings, String id) {
    Map<String, @Nullable Object> state = empty();
    if (schema.attributes().containsKey("id")) {
      state.put("id", id);
    }
    int at = id.lastIndexOf('@');
    if (schema.attributes().containsKey("region")) {
      boolean named = at > 0 && id.substring(at + 1).matches("[a-z]{2}(-[a-z]+)+-\\d");
      state.put("region", named ? id.substring(at + 1) : settings.region());
      state.put("id", named ? id.substring(0, at) : id);
    }
    rules.importer.accept(instance(settings, state, null, new LinkedHashMap<>()));
    return state;
  }

  Applied apply(
      ProviderSettings settings,
      @Nullable Map<String, @Nullable Object> prior,
      @Nullable Map<String, @Nullable Object> planned,
      Map<String, @Nullable Object> config) {
    if (planned == null) {
      return delete(settings, Objects.requireNonNull(prior));
    }
    ResourceInstance it = instance(settings, copy(planned), prior, config);
    String verb = prior == null ? "creating" : "updating";
    try {
      if (prior == null) {
        during(it, verb, () -> type.create(it));
      } else {
        during(it, verb, () -> update(it));
      }
      Map<String, @Nullable Object> read = read(it, planned, "reading");
      if (read == null) {
        throw new ProviderException(
            "reading " + called(it) + ": couldn't find resource",
            "It was changed a moment ago and AWS answers now that it does not exist.",
            List.of());
      }
      return new Applied(read, null);
    } catch (ProviderException failed) {
      boolean exists = prior != null || it.map().get("id") != null;
      return new Applied(prior != null ? prior : exists ? it.map() : null, failed);
    }
  }

  private Applied delete(ProviderSettings settings, Map<String, @Nullable Object> prior) {
    ResourceInstance it = instance(settings, copy(prior), null, new LinkedHashMap<>());
    try {
      during(it, "deleting", () -> NotFound.ignore(() -> type.delete(it)));
      return new Applied(null, null);
    } catch (ProviderException failed) {
      return new Applied(prior, failed);
    }
  }

  private void update(ResourceInstance it) {
    Tagging tagging = rules.tagging;
    if (tagging != null && it.changed("tags_all")) {
      Map<String, String> before = it.prior().map("tags_all");
      Map<String, String> after = it.tags();
      Map<String, String> set = new LinkedHashMap<>(after);
      set.entrySet().removeIf(tag -> tag.getValue().equals(before.get(tag.getKey())));
      List<String> remove = new ArrayList<>(before.keySet());
      remove.removeAll(after.keySet());
      tagging.change(it, set, remove);
    }
    boolean more =
        it.schema().type().attributes().keySet().stream()
            .anyMatch(
                name -> !name.startsWith("tags") && !name.equals("timeouts") && it.changed(name));
    if (more) {
      type.update(it);
    }
  }

  private @Nullable Map<String, @Nullable Object> read(
      ResourceInstance it, Map<String, @Nullable Object> before, String verb) {
    try {
      during(
          it,
          verb,
          () -> {
            type.read(it);
            if (!it.isGone() && rules.tagging != null && !it.tagsRead()) {
              it.takeTags(rules.tagging.list(it));
            }
          });
    } catch (ProviderException failed) {
      if (failed.getCause() instanceof AwsServiceException error && NotFound.is(error)) {
        return null;
      }
      throw failed;
    }
    if (it.isGone()) {
      return null;
    }
    settle(before, it.map());
    return it.map();
  }

  /** Keeps the wording of values that mean what they meant before. */
  private void settle(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    Equivalence equivalence = new Equivalence(rules);
    for (Attribute attribute : schema.attributes().values()) {
      String name = attribute.name();
      Object old = before.get(name);
      if (attribute.writeOnly()) {
        after.put(name, null);
      } else if (old != Unknown.VALUE
          && !Unknown.in(old)
          && (old != null || !attribute.computed())
          && equivalence.attribute(name, attribute, old, after.get(name))) {
        after.put(name, old);
      }
    }
    for (NestedBlock nested : schema.blocks().values()) {
      String name = nested.name();
      if (!Unknown.in(before.get(name))
          && equivalence.nested(name, nested, before.get(name), after.get(name))) {
        after.put(name, before.get(name));
      }
    }
  }

  private void during(ResourceInstance it, String verb, Runnable work) {
    try {
      work.run();
    } catch (AwsServiceException error) {
      ProviderException told =
          new ProviderException(verb + " " + called(it) + ": " + it.lastCall().describe(error));
      told.initCause(error);
      throw told;
    } catch (ProviderException told) {
      throw told;
    } catch (RuntimeException unexpected) {
      ProviderException told =
          new ProviderException(
              verb + " " + called(it) + ": " + unexpected,
              "This is a fault of the embedded provider, in " + where(unexpected) + ".",
              List.of());
      told.initCause(unexpected);
      throw told;
    }
  }

  static String where(RuntimeException unexpected) {
    for (StackTraceElement frame : unexpected.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.rehearsal")) {
        return frame.toString();
      }
    }
    return "an unknown place";
  }

  private String called(ResourceInstance it) {
    String label = rules.label.isEmpty() ? type.name() : rules.label;
    String name = it.called();
    return name.isEmpty() ? label : label + " (" + name + ")";
  }

  private ResourceInstance instance(
      ProviderSettings settings,
      Map<String, @Nullable Object> values,
      @Nullable Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> config) {
    return new ResourceInstance(schema, rules, clients, settings, values, prior, config);
  }

  private Map<String, @Nullable Object> empty() {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    schema.attributes().keySet().forEach(name -> state.put(name, null));
    schema
        .blocks()
        .values()
        .forEach(
            nested ->
                state.put(
                    nested.name(),
                    nested.nesting() == NestedBlock.Nesting.SINGLE ? null : List.of()));
    return state;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> state) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(Values.known(state));
  }
}
