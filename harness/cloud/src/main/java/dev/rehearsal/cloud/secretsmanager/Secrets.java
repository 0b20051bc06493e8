package dev.rehearsal.cloud.secretsmanager;

import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The secrets of one account and region, found by name, ARN, or ARN without its suffix. */
final class Secrets {

  private final Surroundings aws;
  private final Map<String, Secret> byName = new ConcurrentSkipListMap<>();

  Secrets(Surroundings aws) {
    this.aws = aws;
  }

  Instant now() {
    return aws.clock().instant();
  }

  Secret make(String name) {
    Optional<Secret> known = named(name);
    if (known.isPresent()) {
      throw known.get().deleted == null
          ? SecretErrors.exists(
              "The operation failed because the secret " + name + " already exists.")
          : SecretErrors.request(
              "You can't create this secret because a secret with this name is already scheduled"
                  + " for deletion.");
    }
    return new Secret(name, aws.arn("secretsmanager", "secret:" + name + "-" + suffix()), now());
  }

  void put(Secret secret) {
    byName.put(secret.name, secret);
  }

  void remove(Secret secret) {
    byName.remove(secret.name, secret);
  }

  List<Secret> all() {
    byName.values().removeIf(this::destroyed);
    return List.copyOf(byName.values());
  }

  Optional<Secret> find(@Nullable String id) {
    if (id == null || id.isEmpty()) {
      throw SecretErrors.parameter("You must provide a value for the SecretId parameter.");
    }
    String prefix = aws.arn("secretsmanager", "secret:");
    if (!id.startsWith("arn:")) {
      return named(id);
    }
    if (!id.startsWith(prefix)) {
      return Optional.empty();
    }
    return all().stream()
        .filter(secret -> secret.arn.equals(id))
        .findFirst()
        .or(() -> named(id.substring(prefix.length())));
  }

  /** The secret of a request, deleted or not. */
  Secret any(@Nullable String id) {
    return find(id).orElseThrow(SecretErrors::notFound);
  }

  /** The secret of a request that needs one not marked for deletion. */
  Secret live(@Nullable String id) {
    Secret secret = any(id);
    if (secret.deleted != null) {
      throw SecretErrors.request(
          "You can't perform this operation on the secret because it was marked for deletion.");
    }
    return secret;
  }

  void clear() {
    byName.clear();
  }

  private Optional<Secret> named(String name) {
    return Optional.ofNullable(byName.get(name)).filter(secret -> !destroyed(secret));
  }

  private boolean destroyed(Secret secret) {
    return secret.destroyedAt != null && !now().isBefore(secret.destroyedAt);
  }

  private String suffix() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    StringBuilder suffix = new StringBuilder();
    for (byte each : aws.ids().bytes(6)) {
      suffix.append(alphabet.charAt((each & 0xff) % alphabet.length()));
    }
    return suffix.toString();
  }
}
