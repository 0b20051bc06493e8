package dev.rehearsal.terraform.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a resource type declares beside its schema. A path is attribute names joined by dots without
 * indices: {@code rule.filter.prefix}.
 */
public final class Rules {

  /** Attributes that an update makes unknown again. */
  record Recomputed(String attribute, Set<String> triggers) {}

  String label = "";
  final Set<String> forcesNew = new HashSet<>();
  final Map<String, Object> defaults = new HashMap<>();
  final Map<String, BiPredicate<Object, Object>> equivalences = new HashMap<>();
  final Set<String> computedBlocks = new HashSet<>();
  final Set<String> sensitive = new HashSet<>();
  final Map<String, String> members = new HashMap<>();
  final Set<String> untaken = new HashSet<>();
  final Set<String> unfilled = new HashSet<>();
  final List<Recomputed> recomputed = new ArrayList<>();
  final List<Consumer<Plan>> plans = new ArrayList<>();
  final List<Consumer<Validation>> checks = new ArrayList<>();
  final Map<String, String> names = new HashMap<>();
  @Nullable Tagging tagging;
  Consumer<ResourceInstance> importer = it -> {};
  @Nullable Function<ResourceInstance, String> naming;

  Rules() {}

  /** Names the thing in messages, as the official provider does: {@code S3 Bucket}. */
  public Rules label(String label) {
    this.label = label;
    return this;
  }

  /** A change of any of these replaces the resource. */
  public Rules forcesNew(String... paths) {
    forcesNew.addAll(List.of(paths));
    return this;
  }

  /** The value of an argument that the configuration leaves out. */
  public Rules defaults(String path, Object value) {
    defaults.put(path, value instanceof Integer number ? (Object) number.longValue() : value);
    return this;
  }

  /** Blocks that AWS fills in where the configuration has none. */
  public Rules computedBlocks(String... paths) {
    computedBlocks.addAll(List.of(paths));
    return this;
  }

  /** These hold IAM policies: only what they mean counts as a change. */
  public Rules policies(String... paths) {
    return same(PolicyJson::equivalent, paths);
  }

  /** These hold JSON: layout and order of keys don't count. */
  public Rules json(String... paths) {
    return same(PolicyJson::sameJson, paths);
  }

  /** Case doesn't count in these. */
  public Rules ignoreCase(String... paths) {
    return same((a, b) -> a.toString().equalsIgnoreCase(b.toString()), paths);
  }

  /** Order doesn't count in these lists. */
  public Rules ignoreOrder(String... paths) {
    return same(
        (a, b) ->
            a instanceof List<?> x
                && b instanceof List<?> y
                && x.size() == y.size()
                && new HashSet<>(x).equals(new HashSet<>(y)),
        paths);
  }

  /** Says when two different values of an attribute mean the same, so that there is no change. */
  public Rules same(BiPredicate<Object, Object> equivalence, String... paths) {
    Arrays.stream(paths).forEach(path -> equivalences.put(path, equivalence));
    return this;
  }

  /** Terraform hides these. */
  public Rules sensitive(String... paths) {
    sensitive.addAll(List.of(paths));
    return this;
  }

  /** The SDK's member of another name that an attribute stands for, at any depth. */
  public Rules member(String attribute, String member) {
    members.put(attribute, member);
    names.put(Names.squash(member), attribute);
    return this;
  }

  /** {@link ResourceInstance#take} leaves these attributes alone. */
  public Rules untaken(String... attributes) {
    untaken.addAll(List.of(attributes));
    return this;
  }

  /** {@link ResourceInstance#fill} leaves these SDK members alone. */
  public Rules unfilled(String... members) {
    unfilled.addAll(List.of(members));
    return this;
  }

  /** An update of any trigger makes the attribute unknown until applied; none stands for any. */
  public Rules recomputed(String attribute, String... triggers) {
    recomputed.add(new Recomputed(attribute, Set.of(triggers)));
    return this;
  }

  /** Looks at every plan and may change it. */
  public Rules onPlan(Consumer<Plan> hook) {
    plans.add(hook);
    return this;
  }

  /** Checks every configuration. */
  public Rules check(Consumer<Validation> check) {
    checks.add(check);
    return this;
  }

  /** The argument's values: any of these. */
  public Rules oneOf(String path, String... allowed) {
    return check(v -> v.oneOf(path, allowed));
  }

  /** The argument's least and greatest number. */
  public Rules between(String path, long least, long greatest) {
    return check(v -> v.between(path, least, greatest));
  }

  /** The argument's length in characters. */
  public Rules length(String path, int least, int greatest) {
    return check(v -> v.length(path, least, greatest));
  }

  /** The argument's pattern; the message says what is expected. */
  public Rules matches(String path, String pattern, String message) {
    return check(v -> v.matches(path, pattern, message));
  }

  /** At most one of these arguments may be given. */
  public Rules conflicts(String... attributes) {
    return check(v -> v.conflicts(attributes));
  }

  /** Exactly one of these arguments must be given. */
  public Rules exactlyOneOf(String... attributes) {
    return check(v -> v.exactlyOneOf(attributes));
  }

  /** At least one of these arguments must be given. */
  public Rules atLeastOneOf(String... attributes) {
    return check(v -> v.atLeastOneOf(attributes));
  }

  /** How the type's tags are listed and changed. */
  public Rules tags(Tagging tagging) {
    this.tagging = tagging;
    return this;
  }

  /** Sets what {@link ResourceType#read} needs, from the id that an import gave. */
  public Rules imports(Consumer<ResourceInstance> importer) {
    this.importer = importer;
    return this;
  }

  /** How messages call an instance that has no id yet; by default its name. */
  public Rules called(Function<ResourceInstance, String> naming) {
    this.naming = naming;
    return this;
  }
}
