package dev.rehearsal.cloud.cognito;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/** One user of a pool. Guarded by the pool's monitor. */
final class User {

  /** A code that was sent, and until when it counts. */
  record Code(String value, Instant expires) {}

  /** An authenticator app that has proved its secret. */
  static final class App {
    final String secret;
    final String device;

    /** The step of the code that was taken last. */
    long lastStep;

    App(String secret, String device) {
      this.secret = secret;
      this.device = device;
    }
  }

  final String username;
  final String sub;
  final Instant created;
  final Map<String, String> attributes = new TreeMap<>();
  final Set<String> groups = new TreeSet<>();
  final Set<String> revoked = new HashSet<>();
  Instant modified;
  UserStatusType status;
  boolean enabled = true;
  Passwords.@Nullable Hash password;
  @Nullable Instant temporaryUntil;
  @Nullable Code confirmation;
  @Nullable Code reset;

  /** A secret that an authenticator app was given and has not proved yet. */
  @Nullable String pendingSecret;

  @Nullable App app;
  boolean appEnabled;
  boolean appPreferred;
  int failures;
  Instant lockedUntil = Instant.MIN;

  User(String username, String sub, UserStatusType status, Instant now) {
    this.username = username;
    this.sub = sub;
    this.status = status;
    this.created = now;
    this.modified = now;
    attributes.put("sub", sub);
  }

  void set(List<AttributeType> changes) {
    for (AttributeType change : changes) {
      attributes.put(change.name(), change.value() == null ? "" : change.value());
    }
  }

  List<AttributeType> attributeList() {
    List<AttributeType> list = new ArrayList<>();
    attributes.forEach((name, value) -> list.add(attribute(name, value)));
    return list;
  }

  List<String> factors() {
    return app != null && appEnabled ? List.of("SOFTWARE_TOKEN_MFA") : List.of();
  }

  @Nullable String preferredFactor() {
    return app != null && appEnabled && appPreferred ? "SOFTWARE_TOKEN_MFA" : null;
  }

  UserType describe() {
    return UserType.builder()
        .username(username)
        .attributes(attributeList())
        .userCreateDate(created)
        .userLastModifiedDate(modified)
        .enabled(enabled)
        .userStatus(status)
        .build();
  }

  static AttributeType attribute(String name, String value) {
    return AttributeType.builder().name(name).value(value).build();
  }
}
