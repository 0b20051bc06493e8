package dev.rehearsal.cloud.accessanalyzer;

import dev.rehearsal.cloud.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatus;

/** One analyzer: its rules, and what it found. Called under the service's lock. */
final class Analyzer {

  /** How long what is resolved is told of. */
  private static final Duration KEPT = Duration.ofDays(90);

  /** A rule that archives what is found. */
  record Rule(String name, Map<String, Criterion> filter, Instant created, Instant updated) {}

  final String name;
  final String arn;
  final Instant created;
  final Map<String, String> tags = new TreeMap<>();
  final Map<String, Rule> rules = new TreeMap<>();
  private final Surroundings aws;
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private List<Analyzed> resources = List.of();
  private @Nullable Instant looked;

  Analyzer(Surroundings aws, String name) {
    this.aws = aws;
    this.name = name;
    this.arn = aws.arn("access-analyzer", "analyzer/" + name);
    this.created = aws.clock().instant();
  }

  /** When resources were looked at last; null where never. */
  @Nullable Instant looked() {
    return looked;
  }

  List<Analyzed> resources() {
    return resources;
  }

  List<Finding> findings() {
    return List.copyOf(findings.values());
  }

  /** A resource with one of its openings; none where it could not be looked at. */
  private record Sighting(Analyzed resource, @Nullable Opening opening) {

    /** The same principal on the same terms is the same finding, whatever it may do. */
    String key() {
      return opening == null
          ? resource.arn() + " " + resource.error()
          : String.join(
              " ",
              resource.arn(),
              opening.source(),
              opening.principal().toString(),
              opening.conditions().toString());
    }
  }

  /** Takes in what was seen: what is open is found, what is closed is resolved. */
  void take(List<Analyzed> seen) {
    Instant now = aws.clock().instant();
    Map<String, Sighting> open = new LinkedHashMap<>();
    for (Analyzed one : seen) {
      Stream<Sighting> sightings =
          one.error() == null
              ? one.openings().stream().map(opening -> new Sighting(one, opening))
              : Stream.of(new Sighting(one, null));
      sightings.forEach(each -> open.merge(each.key(), each, Analyzer::together));
    }
    findings.replaceAll(
        (key, finding) ->
            open.containsKey(key) || finding.status() == FindingStatus.RESOLVED
                ? finding
                : finding.with(FindingStatus.RESOLVED, now));
    findings
        .values()
        .removeIf(
            finding ->
                finding.status() == FindingStatus.RESOLVED
                    && finding.updated().isBefore(now.minus(KEPT)));
    open.forEach(
        (key, sighting) -> findings.compute(key, (k, known) -> found(known, sighting, now)));
    resources = List.copyOf(seen);
    looked = now;
  }

  private Finding found(@Nullable Finding known, Sighting sighting, Instant now) {
    Analyzed one = sighting.resource();
    Finding found =
        known == null
            ? new Finding(
                aws.ids().uuid(),
                one.arn(),
                one.type(),
                aws.account(),
                sighting.opening(),
                one.error(),
                FindingStatus.ACTIVE,
                now,
                now,
                now)
            : known.seen(sighting.opening(), now);
    boolean isNew = known == null || known.status() == FindingStatus.RESOLVED;
    return isNew && rules.values().stream().anyMatch(rule -> Criteria.match(rule.filter(), found))
        ? found.with(FindingStatus.ARCHIVED, now)
        : found;
  }

  /** Two statements that open the same resource to the same on the same terms. */
  private static Sighting together(Sighting first, Sighting second) {
    Opening one = first.opening();
    Opening other = second.opening();
    if (one == null || other == null) {
      return second;
    }
    List<String> actions = new ArrayList<>(one.actions());
    other.actions().stream().filter(each -> !actions.contains(each)).forEach(actions::add);
    return new Sighting(
        first.resource(),
        new Opening(
            one.principal(),
            List.copyOf(actions),
            one.conditions(),
            one.isPublic() || other.isPublic(),
            one.source()));
  }

  Finding finding(String id) {
    return findings.values().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> AnalyzerErrors.missing("Finding", id));
  }

  /** Archives findings, or takes them out of the archive. What is resolved stays so. */
  void mark(Set<String> ids, FindingStatus status) {
    Instant now = aws.clock().instant();
    findings.replaceAll(
        (key, finding) ->
            ids.contains(finding.id())
                    && finding.status() != FindingStatus.RESOLVED
                    && finding.status() != status
                ? finding.with(status, now)
                : finding);
  }

  Rule rule(String ruleName) {
    Rule rule = rules.get(ruleName);
    if (rule == null) {
      throw AnalyzerErrors.missing("ArchiveRule", ruleName);
    }
    return rule;
  }

  void put(String ruleName, Map<String, Criterion> filter) {
    Criteria.check(filter);
    Instant now = aws.clock().instant();
    Rule present = rules.get(ruleName);
    rules.put(
        ruleName,
        new Rule(ruleName, Map.copyOf(filter), present == null ? now : present.created(), now));
  }
}
