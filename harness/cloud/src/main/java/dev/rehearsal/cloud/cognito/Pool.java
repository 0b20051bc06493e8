package dev.rehearsal.cloud.cognito;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AliasAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GroupType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordPolicyType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceServerType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolPolicyType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;

/** One user pool with all that belongs to it. Guarded by its own monitor. */
final class Pool {

  final Map<String, UserPoolClientType> clients = new LinkedHashMap<>();
  final Map<String, GroupType> groups = new TreeMap<>();
  final Map<String, ResourceServerType> resourceServers = new TreeMap<>();
  final Map<String, User> users = new LinkedHashMap<>();
  final Map<String, Tokens.Refresh> refreshTokens = new HashMap<>();
  final Map<String, Challenge> challenges = new HashMap<>();
  final PoolKey key;
  private UserPoolType pool;

  /** Whether authenticator apps may be a second factor. */
  boolean softwareTokens;

  /**
   * A sign-in that waits for an answer.
   *
   * @param username whose it is; null where nobody has the name that was given
   * @param srp the exchange of a password that is to be proved; null for other challenges
   */
  record Challenge(
      ChallengeNameType name,
      @Nullable String username,
      String clientId,
      Instant expires,
      @Nullable Srp srp) {}

  Pool(UserPoolType pool, PoolKey key) {
    this.pool = pool;
    this.key = key;
  }

  synchronized UserPoolType type() {
    return pool.toBuilder().estimatedNumberOfUsers(users.size()).build();
  }

  synchronized void type(UserPoolType changed) {
    pool = changed;
  }

  String id() {
    return type().id();
  }

  /** The id without its region, as SRP has it. */
  String name() {
    return id().substring(id().indexOf('_') + 1);
  }

  PasswordPolicyType passwordPolicy() {
    UserPoolPolicyType policies = type().policies();
    return policies == null || policies.passwordPolicy() == null
        ? PasswordPolicyType.builder().build()
        : policies.passwordPolicy();
  }

  UserPoolClientType client(@Nullable String id) {
    UserPoolClientType client;
    synchronized (this) {
      client = id == null ? null : clients.get(id);
    }
    if (client == null) {
      throw CognitoErrors.notFound("User pool client " + id + " does not exist.");
    }
    return client;
  }

  GroupType group(@Nullable String name) {
    GroupType group;
    synchronized (this) {
      group = name == null ? null : groups.get(name);
    }
    if (group == null) {
      throw CognitoErrors.notFound("Group not found.");
    }
    return group;
  }

  /** Finds a user by name, by sub, or by an address or number that stands for the name. */
  synchronized Optional<User> find(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return Optional.empty();
    }
    User exact = users.get(key(name));
    if (exact != null) {
      return Optional.of(exact);
    }
    boolean email =
        pool.usernameAttributes().contains(UsernameAttributeType.EMAIL)
            || pool.aliasAttributes().contains(AliasAttributeType.EMAIL);
    boolean phone =
        pool.usernameAttributes().contains(UsernameAttributeType.PHONE_NUMBER)
            || pool.aliasAttributes().contains(AliasAttributeType.PHONE_NUMBER);
    return users.values().stream()
        .filter(
            user ->
                user.sub.equals(name)
                    || (email && same(name, user.attributes.get("email")))
                    || (phone && name.equals(user.attributes.get("phone_number"))))
        .findFirst();
  }

  User user(@Nullable String name) {
    return find(name).orElseThrow(CognitoErrors::userNotFound);
  }

  synchronized void add(User user) {
    users.put(key(user.username), user);
  }

  synchronized void remove(User user) {
    users.remove(key(user.username));
    refreshTokens.values().removeIf(token -> token.username().equals(user.username));
  }

  /** Whether users sign up with their address or number instead of a name. */
  boolean namedByAttribute() {
    return type().hasUsernameAttributes() && !type().usernameAttributes().isEmpty();
  }

  private String key(String name) {
    boolean sensitive =
        pool.usernameConfiguration() != null
            && Boolean.TRUE.equals(pool.usernameConfiguration().caseSensitive());
    return sensitive ? name : name.toLowerCase(Locale.ROOT);
  }

  private static boolean same(String one, @Nullable String other) {
    return one.equalsIgnoreCase(other);
  }
}
