package dev.rehearsal.cloud.cognito;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** Signs users in: the flows behind InitiateAuth, AdminInitiateAuth and their challenges. */
final class SignIn {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom SECURE = new SecureRandom();

  /**
   * Where a sign-in has come to: either tokens or a challenge.
   *
   * @param tokens the tokens; null where a challenge is to be answered first
   * @param challenge the challenge; null where there are tokens
   * @param session the challenge's session; null where it has none
   * @param parameters the challenge's parameters
   */
  record Result(
      @Nullable AuthenticationResultType tokens,
      @Nullable ChallengeNameType challenge,
      @Nullable String session,
      Map<String, String> parameters) {}

  private final Surroundings aws;
  private final Tokens tokens;
  private final SoftwareTokens softwareTokens;

  SignIn(Surroundings aws, Tokens tokens, SoftwareTokens softwareTokens) {
    this.aws = aws;
    this.tokens = tokens;
    this.softwareTokens = softwareTokens;
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
      case USER_SRP_AUTH -> {
        // Clients that name no flow may use this one.
        if (!client.explicitAuthFlows().isEmpty()) {
          allow(
              client,
              "USER_SRP_AUTH is not enabled for the client.",
              ExplicitAuthFlowsType.ALLOW_USER_SRP_AUTH);
        }
        yield exchange(pool, client, parameters);
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
            tokens.refresh(pool, client, parameters.get("REFRESH_TOKEN")), null, null, Map.of());
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
    SecretHash.check(client, answers.get("USERNAME"), answers.get("SECRET_HASH"));
    if (challenge == null) {
      throw CognitoErrors.invalid("ChallengeName is required");
    }
    return switch (challenge) {
      case PASSWORD_VERIFIER -> proved(pool, client, answers);
      case NEW_PASSWORD_REQUIRED -> newPassword(pool, client, session, answers);
      case SOFTWARE_TOKEN_MFA -> {
        Pool.Challenge waiting = waiting(pool, client, challenge, session);
        User user = owner(pool, waiting, answers);
        softwareTokens.check(pool, user, answers.get("SOFTWARE_TOKEN_MFA_CODE"));
        yield done(pool, client, user, session);
      }
      case MFA_SETUP -> {
        Pool.Challenge waiting = waiting(pool, client, challenge, session);
        User user = owner(pool, waiting, answers);
        synchronized (pool) {
          if (user.app == null) {
            throw CognitoErrors.invalid("User has not verified a software token.");
          }
        }
        yield done(pool, client, user, session);
      }
      default -> throw CognitoErrors.notHere("the challenge " + challenge);
    };
  }

  /** Who sets a second factor up on the way in. */
  User settingUp(Pool pool, @Nullable String session) {
    Pool.Challenge waiting;
    synchronized (pool) {
      waiting = session == null ? null : pool.challenges.get(session);
    }
    if (waiting == null || waiting.name() != ChallengeNameType.MFA_SETUP) {
      throw CognitoErrors.notAuthorized("Invalid session for the user.");
    }
    return pool.user(fresh(waiting).username());
  }

  private Result done(Pool pool, UserPoolClientType client, User user, @Nullable String session) {
    synchronized (pool) {
      pool.challenges.remove(session);
    }
    return new Result(tokens.issue(pool, client, user), null, null, Map.of());
  }

  private Pool.Challenge waiting(
      Pool pool, UserPoolClientType client, ChallengeNameType name, @Nullable String session) {
    Pool.Challenge waiting;
    synchronized (pool) {
      waiting = session == null ? null : pool.challenges.get(session);
    }
    if (waiting == null
        || waiting.name() != name
        || !waiting.clientId().equals(client.clientId())) {
      throw CognitoErrors.notAuthorized("Invalid session for the user.");
    }
    return fresh(waiting);
  }

  private Pool.Challenge fresh(Pool.Challenge waiting) {
    if (!waiting.expires().isAfter(aws.clock().instant())) {
      throw CognitoErrors.notAuthorized("Invalid session for the user, session is expired.");
    }
    return waiting;
  }

