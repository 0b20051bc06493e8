package dev.rehearsal.cloud.cognito;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** Signs users in: the flows behind InitiateAuth, AdminInitiateAuth and their challenges. */
final class SignIn {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where a sign-in has come to: either tokens or a challenge.
   *
   * @param tokens the tokens; null where a challenge is to be answered first
   * @param session the challenge's session; null where there are tokens
   * @param parameters the challenge's parameters
   */
  record Result(
      @Nullable AuthenticationResultType tokens,
      @Nullable String session,
      Map<String, String> parameters) {}

  private final Surroundings aws;
  private final Tokens tokens;

  SignIn(Surroundings aws, Tokens tokens) {
    this.aws = aws;
    this.tokens = tokens;
  }

  Result start(
      Pool pool,
      UserPoolClientType client,
      @Nullable AuthFlowType flow,
      Map<String, String> parameters,
      boolean admin) {
    if (flow == null) {
      throw CognitoErrors.invalid("AuthFlow is required");
    }
    return switch (flow) {
      case USER_PASSWORD_AUTH -> {
        allow(
            client,
            "USER_PASSWORD_AUTH flow not enabled for this client",
            ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
            ExplicitAuthFlowsType.USER_PASSWORD_AUTH);
        yield password(pool, client, parameters);
      }
      case ADMIN_USER_PASSWORD_AUTH, ADMIN_NO_SRP_AUTH -> {
        if (!admin) {
          throw CognitoErrors.invalid("Initiate Auth method not supported.");
        }
        allow(
            client,
            "Auth flow not enabled for this client",
            ExplicitAuthFlowsType.ALLOW_ADMIN_USER_PASSWORD_AUTH,
            ExplicitAuthFlowsType.ADMIN_NO_SRP_AUTH);
        yield password(pool, client, parameters);
      }
      case REFRESH_TOKEN_AUTH, REFRESH_TOKEN -> {
        if (client.hasExplicitAuthFlows()) {
          boolean legacy =
              client.explicitAuthFlowsAsStrings().stream()
                  .noneMatch(one -> one.startsWith("ALLOW_"));
          if (!legacy) {
            allow(
                client,
                "Auth flow not enabled for this client",
                ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH);
          }
        }
        yield new Result(
            tokens.refresh(pool, client, parameters.get("REFRESH_TOKEN")), null, Map.of());
      }
      default -> throw CognitoErrors.notHere("the auth flow " + flow);
    };
  }

  Result answer(
      Pool pool,
      UserPoolClientType client,
      @Nullable ChallengeNameType challenge,
      @Nullable String session,
      Map<String, String> answers) {
    if (challenge != ChallengeNameType.NEW_PASSWORD_REQUIRED) {
      throw CognitoErrors.notHere("the challenge " + challenge);
    }
    SecretHash.check(client, answers.get("USERNAME"), answers.get("SECRET_HASH"));
    Pool.Challenge waiting;
    synchronized (pool) {
      waiting = session == null ? null : pool.challenges.get(session);
    }
    if (waiting == null || !waiting.clientId().equals(client.clientId())) {
      throw CognitoErrors.notAuthorized("Invalid session for the user.");
    }
    if (!waiting.expires().isAfter(aws.clock().instant())) {
      throw CognitoErrors.notAuthorized("Invalid session for the user, session is expired.");
    }
    User user = pool.user(waiting.username());
    if (pool.find(answers.get("USERNAME")).filter(user::equals).isEmpty()) {
      throw CognitoErrors.notAuthorized("Invalid session for the user.");
    }
    String password = answers.get("NEW_PASSWORD");
    Passwords.check(pool.passwordPolicy(), password);
    List<AttributeType> attributes = new ArrayList<>();
    answers.forEach(
        (name, value) -> {
          if (name.startsWith("userAttributes.")) {
            attributes.add(User.attribute(name.substring("userAttributes.".length()), value));
          }
        });
    Schema.check(pool.type().schemaAttributes(), attributes);
    synchronized (pool) {
      pool.challenges.remove(session);
      user.set(attributes);
      user.password = Passwords.keep(String.valueOf(password));
      user.temporaryUntil = null;
      user.status = UserStatusType.CONFIRMED;
      user.modified = aws.clock().instant();
    }
    return new Result(tokens.issue(pool, client, user), null, Map.of());
  }

  private Result password(Pool pool, UserPoolClientType client, Map<String, String> parameters) {
    String name = parameters.get("USERNAME");
    String password = parameters.get("PASSWORD");
    if (name == null) {
      throw CognitoErrors.invalid("Missing required parameter USERNAME");
    }
    if (password == null) {
      throw CognitoErrors.invalid("Missing required parameter PASSWORD");
    }
    SecretHash.check(client, name, parameters.get("SECRET_HASH"));
    User user =
        pool.find(name)
            .orElseThrow(
                () ->
                    client.preventUserExistenceErrors() == PreventUserExistenceErrorTypes.ENABLED
                        ? wrong()
                        : CognitoErrors.userNotFound());
    Instant now = aws.clock().instant();
    synchronized (pool) {
      if (!user.enabled) {
        throw CognitoErrors.notAuthorized("User is disabled.");
      }
      if (now.isBefore(user.lockedUntil)) {
        throw CognitoErrors.notAuthorized("Password attempts exceeded");
      }
      Passwords.Hash kept = user.password;
      if (kept == null || !kept.matches(password)) {
        user.failures++;
        if (user.failures >= 5) {
          long seconds = Math.min(900, 1L << Math.min(10, user.failures - 5));
          user.lockedUntil = now.plusSeconds(seconds);
        }
        throw wrong();
      }
      user.failures = 0;
      Instant until = user.temporaryUntil;
      if (until != null && now.isAfter(until)) {
        throw CognitoErrors.notAuthorized(
            "Temporary password has expired and must be reset by an administrator.");
      }
      if (user.status == UserStatusType.UNCONFIRMED) {
        throw CognitoErrors.notConfirmed();
      }
      if (user.status == UserStatusType.FORCE_CHANGE_PASSWORD) {
        return challenge(pool, client, user, now);
      }
    }
    return new Result(tokens.issue(pool, client, user), null, Map.of());
  }

  private static Result challenge(Pool pool, UserPoolClientType client, User user, Instant now) {
    String session = "AYAB" + Passwords.secret(UserOperations.PASSWORD_LETTERS, 120);
    int minutes = client.authSessionValidity() == null ? 3 : client.authSessionValidity();
    pool.challenges.values().removeIf(old -> !old.expires().isAfter(now));
    pool.challenges.put(
        session,
        new Pool.Challenge(
            user.username, client.clientId(), now.plus(Duration.ofMinutes(minutes))));
    ObjectNode attributes = JSON.createObjectNode();
    user.attributes.forEach(
        (name, value) -> {
          if (!name.equals("sub")) {
            attributes.put(name, value);
          }
        });
    return new Result(
        null,
        session,
        Map.of(
            "USER_ID_FOR_SRP",
            user.username,
            "requiredAttributes",
            "[]",
            "userAttributes",
            attributes.toString()));
  }

  private static AwsServiceException wrong() {
    return CognitoErrors.notAuthorized("Incorrect username or password.");
  }

  private static void allow(
      UserPoolClientType client, String message, ExplicitAuthFlowsType... flows) {
    for (ExplicitAuthFlowsType flow : flows) {
      if (client.explicitAuthFlows().contains(flow)) {
        return;
      }
    }
    throw CognitoErrors.invalid(message);
  }
}
