package dev.rehearsal.cloud.secretsmanager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/** One secret with its versions. Guarded by itself. */
final class Secret {

  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";
  static final String PENDING = "AWSPENDING";

  /** One version; its value is null while a rotation has not put one yet. */
  static final class Version {
    final String id;
    final Instant created;
    final TreeSet<String> stages = new TreeSet<>();
    @Nullable String text;
    @Nullable SdkBytes binary;
    @Nullable Instant accessed;

    Version(String id, Instant created) {
      this.id = id;
      this.created = created;
    }

    boolean hasValue() {
      return text != null || binary != null;
    }
  }

  final String name;
  final String arn;
  final Instant created;
  final Map<String, String> tags = new TreeMap<>();
  private final Map<String, Version> versions = new LinkedHashMap<>();
  String description = "";
  Instant changed;
  @Nullable String kmsKeyId;
  @Nullable String owningService;
  @Nullable String policy;
  @Nullable Instant deleted;
  @Nullable Instant destroyedAt;
  @Nullable Instant accessed;
  @Nullable Instant rotated;
  @Nullable Instant nextRotation;

  /** What the windows of its rotation count from. */
  @Nullable Instant rotationFrom;

  @Nullable String rotationLambda;
  @Nullable RotationRulesType rotationRules;
  boolean rotating;

  Secret(String name, String arn, Instant created) {
    this.name = name;
    this.arn = arn;
    this.created = created;
    this.changed = created;
  }

  Optional<Version> version(String id) {
    return Optional.ofNullable(versions.get(id));
  }

  Optional<Version> staged(String stage) {
    return versions.values().stream().filter(version -> version.stages.contains(stage)).findFirst();
  }

  List<Version> versions() {
    return new ArrayList<>(versions.values());
  }

  /**
   * Puts a value under a version id and moves the stages to it.
   *
   * @return the version; the one that is there already where it holds the same value
   */
  Version put(
      String id,
      @Nullable String text,
      @Nullable SdkBytes binary,
      List<String> stages,
      Instant now) {
    Version known = versions.get(id);
    if (known != null && known.hasValue()) {
      boolean same =
          String.valueOf(text).equals(String.valueOf(known.text))
              && String.valueOf(binary).equals(String.valueOf(known.binary));
      if (!same) {
        throw SecretErrors.exists(
            "You can't modify an existing version, you can only create a new version.");
      }
      return known;
    }
    Version version = known == null ? new Version(id, now) : known;
    boolean first = versions.values().stream().noneMatch(Version::hasValue);
    version.text = text;
    version.binary = binary;
    versions.put(id, version);
    stages.forEach(stage -> move(stage, version));
    if (first) {
      move(CURRENT, version);
    }
    changed = now;
    return version;
  }

  /** Makes an empty version that a rotation will fill. */
  Version pend(String id, Instant now) {
    Version version = versions.computeIfAbsent(id, any -> new Version(id, now));
    move(PENDING, version);
    return version;
  }

  /** Moves a stage to a version; moving {@code AWSCURRENT} leaves {@code AWSPREVIOUS} behind. */
  void move(String stage, Version to) {
    Version from = staged(stage).orElse(null);
    if (from == to) {
      return;
    }
    if (from != null) {
      from.stages.remove(stage);
      if (stage.equals(CURRENT)) {
        staged(PREVIOUS).ifPresent(old -> old.stages.remove(PREVIOUS));
        from.stages.add(PREVIOUS);
      }
    }
    to.stages.add(stage);
  }

  Map<String, List<String>> versionIdsToStages() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    versions.forEach(
        (id, version) -> {
          if (!version.stages.isEmpty()) {
            all.put(id, List.copyOf(version.stages));
          }
        });
    return all;
  }
}
