package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which access key belongs to whom. IAM and STS register keys here. Thread-safe. */
public final class AccessKeys {

  private final Map<String, Key> keys = new ConcurrentHashMap<>();

  /**
   * An access key.
   *
   * @param id the access key id
   * @param secret the secret access key
   * @param sessionToken the session token; null for long-lived keys
   * @param expires when a session ends; null for long-lived keys
   * @param owner who signs with it
   */
  public record Key(
      String id,
      String secret,
      @Nullable String sessionToken,
      @Nullable Instant expires,
      Caller owner) {
    @Override
    public String toString() {
      return "Key[" + id + " of " + owner.arn() + "]";
    }
  }

  public void register(Key key) {
    keys.put(key.id(), key);
  }

  public void remove(String id) {
    keys.remove(id);
  }

  public Optional<Key> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }
}
