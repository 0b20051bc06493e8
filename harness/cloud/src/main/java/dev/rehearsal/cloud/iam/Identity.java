package dev.rehearsal.cloud.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A role, a user or a group. Guarded by its store's lock. */
final class Identity {

  /** The sorts of identity, with what IAM calls them and allows them. */
  enum Kind {
    ROLE("role", "AROA", 64, 10240),
    USER("user", "AIDA", 64, 2048),
    GROUP("group", "AGPA", 128, 5120);

    final String word;
    final String idPrefix;
    final int longestName;
    final int inlineSize;

    Kind(String word, String idPrefix, int longestName, int inlineSize) {
      this.word = word;
      this.idPrefix = idPrefix;
      this.longestName = longestName;
      this.inlineSize = inlineSize;
    }
  }

  final Kind kind;
  final String id;
  final Instant created;
  final Tags tags = new Tags();
  final Map<String, String> inline = new TreeMap<>();
  final Set<String> attached = new LinkedHashSet<>();

  /** The groups a user is in. */
  final Set<String> groups = new LinkedHashSet<>();

  private final String account;
  String name;
  String path;
  @Nullable String boundary;

  /** A role's trust policy. */
  String trust = "";

  /** A role's description. */
  @Nullable String description;

  /** How long a role's sessions may last, in seconds. */
  int maxSession = 3600;

  Identity(Kind kind, String account, String name, String path, String id, Instant created) {
    this.kind = kind;
    this.account = account;
    this.name = name;
    this.path = path;
    this.id = id;
    this.created = created;
  }

  String arn() {
    return "arn:aws:iam::" + account + ":" + kind.word + path + name;
  }

  void putInline(String policy, @Nullable String document) {
    Checks.name("policyName", policy, 128);
    inline.put(policy, Documents.identityPolicy(document, kind.inlineSize));
  }

  String inline(String policy) {
    String document = inline.get(policy);
    if (document == null) {
      throw noPolicy(policy);
    }
    return document;
  }

  void deleteInline(String policy) {
    if (inline.remove(policy) == null) {
      throw noPolicy(policy);
    }
  }

  void attach(String policyArn) {
    if (!attached.contains(policyArn) && attached.size() >= 10) {
      String words = Character.toUpperCase(kind.word.charAt(0)) + kind.word.substring(1);
      throw IamErrors.limit("Cannot exceed quota for PoliciesPer" + words + ": 10");
    }
    attached.add(policyArn);
  }

  void detach(String policyArn) {
    if (!attached.remove(policyArn)) {
      throw IamErrors.noSuchEntity("Policy " + policyArn + " was not found.");
    }
  }

  /** Refuses to go while policies hang on it. */
  void checkDeletable() {
    if (!attached.isEmpty()) {
      throw IamErrors.conflict("Cannot delete entity, must detach all policies first.");
    }
    if (!inline.isEmpty()) {
      throw IamErrors.conflict("Cannot delete entity, must delete policies first.");
    }
  }

  List<String> inlineNames() {
    return new ArrayList<>(inline.keySet());
  }

  private RuntimeException noPolicy(String policy) {
    return IamErrors.noSuchEntity(
        "The " + kind.word + " policy with name " + policy + " cannot be found.");
  }
}