  private static User owner(Pool pool, Pool.Challenge waiting, Map<String, String> answers) {
    User user = pool.user(waiting.username());
    if (pool.find(answers.get("USERNAME")).filter(user::equals).isEmpty()) {
      throw CognitoErrors.notAuthorized("Invalid session for the user.");
    }
    return user;
  }

  private Result newPassword(
      Pool pool, UserPoolClientType client, @Nullable String session, Map<String, String> answers) {
    Pool.Challenge waiting =
        waiting(pool, client, ChallengeNameType.NEW_PASSWORD_REQUIRED, session);
    User user = owner(pool, waiting, answers);
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
      user.password = Passwords.keep(pool, user, String.valueOf(password));
      user.temporaryUntil = null;
      user.status = UserStatusType.CONFIRMED;
      user.modified = aws.clock().instant();
      return secondFactor(pool, client, user);
    }
  }

  /** The first half of SRP: the client has sent its public value. */
  private Result exchange(Pool pool, UserPoolClientType client, Map<String, String> parameters) {
    String name = parameters.get("USERNAME");
    String key = parameters.get("SRP_A");
    if (name == null || key == null) {
      throw CognitoErrors.invalid(
          "Missing required parameter " + (name == null ? "USERNAME" : "SRP_A"));
    }
    SecretHash.check(client, name, parameters.get("SECRET_HASH"));
    BigInteger clientKey;
    try {
      clientKey = new BigInteger(key, 16);
    } catch (NumberFormatException noNumber) {
      throw CognitoErrors.invalid("SRP_A must be a hexadecimal number.");
    }
    if (clientKey.signum() < 0 || clientKey.mod(Srp.N).signum() == 0) {
      throw CognitoErrors.invalid("SRP_A must not be a multiple of N.");
    }
    Optional<User> user = pool.find(name);
    if (user.isEmpty()
        && client.preventUserExistenceErrors() != PreventUserExistenceErrorTypes.ENABLED) {
      throw CognitoErrors.userNotFound();
    }
    // Nobody learns here whether there is such a user, or one with a password.
    Passwords.Hash kept;
    synchronized (pool) {
      kept = user.map(known -> known.password).orElse(null);
    }
    boolean real = kept != null;
    byte[] salt = kept == null ? Passwords.salt() : kept.salt();
    Srp srp = new Srp(clientKey, kept == null ? Passwords.salt() : kept.digest());
    String block = Base64.getEncoder().encodeToString(secretBlock());
    String id = user.map(known -> known.username).orElse(name);
    synchronized (pool) {
      keep(
          pool,
          client,
          block,
          ChallengeNameType.PASSWORD_VERIFIER,
          real ? user.orElseThrow().username : null,
          srp);
    }
    return new Result(
        null,
        ChallengeNameType.PASSWORD_VERIFIER,
        null,
        Map.of(
            "SALT", Srp.number(salt).toString(16),
            "SRP_B", srp.serverKey().toString(16),
            "SECRET_BLOCK", block,
            "USERNAME", id,
            "USER_ID_FOR_SRP", id));
  }

  /** The second half of SRP: the client has proved that it knows the password, or has not. */
  private Result proved(Pool pool, UserPoolClientType client, Map<String, String> answers) {
    String block = answers.get("PASSWORD_CLAIM_SECRET_BLOCK");
    Pool.Challenge waiting = waiting(pool, client, ChallengeNameType.PASSWORD_VERIFIER, block);
    synchronized (pool) {
      pool.challenges.remove(block); // It is good for one answer.
    }
    Optional<User> user =
        waiting.username() == null ? Optional.empty() : pool.find(waiting.username());
    byte[] claimed;
    byte[] secret;
    try {
      claimed = Base64.getDecoder().decode(answers.getOrDefault("PASSWORD_CLAIM_SIGNATURE", ""));
      secret = Base64.getDecoder().decode(String.valueOf(block));
    } catch (IllegalArgumentException noBase64) {
      throw wrong();
    }
    if (user.isEmpty()) {
      throw wrong();
    }
    byte[] expected =
        Srp.claim(
            Objects.requireNonNull(waiting.srp()).sessionKey(),
            pool.name(),
            user.get().username,
            secret,
            answers.getOrDefault("TIMESTAMP", ""));
    return passed(pool, client, user.get(), MessageDigest.isEqual(expected, claimed));
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
    Passwords.Hash kept;
    synchronized (pool) {
      kept = user.password;
    }
    boolean right = kept != null && kept.matches(user, password);
    if (kept != null && right && !kept.pool().equals(pool.name())) {
      // Kept from a pool that is gone: from now on SRP knows the user in this one too.
      synchronized (pool) {
        user.password = Passwords.keep(pool, user, password);
      }
    }
    return passed(pool, client, user, right);
  }

  /** A password was given; tokens or the next challenge follow where it was the right one. */
  private Result passed(Pool pool, UserPoolClientType client, User user, boolean right) {
    Instant now = aws.clock().instant();
    synchronized (pool) {
      if (!user.enabled) {
        throw CognitoErrors.notAuthorized("User is disabled.");
      }
      if (now.isBefore(user.lockedUntil)) {
        throw CognitoErrors.notAuthorized("Password attempts exceeded");
      }
      if (!right) {
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
        return challenge(
            pool,
            client,
            user,
            ChallengeNameType.NEW_PASSWORD_REQUIRED,
            Map.of("requiredAttributes", "[]", "userAttributes", attributes(user)));
      }
      return secondFactor(pool, client, user);
    }
  }

  /** Under the pool's lock. */
  private Result secondFactor(Pool pool, UserPoolClientType client, User user) {
    if (SoftwareTokens.asked(pool, user)) {
      return challenge(
          pool,
          client,
          user,
          ChallengeNameType.SOFTWARE_TOKEN_MFA,
          Map.of("FRIENDLY_DEVICE_NAME", Objects.requireNonNull(user.app).device));
    }
    if (pool.type().mfaConfiguration() == UserPoolMfaType.ON) {
      return challenge(
          pool,
          client,
          user,
          ChallengeNameType.MFA_SETUP,
          Map.of("MFAS_CAN_SETUP", "[\"SOFTWARE_TOKEN_MFA\"]"));
    }
    return new Result(tokens.issue(pool, client, user), null, null, Map.of());
  }

  private Result challenge(
      Pool pool,
      UserPoolClientType client,
      User user,
      ChallengeNameType name,
      Map<String, String> more) {
    String session = "AYAB" + Passwords.secret(UserOperations.PASSWORD_LETTERS, 120);
    keep(pool, client, session, name, user.username, null);
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("USER_ID_FOR_SRP", user.username);
    return new Result(null, name, session, parameters);
  }

  /** Under the pool's lock. */
  private void keep(
      Pool pool,
      UserPoolClientType client,
      String session,
      ChallengeNameType name,
      @Nullable String username,
      @Nullable Srp srp) {
    Instant now = aws.clock().instant();
    int minutes = client.authSessionValidity() == null ? 3 : client.authSessionValidity();
    pool.challenges.values().removeIf(old -> !old.expires().isAfter(now));
    pool.challenges.put(
        session,
        new Pool.Challenge(
            name, username, client.clientId(), now.plus(Duration.ofMinutes(minutes)), srp));
  }

  private static String attributes(User user) {
    ObjectNode attributes = JSON.createObjectNode();
    user.attributes.forEach(
        (name, value) -> {
          if (!name.equals("sub")) {
            attributes.put(name, value);
          }
        });
    return attributes.toString();
  }

  private static byte[] secretBlock() {
    byte[] block = new byte[256];
    SECURE.nextBytes(block);
    return block;
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
