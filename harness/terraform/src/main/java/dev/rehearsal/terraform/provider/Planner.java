package dev.rehearsal.terraform.provider;

import static dev.rehearsal.terraform.provider.Equivalence.join;

import dev.rehearsal.terraform.schema.Attribute;
import dev.rehearsal.terraform.schema.Block;
import dev.rehearsal.terraform.schema.NestedBlock;
import dev.rehearsal.terraform.value.Unknown;
import dev.rehearsal.terraform.value.Zero;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans a change: defaults, unknowns, what is no change, and what forces a replacement. */
final class Planner {

  /** A plan: the planned state, and the paths that force a replacement. */
  record Planned(Map<String, @Nullable Object> state, List<List<Object>> replaces) {}

  private final Block schema;
  private final Rules rules;
  private final Equivalence equivalence;
  private final Clients clients;
  private final ProviderSettings settings;

  Planner(Block schema, Rules rules, Clients clients, ProviderSettings settings) {
    this.schema = schema;
    this.rules = rules;
    this.equivalence = new Equivalence(rules);
    this.clients = clients;
    this.settings = settings;
  }

  Planned plan(
      @Nullable Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> proposed,
      Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> planned = block("", schema, prior, proposed, config);
    regionAndTags(prior, planned, config);
    String region = planned.get("region") instanceof String own ? own : settings.region();
    Plan plan = new Plan(prior, planned, config, clients, region);
    if (prior != null && !equivalence.block("", schema, prior, planned)) {
      recompute(prior, planned, config);
    }
    rules.plans.forEach(hook -> hook.accept(plan));
    List<List<Object>> replaces = new ArrayList<>();
    if (prior != null) {
      plan.replaces.forEach(attribute -> replaces.add(List.of(attribute)));
      replaces("", schema, prior, planned, List.of(), replaces);
    }
    return new Planned(planned, replaces);
  }

  private Map<String, @Nullable Object> block(
      String path,
      Block block,
      @Nullable Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> proposed,
      Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> planned = new LinkedHashMap<>();
    for (Attribute attribute : block.attributes().values()) {
      String name = attribute.name();
      planned.put(
          name,
          attribute(
              join(path, name),
              attribute,
              prior != null,
              prior == null ? null : prior.get(name),
              proposed.get(name),
              config.get(name)));
    }
    for (NestedBlock nested : block.blocks().values()) {
      String name = nested.name();
      Object before = prior == null ? null : prior.get(name);
      Object after = nested(join(path, name), nested, before, proposed.get(name), config.get(name));
      boolean left =
          rules.computedBlocks.contains(join(path, name)) && Zero.isZero(config.get(name));
      planned.put(
          name,
          prior != null && (left || equivalence.nested(join(path, name), nested, before, after))
              ? before
              : after);
    }
    return planned;
  }

  private @Nullable Object attribute(
      String path,
      Attribute attribute,
      boolean exists,
      @Nullable Object prior,
      @Nullable Object proposed,
      @Nullable Object config) {
    if (attribute.writeOnly()) {
      return null;
    }
    Object planned = proposed;
    if (config == null) {
      Object byDefault = rules.defaults.get(path);
      if (byDefault != null) {
        planned = byDefault;
      } else if (attribute.computed()) {
        planned = exists ? prior : Unknown.VALUE;
      }
    }
    return exists && equivalence.attribute(path, attribute, prior, planned) ? prior : planned;
  }

  @SuppressWarnings("unchecked")
  private @Nullable Object nested(
      String path,
      NestedBlock nested,
      @Nullable Object prior,
      @Nullable Object proposed,
      @Nullable Object config) {
    if (proposed == Unknown.VALUE || proposed == null) {
      return proposed;
    }
    if (nested.nesting() == NestedBlock.Nesting.SINGLE) {
      return block(
          path, nested.block(), map(prior), Objects.requireNonNull(map(proposed)), orEmpty(config));
    }
    List<?> before = prior instanceof List<?> list ? list : List.of();
    List<?> written = config instanceof List<?> list ? list : List.of();
    List<@Nullable Object> planned = new ArrayList<>();
    int i = 0;
    for (Object one : (List<?>) proposed) {
      // A set's elements have no place: Terraform proposes them in no order that we could rely on.
      boolean set = nested.nesting() == NestedBlock.Nesting.SET;
      Map<String, @Nullable Object> wrote =
          set || i >= written.size() ? orEmpty(one) : orEmpty(written.get(i));
      if (one == Unknown.VALUE) {
        planned.add(one);
      } else if (set) {
        Map<String, @Nullable Object> element =
            shaped(block(path, nested.block(), null, orEmpty(one), wrote), before);
        planned.add(likeBefore(path, nested, before, element, unknownIn(written)));
      } else {
        Map<String, @Nullable Object> at = i < before.size() ? map(before.get(i)) : null;
        planned.add(block(path, nested.block(), at, orEmpty(one), wrote));
      }
      i++;
    }
    return planned;
  }

