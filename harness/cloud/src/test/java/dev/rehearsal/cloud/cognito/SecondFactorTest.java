package dev.rehearsal.cloud.cognito;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.totp.Totp;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EnableSoftwareTokenMfaException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExpiredCodeException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RespondToAuthChallengeResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SoftwareTokenMfaNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;

/** Signing in by SRP, and with an authenticator app. One pool for all: its key takes time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorTest {

  private static final String PASSWORD = "Correct-horse-1";

  @TempDir static Path folder;
  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private int tests;
  private String ann;
  private Cloud cloud;
  private CognitoIdentityProviderClient cognito;
  private String pool;
  private String client;

  @BeforeAll
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    cognito =
        cloud.client(
            CognitoIdentityProviderClient.class,
            new Caller.Root("000000000000", null),
            "us-east-1");
    pool =
        cognito
            .createUserPool(
                create -> create.poolName("people").usernameAttributes(UsernameAttributeType.EMAIL))
            .userPool()
            .id();
    client =
        cognito
            .createUserPoolClient(
                create ->
                    create
                        .userPoolId(pool)
                        .clientName("shop")
                        .preventUserExistenceErrors(PreventUserExistenceErrorTypes.ENABLED)
                        .explicitAuthFlows(
                            ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                            ExplicitAuthFlowsType.ALLOW_USER_SRP_AUTH,
                            ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH))
            .userPoolClient()
            .clientId();
  }

  @BeforeEach
  void makeAnn() {
    tests++;
    ann = "ann-" + tests + "@example.com";
    mfa(UserPoolMfaType.OFF, true);
    user(ann, true);
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  @Test
  void aPasswordIsProvedWithoutBeingSent() throws Exception {
    RespondToAuthChallengeResponse in = srp(ann, PASSWORD);
    assertNotNull(in.authenticationResult().idToken());
    String refresh = in.authenticationResult().refreshToken();
    assertNotNull(
        cognito
            .initiateAuth(
                auth ->
                    auth.clientId(client)
                        .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                        .authParameters(Map.of("REFRESH_TOKEN", refresh)))
            .authenticationResult()
            .accessToken());
  }

  @Test
  void aWrongPasswordAndNobodyAreToldAlike() {
    NotAuthorizedException wrong =
        assertThrows(NotAuthorizedException.class, () -> srp(ann, "Wrong-horse-1"));
    NotAuthorizedException nobody =
        assertThrows(NotAuthorizedException.class, () -> srp("nobody@example.com", PASSWORD));
    assertEquals(wrong.awsErrorDetails().errorMessage(), nobody.awsErrorDetails().errorMessage());
  }

  @Test
  void aClientsKeyThatIsNoneIsRefused() {
    for (String key : List.of("0", Srp.N.toString(16), "xyz")) {
      assertThrows(
          InvalidParameterException.class,
          () ->
              cognito.initiateAuth(
                  auth ->
                      auth.clientId(client)
                          .authFlow(AuthFlowType.USER_SRP_AUTH)
                          .authParameters(Map.of("USERNAME", ann, "SRP_A", key))));
    }
  }

  @Test
  void theGroupIsAPrimeWhoseHalfIsPrime() {
    assertEquals(3072, Srp.N.bitLength());
    assertTrue(Srp.N.isProbablePrime(20));
    assertTrue(Srp.N.shiftRight(1).isProbablePrime(20));
  }

  @Test
  void aTemporaryPasswordIsReplacedAfterSrp() throws Exception {
    String bob = "bob-" + tests + "@example.com";
    user(bob, false);
    RespondToAuthChallengeResponse first = srp(bob, PASSWORD);
    assertEquals(ChallengeNameType.NEW_PASSWORD_REQUIRED, first.challengeName());
    assertNotNull(
        cognito
            .respondToAuthChallenge(
                respond ->
                    respond
                        .clientId(client)
                        .challengeName(ChallengeNameType.NEW_PASSWORD_REQUIRED)
                        .session(first.session())
                        .challengeResponses(
                            Map.of("USERNAME", bob, "NEW_PASSWORD", "Another-horse-2")))
            .authenticationResult());
    assertNotNull(srp(bob, "Another-horse-2").authenticationResult());
  }

  @Test
  void codesAreThoseOfRfc6238() {
    String secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    assertEquals("287082", Totp.code(secret, 59 / 30));
    assertEquals("081804", Totp.code(secret, 1111111109L / 30));
    assertEquals("353130", Totp.code(secret, 20000000000L / 30));
  }

  @Test
  void anAppThatAUserPrefersIsAskedFor() {
    mfa(UserPoolMfaType.OPTIONAL, true);
    String token = password(ann).authenticationResult().accessToken();
    String secret = cognito.associateSoftwareToken(a -> a.accessToken(token)).secretCode();
    assertThrows(
        EnableSoftwareTokenMfaException.class,
        () -> cognito.verifySoftwareToken(v -> v.accessToken(token).userCode("000000")));
    cognito.verifySoftwareToken(v -> v.accessToken(token).userCode(code(secret)));
    assertNull(password(ann).challengeName());

    cognito.setUserMFAPreference(
        set ->
            set.accessToken(token)
                .softwareTokenMfaSettings(s -> s.enabled(true).preferredMfa(true)));
    assertEquals(
        List.of("SOFTWARE_TOKEN_MFA"),
        cognito.getUser(get -> get.accessToken(token)).userMFASettingList());
    InitiateAuthResponse asked = password(ann);
    assertEquals(ChallengeNameType.SOFTWARE_TOKEN_MFA, asked.challengeName());
    assertNull(asked.authenticationResult());
    assertThrows(CodeMismatchException.class, () -> answer(asked.session(), "000000"));
    assertThrows(ExpiredCodeException.class, () -> answer(asked.session(), code(secret)));

    clock.move(Duration.ofSeconds(60));
    assertNotNull(answer(asked.session(), code(secret)).authenticationResult());
    assertThrows(NotAuthorizedException.class, () -> answer(asked.session(), code(secret)));
  }

  @Test
  void whereEverybodyNeedsAnAppItIsSetUpOnTheWayIn() throws Exception {
    mfa(UserPoolMfaType.ON, true);
    RespondToAuthChallengeResponse first = srp(ann, PASSWORD);
    assertEquals(ChallengeNameType.MFA_SETUP, first.challengeName());
    assertNull(first.authenticationResult());
    String session = first.session();
    assertThrows(InvalidParameterException.class, () -> setUp(session));
    String secret = cognito.associateSoftwareToken(a -> a.session(session)).secretCode();
    cognito.verifySoftwareToken(v -> v.session(session).userCode(code(secret)));
    assertNotNull(setUp(session).authenticationResult());
    assertEquals(ChallengeNameType.SOFTWARE_TOKEN_MFA, password(ann).challengeName());
  }

  @Test
  void appsNeedAPoolThatTakesThem() {
    mfa(UserPoolMfaType.OFF, false);
    String token = password(ann).authenticationResult().accessToken();
    assertThrows(
        SoftwareTokenMfaNotFoundException.class,
        () -> cognito.associateSoftwareToken(a -> a.accessToken(token)));
    assertThrows(InvalidParameterException.class, () -> mfa(UserPoolMfaType.ON, false));
  }

  private RespondToAuthChallengeResponse setUp(String session) {
    return cognito.respondToAuthChallenge(
        respond ->
            respond
                .clientId(client)
                .challengeName(ChallengeNameType.MFA_SETUP)
                .session(session)
                .challengeResponses(Map.of("USERNAME", ann)));
  }

  private RespondToAuthChallengeResponse answer(String session, String code) {
    return cognito.respondToAuthChallenge(
        respond ->
            respond
                .clientId(client)
                .challengeName(ChallengeNameType.SOFTWARE_TOKEN_MFA)
                .session(session)
                .challengeResponses(Map.of("USERNAME", ann, "SOFTWARE_TOKEN_MFA_CODE", code)));
  }

  private String code(String secret) {
    return Totp.code(secret, clock.instant().getEpochSecond() / 30);
  }

  private void mfa(UserPoolMfaType mfa, boolean tokens) {
    cognito.setUserPoolMfaConfig(
        set ->
            set.userPoolId(pool)
                .mfaConfiguration(mfa)
                .softwareTokenMfaConfiguration(config -> config.enabled(tokens)));
  }

  private void user(String name, boolean permanent) {
    cognito.adminCreateUser(
        create ->
            create
                .userPoolId(pool)
                .username(name)
                .temporaryPassword(PASSWORD)
                .messageAction(MessageActionType.SUPPRESS));
    if (permanent) {
      cognito.adminSetUserPassword(
          set -> set.userPoolId(pool).username(name).password(PASSWORD).permanent(true));
    }
  }

  private InitiateAuthResponse password(String name) {
    return cognito.initiateAuth(
        auth ->
            auth.clientId(client)
                .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                .authParameters(Map.of("USERNAME", name, "PASSWORD", PASSWORD)));
  }

  /** The client's side, written from the protocol's description. */
  private RespondToAuthChallengeResponse srp(String name, String password) throws Exception {
    BigInteger secret = new BigInteger(256, new Random(tests));
    BigInteger publicKey = BigInteger.TWO.modPow(secret, Srp.N);
    Map<String, String> asked =
        cognito
            .initiateAuth(
                auth ->
                    auth.clientId(client)
                        .authFlow(AuthFlowType.USER_SRP_AUTH)
                        .authParameters(Map.of("USERNAME", name, "SRP_A", publicKey.toString(16))))
            .challengeParameters();
    String user = String.valueOf(asked.get("USER_ID_FOR_SRP"));
    String poolName = pool.substring(pool.indexOf('_') + 1);
    BigInteger server = new BigInteger(String.valueOf(asked.get("SRP_B")), 16);
    BigInteger u = hash(publicKey.toByteArray(), server.toByteArray());
    BigInteger k = hash(Srp.N.toByteArray(), new byte[] {2});
    byte[] inner =
        MessageDigest.getInstance("SHA-256")
            .digest((poolName + user + ":" + password).getBytes(UTF_8));
    BigInteger x = hash(new BigInteger(String.valueOf(asked.get("SALT")), 16).toByteArray(), inner);
    BigInteger shared =
        server
            .subtract(k.multiply(BigInteger.TWO.modPow(x, Srp.N)))
            .modPow(secret.add(u.multiply(x)), Srp.N);
    byte[] key =
        Arrays.copyOf(
            hmac(
                hmac(u.toByteArray(), shared.toByteArray()),
                "Caldera Derived Key\u0001".getBytes(UTF_8)),
            16);
    String timestamp = "Thu Jan 1 00:00:00 UTC 2026";
    byte[] block = Base64.getDecoder().decode(String.valueOf(asked.get("SECRET_BLOCK")));
    Map<String, String> answers = new HashMap<>();
    answers.put("USERNAME", user);
    answers.put("PASSWORD_CLAIM_SECRET_BLOCK", asked.get("SECRET_BLOCK"));
    answers.put("TIMESTAMP", timestamp);
    answers.put(
        "PASSWORD_CLAIM_SIGNATURE",
        Base64.getEncoder()
            .encodeToString(
                hmac(
                    key,
                    poolName.getBytes(UTF_8),
                    user.getBytes(UTF_8),
                    block,
                    timestamp.getBytes(UTF_8))));
    return cognito.respondToAuthChallenge(
        respond ->
            respond
                .clientId(client)
                .challengeName(ChallengeNameType.PASSWORD_VERIFIER)
                .challengeResponses(answers));
  }

  private static BigInteger hash(byte[]... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return new BigInteger(1, digest.digest());
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }
}
