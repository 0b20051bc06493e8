package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything IAM keeps for one account. Used under {@link #locked} only. */
final class Store {

  private final Surroundings aws;
  private final Map<Kind, Map<String, Identity>> identities = new EnumMap<>(Kind.class);
  private final Map<String, ManagedPolicy> policies = new TreeMap<>();
  private final Map<String, ManagedPolicy> awsPolicies = AwsManagedPolicies.load();

  Store(Surroundings aws) {
    this.aws = aws;
    for (Kind kind : Kind.values()) {
      identities.put(kind, new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    }
  }

  synchronized <T> T locked(Supplier<T> work) {
    return work.get();
  }

  Surroundings aws() {
    return aws;
  }

  Instant now() {
    return aws.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  String id(String prefix) {
    return prefix + aws.ids().upper(17);
  }

  Identity create(Kind kind, @Nullable String name, @Nullable String path) {
    String checked = Checks.name(kind.word + "Name", name, kind.longestName);
    Map<String, Identity> all = all(kind);
    if (all.containsKey(checked)) {
      throw IamErrors.exists(capital(kind) + " with name " + checked + " already exists.");
    }
    return new Identity(kind, aws.account(), checked, Checks.path(path), id(kind.idPrefix), now());
  }

  void add(Identity identity) {
    all(identity.kind).put(identity.name, identity);
  }

  Identity get(Kind kind, @Nullable String name) {
    Identity found = name == null ? null : all(kind).get(name);
    if (found == null) {
      throw IamErrors.noSuchEntity("The " + kind.word + " with name " + name + " cannot be found.");
    }
    return found;
  }

  @Nullable Identity find(Kind kind, String name) {
    return all(kind).get(name);
  }

  void remove(Identity identity) {
    all(identity.kind).remove(identity.name);
  }

  /** Gives an identity another name or path. */
  void rename(Identity identity, @Nullable String newName, @Nullable String newPath) {
    if (newName != null && !newName.equals(identity.name)) {
      Checks.name(identity.kind.word + "Name", newName, identity.kind.longestName);
      Identity other = find(identity.kind, newName);
      if (other != null && other != identity) {
        throw IamErrors.exists(
            capital(identity.kind) + " with name " + newName + " already exists.");
      }
      String old = identity.name;
      remove(identity);
      identity.name = newName;
      add(identity);
      if (identity.kind == Kind.GROUP) {
        for (Identity user : all(Kind.USER).values()) {
          if (user.groups.remove(old)) {
            user.groups.add(newName);
          }
        }
      }
    }
    if (newPath != null) {
      identity.path = Checks.path(newPath);
    }
  }

  List<Identity> list(Kind kind, @Nullable String pathPrefix) {
    String prefix = pathPrefix == null ? "/" : pathPrefix;
    return all(kind).values().stream().filter(each -> each.path.startsWith(prefix)).toList();
  }

  Collection<ManagedPolicy> customerPolicies() {
    return policies.values();
  }

  Collection<ManagedPolicy> awsPolicies() {
    return awsPolicies.values();
  }

  void add(ManagedPolicy policy) {
    policies.put(policy.arn, policy);
  }

  void remove(ManagedPolicy policy) {
    policies.remove(policy.arn);
  }

  @Nullable ManagedPolicy findPolicy(String arn) {
    ManagedPolicy found = policies.get(arn);
    return found != null ? found : awsPolicies.get(arn);
  }

  ManagedPolicy policy(@Nullable String arn) {
    if (arn == null || !arn.startsWith("arn:")) {
      throw IamErrors.invalid("ARN " + arn + " is not valid.");
    }
    ManagedPolicy found = findPolicy(arn);
    if (found == null) {
      throw IamErrors.noSuchEntity(
          "Policy "
              + arn
              + " does not exist or is not attachable."
              + (arn.startsWith("arn:aws:iam::aws:")
                  ? " (The embedded AWS knows "
                      + awsPolicies.size()
                      + " of AWS's own policies; ListPolicies with Scope AWS names them.)"
                  : ""));
    }
    return found;
  }

  /** The identities a managed policy is attached to. */
  List<Identity> attachedTo(String policyArn) {
    return everyone().stream().filter(each -> each.attached.contains(policyArn)).toList();
  }

  /** The identities a managed policy bounds. */
  List<Identity> boundedBy(String policyArn) {
    return everyone().stream().filter(each -> policyArn.equals(each.boundary)).toList();
  }

  private List<Identity> everyone() {
    List<Identity> everyone = new ArrayList<>();
    identities.values().forEach(each -> everyone.addAll(each.values()));
    return everyone;
  }

  private Map<String, Identity> all(Kind kind) {
    Map<String, Identity> all = identities.get(kind);
    if (all == null) {
      throw new IllegalStateException(kind.word);
    }
    return all;
  }

  private static String capital(Kind kind) {
    return Character.toUpperCase(kind.word.charAt(0)) + kind.word.substring(1);
  }
}
