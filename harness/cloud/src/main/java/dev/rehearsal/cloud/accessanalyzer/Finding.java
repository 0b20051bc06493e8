package dev.rehearsal.cloud.accessanalyzer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSource;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatus;

/**
 * What was found, once: the same opening found again is the same finding.
 *
 * @param opening what is open; null where the resource could not be looked at
 * @param error why it could not be looked at; null where it could
 * @param created when it was found first
 * @param analyzed when the resource was looked at last
 * @param updated when the finding changed last
 */
record Finding(
    String id,
    String resource,
    String type,
    String owner,
    @Nullable Opening opening,
    @Nullable String error,
    FindingStatus status,
    Instant created,
    Instant analyzed,
    Instant updated) {

  /** The keys that filters may ask for, beside those of principals and conditions. */
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "resource",
          "resourceType",
          "resourceOwnerAccount",
          "isPublic",
          "status",
          "error",
          "action",
          "findingType",
          "createdAt",
          "analyzedAt",
          "updatedAt");

  static boolean isKey(String key) {
    return KEYS.contains(key) || key.startsWith("principal.") || key.startsWith("condition.");
  }

  Finding with(FindingStatus other, Instant now) {
    return new Finding(id, resource, type, owner, opening, error, other, created, analyzed, now);
  }

  /** The same, seen again. */
  Finding seen(@Nullable Opening again, Instant now) {
    FindingStatus next = status == FindingStatus.RESOLVED ? FindingStatus.ACTIVE : status;
    boolean same = Objects.equals(opening, again) && next == status;
    return new Finding(
        id, resource, type, owner, again, error, next, created, now, same ? updated : now);
  }

  boolean isPublic() {
    return opening != null && opening.isPublic();
  }

  Map<String, String> principal() {
    return opening == null ? Map.of() : opening.principal();
  }

  Map<String, String> conditions() {
    return opening == null ? Map.of() : opening.conditions();
  }

  List<String> actions() {
    return opening == null ? List.of() : opening.actions();
  }

  List<FindingSource> sources() {
    return opening == null
        ? List.of()
        : List.of(FindingSource.builder().type(opening.source()).build());
  }

  /** What a filter's key compares; empty where the finding has no such thing. */
  List<String> values(String key) {
    if (key.startsWith("principal.")) {
      return listed(principal().get(key.substring("principal.".length())));
    }
    if (key.startsWith("condition.")) {
      return listed(conditions().get(key.substring("condition.".length())));
    }
    return switch (key) {
      case "id" -> List.of(id);
      case "resource" -> List.of(resource);
      case "resourceType" -> List.of(type);
      case "resourceOwnerAccount" -> List.of(owner);
      case "isPublic" -> List.of(String.valueOf(isPublic()));
      case "status" -> List.of(status.toString());
      case "error" -> listed(error);
      case "action" -> actions();
      case "findingType" -> List.of("ExternalAccess");
      case "createdAt" -> List.of(created.toString());
      case "analyzedAt" -> List.of(analyzed.toString());
      case "updatedAt" -> List.of(updated.toString());
      default -> throw AnalyzerErrors.invalid("Invalid filter key: " + key);
    };
  }

  private static List<String> listed(@Nullable String value) {
    return value == null ? List.of() : List.of(value);
  }
}
