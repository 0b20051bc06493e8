package dev.rehearsal.cloud.iam;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A managed policy with its versions. Guarded by its store's lock. */
final class ManagedPolicy {

  /** One version of a managed policy. */
  record Version(String id, String document, Instant created) {}

  final String arn;
  final String name;
  final String path;
  final String id;
  final @Nullable String description;
  final Instant created;
  final Tags tags = new Tags();
  final Map<String, Version> versions = new LinkedHashMap<>();
  Instant updated;
  String defaultVersion;
  private int made = 1;

  ManagedPolicy(
      String arn,
      String name,
      String path,
      String id,
      @Nullable String description,
      String document,
      Instant created) {
    this.arn = arn;
    this.name = name;
    this.path = path;
    this.id = id;
    this.description = description;
    this.created = created;
    this.updated = created;
    this.defaultVersion = "v1";
    versions.put("v1", new Version("v1", document, created));
  }

  boolean awsManaged() {
    return arn.startsWith("arn:aws:iam::aws:");
  }

  Version version(@Nullable String versionId) {
    Version version = versions.get(String.valueOf(versionId));
    if (version == null) {
      throw IamErrors.noSuchEntity(
          "Policy " + arn + " version " + versionId + " does not exist or is not attachable.");
    }
    return version;
  }

  /** The document in force. */
  String document() {
    return version(defaultVersion).document();
  }

  Version addVersion(String document, boolean asDefault, Instant now) {
    if (versions.size() >= 5) {
      throw IamErrors.limit(
          "A managed policy can have up to 5 versions. Before you create a new version, you must"
              + " delete an existing version.");
    }
    Version version = new Version("v" + ++made, document, now);
    versions.put(version.id(), version);
    updated = now;
    if (asDefault) {
      defaultVersion = version.id();
    }
    return version;
  }

  void deleteVersion(@Nullable String versionId) {
    Version version = version(versionId);
    if (version.id().equals(defaultVersion)) {
      throw IamErrors.conflict("Cannot delete the default version of a policy.");
    }
    versions.remove(version.id());
  }
}
