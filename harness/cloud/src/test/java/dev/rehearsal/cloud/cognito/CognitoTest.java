package dev.rehearsal.cloud.cognito;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeletionProtectionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerifiedAttributeType;

/** One pool for all: making its key is what takes time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CognitoTest {

  private static final String PASSWORD = "Correct-horse-1";

  @TempDir static Path folder;
  private String ann;
  private String bob;
  private int tests;
  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private Cloud cloud;
  private CognitoIdentityProviderClient cognito;
  private String pool;
  private String client;

  @BeforeAll
  void start() {
    mail.start();
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    cloud
        .endpoints()
        .put(Endpoints.Server.SMTP, URI.create("smtp://127.0.0.1:" + mail.getSmtp().getPort()));
    cognito =
        cloud.client(
            CognitoIdentityProviderClient.class,
            new Caller.Root("000000000000", null),
            "us-east-1");
    pool =
        cognito
            .createUserPool(
                create ->
                    create
                        .poolName("customers")
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .autoVerifiedAttributes(VerifiedAttributeType.EMAIL))
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
                            ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH))
            .userPoolClient()
            .clientId();
  }

  @BeforeEach
  void nameUsers() throws Exception {
    tests++;
    ann = "ann-" + tests + "@example.com";
    bob = "bob-" + tests + "@example.com";
    mail.purgeEmailFromAllMailboxes();
  }

  @AfterAll
  void stop() {
    mail.stop();
    cloud.close();
  }

  @Test
  void tokensCarryAwssClaims() throws Exception {
    user(ann);
    cognito.createGroup(group -> group.userPoolId(pool).groupName("gold"));
    cognito.adminAddUserToGroup(add -> add.userPoolId(pool).username(ann).groupName("gold"));
    AuthenticationResultType tokens = signIn(ann, PASSWORD).authenticationResult();
    JWTClaimsSet id = verified(tokens.idToken());
    assertEquals("https://cognito-idp.us-east-1.amazonaws.com/" + pool, id.getIssuer());
    assertEquals(List.of(client), id.getAudience());
    assertEquals("id", id.getStringClaim("token_use"));
    assertEquals(ann, id.getStringClaim("email"));
    assertEquals(id.getSubject(), id.getStringClaim("cognito:username"));
    assertEquals(List.of("gold"), id.getStringListClaim("cognito:groups"));
    assertEquals(clock.instant().plusSeconds(3600), id.getExpirationTime().toInstant());
    JWTClaimsSet access = verified(tokens.accessToken());
    assertEquals("access", access.getStringClaim("token_use"));
    assertEquals(client, access.getStringClaim("client_id"));
    assertTrue(access.getAudience().isEmpty());
    assertEquals(id.getStringClaim("origin_jti"), access.getStringClaim("origin_jti"));
    assertEquals(3600, tokens.expiresIn());
  }

  @Test
  void wrongPasswordsAndUnknownUsersLookTheSame() {
    user(ann);
    for (String name : List.of(ann, "nobody@example.com")) {
      NotAuthorizedException refused =
          assertThrows(NotAuthorizedException.class, () -> signIn(name, "Wrong-horse-1"));
      assertEquals("Incorrect username or password.", refused.awsErrorDetails().errorMessage());
    }
  }

  @Test
  void fiveWrongPasswordsLockForAWhile() {
    user(ann);
    for (int i = 0; i < 5; i++) {
      assertThrows(NotAuthorizedException.class, () -> signIn(ann, "Wrong-horse-1"));
    }
    NotAuthorizedException locked =
        assertThrows(NotAuthorizedException.class, () -> signIn(ann, PASSWORD));
    assertEquals("Password attempts exceeded", locked.awsErrorDetails().errorMessage());
    clock.move(Duration.ofSeconds(2));
    assertTrue(signIn(ann, PASSWORD).authenticationResult() != null);
  }

  @Test
  void signUpIsConfirmedWithTheMailedCode() throws Exception {
    cognito.signUp(
        sign ->
            sign.clientId(client)
                .username(bob)
                .password(PASSWORD)
                .userAttributes(User.attribute("email", bob)));
    assertThrows(UserNotConfirmedException.class, () -> signIn(bob, PASSWORD));
    String code = mailedCode();
    assertThrows(
        CodeMismatchException.class,
        () ->
            cognito.confirmSignUp(
                confirm -> confirm.clientId(client).username(bob).confirmationCode("x" + code)));
    cognito.confirmSignUp(confirm -> confirm.clientId(client).username(bob).confirmationCode(code));
    AuthenticationResultType tokens = signIn(bob, PASSWORD).authenticationResult();
    assertTrue(verified(tokens.idToken()).getBooleanClaim("email_verified"));
    assertThrows(
        UsernameExistsException.class,
        () -> cognito.signUp(sign -> sign.clientId(client).username(bob).password(PASSWORD)));
  }

  @Test
  void forgottenPasswordsAreResetWithTheMailedCode() throws Exception {
    user(ann);
    cognito.forgotPassword(forgot -> forgot.clientId(client).username(ann));
    String code = mailedCode();
    cognito.confirmForgotPassword(
        confirm ->
            confirm
                .clientId(client)
                .username(ann)
                .confirmationCode(code)
                .password("Another-horse-2"));
    assertThrows(NotAuthorizedException.class, () -> signIn(ann, PASSWORD));
    assertNull(signIn(ann, "Another-horse-2").challengeName());
  }

  @Test
  void usersThatAnAdministratorMadeMustChangeTheirPassword() {
    cognito.adminCreateUser(
        create ->
            create
                .userPoolId(pool)
                .username("eve@example.com")
                .temporaryPassword("Temporary-1")
                .messageAction(MessageActionType.SUPPRESS));
    InitiateAuthResponse challenge = signIn("eve@example.com", "Temporary-1");
    assertEquals(ChallengeNameType.NEW_PASSWORD_REQUIRED, challenge.challengeName());
    assertNull(challenge.authenticationResult());
    var done =
        cognito.respondToAuthChallenge(
            respond ->
                respond
                    .clientId(client)
                    .challengeName(ChallengeNameType.NEW_PASSWORD_REQUIRED)
                    .session(challenge.session())
                    .challengeResponses(
                        Map.of("USERNAME", "eve@example.com", "NEW_PASSWORD", PASSWORD)));
    assertFalse(done.authenticationResult().idToken().isEmpty());
    assertThrows(NotAuthorizedException.class, () -> signIn("eve@example.com", "Temporary-1"));
  }

  @Test
  void refreshTokensGiveNewTokensUntilRevoked() throws Exception {
    user(ann);
    AuthenticationResultType first = signIn(ann, PASSWORD).authenticationResult();
    clock.move(Duration.ofSeconds(60));
    AuthenticationResultType second = refresh(first.refreshToken());
    assertNotEquals(first.idToken(), second.idToken());
    assertNull(second.refreshToken());
    assertEquals(
        verified(first.idToken()).getLongClaim("auth_time"),
        verified(second.idToken()).getLongClaim("auth_time"));
    assertEquals(
        ann,
        attribute(cognito.getUser(get -> get.accessToken(second.accessToken())).userAttributes()));
    cognito.revokeToken(revoke -> revoke.clientId(client).token(first.refreshToken()));
    assertThrows(NotAuthorizedException.class, () -> refresh(first.refreshToken()));
    assertThrows(
        NotAuthorizedException.class,
        () -> cognito.getUser(get -> get.accessToken(second.accessToken())));
  }

  @Test
  void accessTokensExpireByTheStagesClock() {
    user(ann);
    AuthenticationResultType tokens = signIn(ann, PASSWORD).authenticationResult();
    clock.move(Duration.ofSeconds(3601));
    NotAuthorizedException expired =
        assertThrows(
            NotAuthorizedException.class,
            () -> cognito.getUser(get -> get.accessToken(tokens.accessToken())));
    assertEquals("Access Token has expired", expired.awsErrorDetails().errorMessage());
  }

  @Test
  void passwordPolicySaysWhatIsMissing() {
    InvalidPasswordException refused =
        assertThrows(
            InvalidPasswordException.class,
            () ->
                cognito.signUp(
                    sign -> sign.clientId(client).username(bob).password("lowercase-1")));
    assertEquals(
        "Password did not conform with policy: Password must have uppercase characters",
        refused.awsErrorDetails().errorMessage());
  }

  @Test
  void clientsWithSecretDemandItsProof() {
    UserPoolClientType secret =
        cognito
            .createUserPoolClient(
                create ->
                    create
                        .userPoolId(pool)
                        .clientName("server")
                        .generateSecret(true)
                        .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH))
            .userPoolClient();
    user(ann);
    Map<String, String> parameters = new HashMap<>(Map.of("USERNAME", ann, "PASSWORD", PASSWORD));
    assertThrows(NotAuthorizedException.class, () -> auth(secret.clientId(), parameters));
    parameters.put("SECRET_HASH", SecretHash.of(secret, ann));
    assertTrue(auth(secret.clientId(), parameters).authenticationResult() != null);
  }

  @Test
  void flowsThatAClientDoesNotAllowAreRefused() {
    InvalidParameterException srp =
        assertThrows(
            InvalidParameterException.class,
            () ->
                cognito.initiateAuth(
                    auth ->
                        auth.clientId(client)
                            .authFlow(AuthFlowType.USER_SRP_AUTH)
                            .authParameters(Map.of("USERNAME", "x", "SRP_A", "1"))));
    assertEquals(
        "USER_SRP_AUTH is not enabled for the client.", srp.awsErrorDetails().errorMessage());
    AwsServiceException custom =
        assertThrows(
            AwsServiceException.class,
            () ->
                cognito.initiateAuth(
                    auth ->
                        auth.clientId(client)
                            .authFlow(AuthFlowType.CUSTOM_AUTH)
                            .authParameters(Map.of("USERNAME", "x"))));
    assertEquals("NotImplemented", custom.awsErrorDetails().errorCode());
    assertThrows(
        InvalidParameterException.class,
        () ->
            cognito.adminInitiateAuth(
                auth ->
                    auth.userPoolId(pool)
                        .clientId(client)
                        .authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH)
                        .authParameters(Map.of("USERNAME", "x", "PASSWORD", "y"))));
  }

  @Test
  void keySetsAreServedByPool() throws Exception {
    KeySets sets = new KeySets(cloud);
    HttpRequest request =
        new HttpRequest(
            "GET",
            "/" + pool + "/.well-known/jwks.json",
            "",
            new Headers(),
            InputStream.nullInputStream(),
            "127.0.0.1",
            false);
    assertTrue(sets.matches(request));
    String document =
        new String(sets.handle(request).body().readAllBytes(), StandardCharsets.UTF_8);
    JWKSet keys = JWKSet.parse(document);
    assertEquals(1, keys.getKeys().size());
    assertFalse(keys.getKeys().get(0).isPrivate());
  }

  @Test
  void poolsUnderDeletionProtectionStay() {
    String kept =
        cognito
            .createUserPool(
                create -> create.poolName("kept").deletionProtection(DeletionProtectionType.ACTIVE))
            .userPool()
            .id();
    assertThrows(
        InvalidParameterException.class,
        () -> cognito.deleteUserPool(delete -> delete.userPoolId(kept)));
    cognito.updateUserPool(
        update -> update.userPoolId(kept).deletionProtection(DeletionProtectionType.INACTIVE));
    cognito.deleteUserPool(delete -> delete.userPoolId(kept));
    assertThrows(
        ResourceNotFoundException.class,
        () -> cognito.describeUserPool(describe -> describe.userPoolId(kept)));
  }

  private String mailedCode() throws Exception {
    assertTrue(mail.waitForIncomingEmail(5000, 1));
    String text = String.valueOf(mail.getReceivedMessages()[0].getContent());
    Matcher code = Pattern.compile("\\d{6}").matcher(text);
    assertTrue(code.find(), text);
    return code.group();
  }

  private void user(String email) {
    cognito.adminCreateUser(
        create ->
            create
                .userPoolId(pool)
                .username(email)
                .userAttributes(
                    User.attribute("email", email), User.attribute("email_verified", "true"))
                .messageAction(MessageActionType.SUPPRESS));
    cognito.adminSetUserPassword(
        set -> set.userPoolId(pool).username(email).password(PASSWORD).permanent(true));
  }

  private InitiateAuthResponse signIn(String name, String password) {
    return auth(client, Map.of("USERNAME", name, "PASSWORD", password));
  }

  private InitiateAuthResponse auth(String clientId, Map<String, String> parameters) {
    return cognito.initiateAuth(
        auth ->
            auth.clientId(clientId)
                .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                .authParameters(parameters));
  }

  private AuthenticationResultType refresh(String token) {
    return cognito
        .initiateAuth(
            auth ->
                auth.clientId(client)
                    .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                    .authParameters(Map.of("REFRESH_TOKEN", token)))
        .authenticationResult();
  }

  private JWTClaimsSet verified(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    JWKSet keys = cloud.peer(Cognito.class, "000000000000", "us-east-1").keys(pool).orElseThrow();
    RSAKey key = (RSAKey) keys.getKeyByKeyId(jwt.getHeader().getKeyID());
    assertTrue(jwt.verify(new RSASSAVerifier(key)));
    return jwt.getJWTClaimsSet();
  }

  private static String attribute(List<AttributeType> attributes) {
    return attributes.stream()
        .filter(one -> one.name().equals("email"))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
