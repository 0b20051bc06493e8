package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Iam;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The sessions in which functions use their roles: one per function and role. Thread-safe. */
final class RoleSessions implements AutoCloseable {

  private record Use(String function, String role) {}

  private final Surroundings aws;
  private final Map<Use, AccessKeys.Key> sessions = new ConcurrentHashMap<>();

  RoleSessions(Surroundings aws) {
    this.aws = aws;
  }

  AccessKeys.Key of(FunctionVersion version) {
    Use use = new Use(version.name(), version.configuration().role());
    return sessions.computeIfAbsent(use, any -> open(use.function(), use.role()));
  }

  Caller caller(FunctionVersion version) {
    return of(version).owner();
  }

  private AccessKeys.Key open(String function, String role) {
    String name = role.substring(role.lastIndexOf('/') + 1);
    String id = "ASIA" + aws.ids().upper(16);
    Caller session =
        new Caller.RoleSession(role.split(":", -1)[4], name, roleId(name), function, id, null);
    String secret = Base64.getEncoder().encodeToString(aws.ids().bytes(30));
    String token = "IQoJ" + Base64.getEncoder().encodeToString(aws.ids().bytes(96));
    AccessKeys.Key key = new AccessKeys.Key(id, secret, token, null, session);
    aws.accessKeys().register(key);
    return key;
  }

  private String roleId(String name) {
    try {
      return aws.peer(Iam.class, aws.region()).getRole(get -> get.roleName(name)).role().roleId();
    } catch (AwsServiceException | UnsupportedOperationException unknown) {
      // A role that was deleted since: its session exists, and is allowed nothing.
      return "AROA" + aws.ids().upper(17);
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(key -> aws.accessKeys().remove(key.id()));
    sessions.clear();
  }
}