  /**
   * The element with zeros as the state has them: once all is known, it may turn out to be one of
   * those before, and Terraform takes null and "" for different plans.
   */
  private static Map<String, @Nullable Object> shaped(
      Map<String, @Nullable Object> element, List<?> before) {
    element.replaceAll(
        (name, value) ->
            value != Unknown.VALUE && Zero.isZero(value) ? zero(name, value, before) : value);
    return element;
  }

  private static @Nullable Object zero(String name, @Nullable Object otherwise, List<?> before) {
    for (Object one : before) {
      Object there = orEmpty(one).get(name);
      if (Zero.isZero(there)) {
        return there;
      }
    }
    return otherwise;
  }

  /** The arguments that the configuration gives and that are not known yet. */
  private static Set<String> unknownIn(List<?> written) {
    Set<String> unknown = new HashSet<>();
    for (Object one : written) {
      if (one != Unknown.VALUE) {
        orEmpty(one)
            .forEach(
                (name, value) -> {
                  if (value == Unknown.VALUE) {
                    unknown.add(name);
                  }
                });
      }
    }
    return unknown;
  }

  /** The element as it was before where only what AWS fills in is unknown about it. */
  private Object likeBefore(
      String path,
      NestedBlock nested,
      List<?> before,
      Map<String, @Nullable Object> element,
      Set<String> unknown) {
    for (Object one : before) {
      Map<String, @Nullable Object> known = new LinkedHashMap<>(element);
      Map<String, @Nullable Object> other = orEmpty(one);
      known.replaceAll(
          (name, value) ->
              value == Unknown.VALUE && !unknown.contains(name) ? other.get(name) : value);
      if (equivalence.block(path, nested.block(), other, known)) {
        return other;
      }
    }
    return element;
  }

  private void regionAndTags(
      @Nullable Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> planned,
      Map<String, @Nullable Object> config) {
    if (schema.attributes().containsKey("region") && config.get("region") == null) {
      planned.put("region", settings.region());
    }
    if (!schema.attributes().containsKey("tags_all")) {
      return;
    }
    Object tags = planned.get("tags");
    if (tags == Unknown.VALUE) {
      planned.put("tags_all", Unknown.VALUE);
      return;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(settings.defaultTags());
    all.putAll(orEmpty(tags));
    planned.put(
        "tags_all",
        prior != null && all.equals(orEmpty(prior.get("tags_all"))) ? prior.get("tags_all") : all);
  }

  private void recompute(
      Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> planned,
      Map<String, @Nullable Object> config) {
    for (Rules.Recomputed rule : rules.recomputed) {
      boolean triggered =
          rule.triggers().isEmpty()
              || rule.triggers().stream()
                  .anyMatch(name -> !Objects.equals(prior.get(name), planned.get(name)));
      if (triggered && config.get(rule.attribute()) == null) {
        planned.put(rule.attribute(), Unknown.VALUE);
      }
    }
  }

  private void replaces(
      String path,
      Block block,
      Map<String, @Nullable Object> prior,
      Map<String, @Nullable Object> planned,
      List<Object> at,
      List<List<Object>> found) {
    for (Attribute attribute : block.attributes().values()) {
      String name = attribute.name();
      boolean region = path.isEmpty() && name.equals("region");
      if ((region || rules.forcesNew.contains(join(path, name)))
          && !equivalence.attribute(
              join(path, name), attribute, prior.get(name), planned.get(name))) {
        found.add(with(at, name));
      }
    }
    for (NestedBlock nested : block.blocks().values()) {
      String name = nested.name();
      String inner = join(path, name);
      Object before = prior.get(name);
      Object after = planned.get(name);
      if (equivalence.nested(inner, nested, before, after)) {
        continue;
      }
      if (rules.forcesNew.contains(inner)) {
        found.add(with(at, name));
      } else if (nested.nesting() == NestedBlock.Nesting.LIST
          && before instanceof List<?> x
          && after instanceof List<?> y
          && x.size() == y.size()) {
        for (int i = 0; i < x.size(); i++) {
          if (y.get(i) != Unknown.VALUE) {
            replaces(
                inner,
                nested.block(),
                orEmpty(x.get(i)),
                orEmpty(y.get(i)),
                with(with(at, name), (long) i),
                found);
          }
        }
      } else if (rules.forcesNew.stream().anyMatch(forced -> forced.startsWith(inner + "."))) {
        found.add(with(at, name));
      }
    }
  }

  private static List<Object> with(List<Object> at, Object step) {
    List<Object> longer = new ArrayList<>(at);
    longer.add(step);
    return longer;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Map<String, @Nullable Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
  }

  private static Map<String, @Nullable Object> orEmpty(@Nullable Object value) {
    Map<String, @Nullable Object> map = map(value);
    return map == null ? new LinkedHashMap<>() : map;
  }
}
