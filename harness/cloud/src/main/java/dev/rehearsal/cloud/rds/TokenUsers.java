package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.iam.IdentityPolicies;
import dev.rehearsal.cloud.iam.PolicySimulator;
import dev.rehearsal.cloud.wire.SignedTokens;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The users of an instance that sign in with a token of IAM instead of a password: members of
 * {@code rds_iam}, where the instance has IAM authentication.
 *
 * <p>PostgreSQL itself knows no tokens. Here such a user has a password that nobody is told, and
 * whoever shows a good token is signed in with it.
 */
final class TokenUsers {

  private static final long LONGEST = 900;
  private static final String CONNECT = "rds-db:connect";
  private static final String ALLOWED = "allowed";
  private static final String EXPLICIT = "explicitDeny";
  private static final String IMPLICIT = "implicitDeny";

  /**
   * What became of a token.
   *
   * @param caller who signed it, as ledgers have it
   * @param user the ARN that policies let people connect to
   * @param refusal why it lets nobody in; null where it does
   * @param facts what IAM decided, as calls on AWS tell it; empty where the token is not good
   */
  record Answer(String caller, String user, @Nullable String refusal, Map<String, String> facts) {

    Answer(String caller, String user, String refusal) {
      this(caller, user, refusal, Map.of());
    }
  }

  private final Surroundings aws;
  private final Supplier<Optional<DBInstance>> instance;
  private final DatabaseServer server;
  private final String hidden = new BigInteger(160, new SecureRandom()).toString(32);

  TokenUsers(Surroundings aws, Supplier<Optional<DBInstance>> instance, DatabaseServer server) {
    this.aws = aws;
    this.instance = instance;
    this.server = server;
  }

  /** Whether a user signs in with tokens. */
  boolean has(String user) {
    if (!instance
        .get()
        .map(each -> Boolean.TRUE.equals(each.iamDatabaseAuthenticationEnabled()))
        .orElse(false)) {
      return false;
    }
    try (Connection connection = server.superuser("postgres");
        PreparedStatement question =
            connection.prepareStatement(
                "select 1 from pg_roles where rolname = ? and not rolsuper"
                    + " and pg_has_role(oid, 'rds_iam', 'usage')")) {
      question.setString(1, user);
      try (ResultSet found = question.executeQuery()) {
        return found.next();
      }
    } catch (SQLException down) {
      return false; // The user learns it from the server itself.
    }
  }

  /** Whether a token lets a user in. */
  Answer check(String user, String text) {
    DBInstance described = instance.get().orElseThrow();
    String arn =
        "arn:aws:rds-db:"
            + aws.region()
            + ":"
            + aws.account()
            + ":dbuser:"
            + described.dbiResourceId()
            + "/"
            + user;
    SignedTokens.Token token =
        SignedTokens.read(text, "rds-db", aws.accessKeys(), aws.clock()).orElse(null);
    if (token == null) {
      return new Answer(
          "client", arn, "The password is no token, its signature is not genuine, or it expired.");
    }
    String who = token.caller().label();
    if (token.seconds() > LONGEST) {
      return new Answer(who, arn, "The token holds for more than 15 minutes.");
    }
    int port = described.endpoint().port();
    if (!List.of(described.endpoint().address() + ":" + port, "localhost:" + port)
            .contains(token.host())
        || !token.region().equals(aws.region())) {
      return new Answer(
          who, arn, "The token is for " + token.host() + " in " + token.region() + ".");
    }
    if (!"connect".equals(token.parameters().get("Action"))
        || !user.equals(token.parameters().get("DBUser"))) {
      return new Answer(
          who, arn, "The token is for the user " + token.parameters().get("DBUser") + ".");
    }
    return decided(token.caller(), arn);
  }

  private Answer decided(Caller caller, String arn) {
    String decision = decision(caller, arn);
    String need = CONNECT + " " + arn;
    return switch (decision) {
      case ALLOWED ->
          new Answer(
              caller.label(),
              arn,
              null,
              Map.of("caller", caller.arn(), "decision", decision, "needs", need));
      case EXPLICIT ->
          new Answer(
              caller.label(),
              arn,
              refusal(caller, arn) + " with an explicit deny",
              Map.of("caller", caller.arn(), "decision", "denied by a statement", "denied", need));
      default ->
          new Answer(
              caller.label(),
              arn,
              refusal(caller, arn) + " because no policy allows it",
              Map.of(
                  "caller",
                  caller.arn(),
                  "decision",
                  "denied: no policy allows it",
                  "denied",
                  need));
    };
  }

  private static String refusal(Caller caller, String arn) {
    return caller.arn() + " is not authorized to perform: " + CONNECT + " on resource: " + arn;
  }

  /** What IAM decides, in its simulator's words. */
  private String decision(Caller caller, String arn) {
    if (!caller.account().equals(aws.account())) {
      return IMPLICIT;
    }
    if (caller instanceof Caller.Root) {
      return ALLOWED;
    }
    Iam iam = aws.peer(Iam.class, aws.region());
    if (caller instanceof Caller.RoleSession session) {
      IdentityPolicies role = iam.role(session.roleName()).orElse(null);
      if (role == null) {
        return IMPLICIT;
      }
      String own = decision(caller, role, role.policies(), role.boundary(), arn);
      String policy = session.sessionPolicy();
      return policy == null || !own.equals(ALLOWED)
          ? own
          : decision(
              caller,
              role,
              List.of(new IdentityPolicies.Policy("session", null, policy)),
              null,
              arn);
    }
    return caller instanceof Caller.User user
        ? iam.user(user.name())
            .map(each -> decision(caller, each, each.policies(), each.boundary(), arn))
            .orElse(IMPLICIT)
        : IMPLICIT;
  }

  private String decision(
      Caller caller,
      IdentityPolicies who,
      List<IdentityPolicies.Policy> policies,
      IdentityPolicies.@Nullable Policy boundary,
      String arn) {
    return aws.simulator()
        .decide(
            caller,
            new PolicySimulator.Question(
                who.arn(),
                aws.account(),
                policies,
                boundary,
                null,
                CONNECT,
                arn,
                aws.account(),
                Map.of()))
        .decision();
  }

  /** The password that nobody is told, set anew: a restored database has another one. */
  synchronized String password(String user) throws IOException {
    try (Connection connection = server.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "alter role "
              + PostgresServer.identifier(user)
              + " password "
              + PostgresServer.literal(hidden));
      return hidden;
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }
}
