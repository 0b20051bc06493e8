package dev.rehearsal.cloud.cognito;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/**
 * A user of a pool as it is kept while no cloud runs.
 *
 * @param created milliseconds since the epoch
 * @param salt of the password; null where there is none
 * @param digest of the password; null where there is none
 * @param pool the name of the pool that salt and digest are of; null where there are none
 * @param appSecret of the authenticator app; null where there is none
 * @param appDevice what the user calls the app
 * @param appEnabled whether a code of it is asked for
 * @param appPreferred whether the user prefers it
 */
public record StoredUser(
    String username,
    String sub,
    String status,
    boolean enabled,
    long created,
    Map<String, String> attributes,
    Set<String> groups,
    byte @Nullable [] salt,
    byte @Nullable [] digest,
    @Nullable String pool,
    @Nullable String appSecret,
    @Nullable String appDevice,
    boolean appEnabled,
    boolean appPreferred) {

  static StoredUser of(User user) {
    Passwords.Hash password = user.password;
    return new StoredUser(
        user.username,
        user.sub,
        user.status.toString(),
        user.enabled,
        user.created.toEpochMilli(),
        Map.copyOf(user.attributes),
        Set.copyOf(user.groups),
        password == null ? null : password.salt(),
        password == null ? null : password.digest(),
        password == null ? null : password.pool(),
        user.app == null ? null : user.app.secret,
        user.app == null ? null : user.app.device,
        user.appEnabled,
        user.appPreferred);
  }

  User user() {
    User user =
        new User(username, sub, UserStatusType.fromValue(status), Instant.ofEpochMilli(created));
    user.attributes.putAll(attributes);
    user.groups.addAll(groups);
    user.enabled = enabled;
    if (salt != null && digest != null && pool != null) {
      user.password = new Passwords.Hash(salt, digest, pool);
    }
    if (appSecret != null) {
      user.app = new User.App(appSecret, appDevice == null ? "" : appDevice);
      user.appEnabled = appEnabled;
      user.appPreferred = appPreferred;
    }
    return user;
  }
}
