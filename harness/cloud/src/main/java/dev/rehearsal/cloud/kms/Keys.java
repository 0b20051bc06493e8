package dev.rehearsal.cloud.kms;

import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** The keys and aliases of one account and region. */
final class Keys {

  /** An alias and the key that it names. */
  record Alias(String name, String keyId, Instant created, Instant updated) {}

  private static final Pattern MANAGED = Pattern.compile("alias/aws/[a-z0-9-]+");

  final Surroundings aws;
  private final NavigableMap<String, Key> keys = new ConcurrentSkipListMap<>();
  private final NavigableMap<String, Alias> aliases = new ConcurrentSkipListMap<>();

  Keys(Surroundings aws) {
    this.aws = aws;
  }

  Instant now() {
    return aws.clock().instant();
  }

  Key create(
      KeySpec spec,
      KeyUsageType usage,
      KeyManagerType manager,
      String description,
      @Nullable String policy) {
    String id = aws.ids().uuid();
    Key key =
        new Key(
            id,
            aws.arn("kms", "key/" + id),
            aws.account(),
            spec,
            usage,
            manager,
            now(),
            description,
            policy == null ? KeyPolicies.byDefault(aws.account()) : policy);
    keys.put(id, key);
    return key;
  }

  Collection<Key> all() {
    keys.values().removeIf(this::isGone);
    return keys.values();
  }

  private boolean isGone(Key key) {
    Instant deletion = key.deletion;
    boolean gone = deletion != null && !deletion.isAfter(now());
    if (gone) {
      aliases.values().removeIf(alias -> alias.keyId().equals(key.id));
    }
    return gone;
  }

  NavigableMap<String, Alias> aliases() {
    return aliases;
  }

  @Nullable Key byId(String id) {
    Key key = keys.get(id);
    if (key != null && isGone(key)) {
      keys.remove(id);
      return null;
    }
    return key;
  }

  /** Finds a key by its id, its ARN, an alias or an alias's ARN. */
  Key get(@Nullable String reference) {
    if (reference == null || reference.isEmpty()) {
      throw KmsErrors.invalid(
          "1 validation error detected: Value at 'keyId' failed to satisfy constraint: Member must"
              + " not be null");
    }
    String own = aws.arn("kms", "");
    String name = reference.startsWith(own) ? reference.substring(own.length()) : reference;
    if (name.startsWith("alias/")) {
      return byAlias(name);
    }
    boolean foreign = reference.startsWith("arn:") && !name.startsWith("key/");
    Key key = foreign ? null : byId(name.startsWith("key/") ? name.substring(4) : name);
    if (key != null) {
      return key;
    }
    String arn = reference.startsWith("arn:") ? reference : aws.arn("kms", "key/" + name);
    throw KmsErrors.notFound("Key '" + arn + "' does not exist");
  }

  private Key byAlias(String name) {
    Alias alias = aliases.get(name);
    Key key = alias == null ? null : byId(alias.keyId());
    if (key != null) {
      return key;
    }
    if (MANAGED.matcher(name).matches()) {
      return managed(name);
    }
    throw KmsErrors.notFound("Alias " + aws.arn("kms", name) + " is not found.");
  }

  /** AWS makes the keys it manages when a service needs one for the first time. */
  private synchronized Key managed(String name) {
    Alias alias = aliases.get(name);
    if (alias != null) {
      Key made = byId(alias.keyId());
      if (made != null) {
        return made;
      }
    }
    String service = name.substring("alias/aws/".length());
    Key key =
        create(
            KeySpec.SYMMETRIC_DEFAULT,
            KeyUsageType.ENCRYPT_DECRYPT,
            KeyManagerType.AWS,
            "Default key that protects my resources of "
                + service
                + " when no other key is defined",
            KeyPolicies.managed(aws.account()));
    key.rotating = true;
    aliases.put(name, new Alias(name, key.id, now(), now()));
    return key;
  }

  /**
   * One page of a list.
   *
   * @param next the marker of the page after; null for the last
   * @param <T> what is listed
   */
  record Page<T>(List<T> items, @Nullable String next) {
    /** Cuts a page out of items in the order of their markers. */
    static <T> Page<T> of(
        NavigableMap<String, T> all, @Nullable String marker, @Nullable Integer limit, int most) {
      if (limit != null && (limit < 1 || limit > 1000)) {
        throw KmsErrors.invalid("Limit must be between 1 and 1000, not " + limit);
      }
      int size = limit == null ? most : limit;
      NavigableMap<String, T> rest = marker == null ? all : all.tailMap(marker, false);
      List<Map.Entry<String, T>> page =
          rest.entrySet().stream()
              .limit(size + 1L)
              .map(e -> Map.entry(e.getKey(), e.getValue()))
              .toList();
      boolean more = page.size() > size;
      return new Page<>(
          page.stream().limit(size).map(Map.Entry::getValue).toList(),
          more ? page.get(size - 1).getKey() : null);
    }
  }

  NavigableMap<String, Key> sorted() {
    keys.values().removeIf(this::isGone);
    return keys;
  }
}
