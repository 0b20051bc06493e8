package dev.rehearsal.cloud.cognito;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminInitiateAuthRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminInitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminRespondToAuthChallengeRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminRespondToAuthChallengeResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminSetUserMfaPreferenceRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminSetUserMfaPreferenceResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AssociateSoftwareTokenRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AssociateSoftwareTokenResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChangePasswordRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChangePasswordResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeleteUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GetUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GlobalSignOutRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GlobalSignOutResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RespondToAuthChallengeRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RespondToAuthChallengeResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RevokeTokenRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.RevokeTokenResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SetUserMfaPreferenceRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SetUserMfaPreferenceResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserAttributesRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserAttributesResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerifySoftwareTokenRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerifySoftwareTokenResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerifySoftwareTokenResponseType;

/** Amazon Cognito user pools. */
public final class Cognito extends SignUpOperations {

  private final SoftwareTokens softwareTokens;
  private final SignIn signIn;

  public Cognito(Surroundings aws) {
    super(aws);
    this.softwareTokens = new SoftwareTokens(aws);
    this.signIn = new SignIn(aws, tokens, softwareTokens);
  }

  /** Makes the keys of the pools there are, ahead of the first sign-in. */
  public void warm() {
    pools.values().forEach(pool -> pool.key.pair());
  }

  /** The public keys that a pool's tokens are verified with; empty where there is no such pool. */
  public Optional<JWKSet> keys(String poolId) {
    return Optional.ofNullable(pools.get(poolId))
        .map(pool -> new JWKSet(pool.key.pair().toPublicJWK()));
  }

  /** All users of a pool, to be kept while no cloud runs. */
  public List<StoredUser> users(String poolId) {
    Pool pool = pool(poolId);
    synchronized (pool) {
      return pool.users.values().stream().map(StoredUser::of).toList();
    }
  }

  /** Puts users back; those of equal name are replaced. */
  public void restore(String poolId, List<StoredUser> users) {
    Pool pool = pool(poolId);
    users.forEach(user -> pool.add(user.user()));
  }

  @Override
  public InitiateAuthResponse initiateAuth(InitiateAuthRequest request) {
    Pool pool = poolOf(request.clientId());
    SignIn.Result result =
        signIn.start(
            pool,
            pool.client(request.clientId()),
            request.authFlow(),
            request.authParameters(),
            false);
    InitiateAuthResponse.Builder response =
        InitiateAuthResponse.builder()
            .authenticationResult(result.tokens())
            .challengeParameters(result.parameters());
    return response.challengeName(result.challenge()).session(result.session()).build();
  }

  @Override
  public AdminInitiateAuthResponse adminInitiateAuth(AdminInitiateAuthRequest request) {
    Pool pool = pool(request.userPoolId());
    SignIn.Result result =
        signIn.start(
            pool,
            pool.client(request.clientId()),
            request.authFlow(),
            request.authParameters(),
            true);
    AdminInitiateAuthResponse.Builder response =
        AdminInitiateAuthResponse.builder()
            .authenticationResult(result.tokens())
            .challengeParameters(result.parameters());
    return response.challengeName(result.challenge()).session(result.session()).build();
  }

  @Override
  public RespondToAuthChallengeResponse respondToAuthChallenge(
      RespondToAuthChallengeRequest request) {
    Pool pool = poolOf(request.clientId());
    SignIn.Result result =
        signIn.answer(
            pool,
            pool.client(request.clientId()),
            request.challengeName(),
            request.session(),
            request.challengeResponses());
    return RespondToAuthChallengeResponse.builder()
        .authenticationResult(result.tokens())
        .challengeName(result.challenge())
        .session(result.session())
        .challengeParameters(result.parameters())
        .build();
  }

  @Override
  public AdminRespondToAuthChallengeResponse adminRespondToAuthChallenge(
      AdminRespondToAuthChallengeRequest request) {
    Pool pool = pool(request.userPoolId());
    SignIn.Result result =
        signIn.answer(
            pool,
            pool.client(request.clientId()),
            request.challengeName(),
            request.session(),
            request.challengeResponses());
    return AdminRespondToAuthChallengeResponse.builder()
        .authenticationResult(result.tokens())
        .challengeName(result.challenge())
        .session(result.session())
        .challengeParameters(result.parameters())
        .build();
  }

  @Override
  public GetUserResponse getUser(GetUserRequest request) {
    SignedIn in = signedIn(request.accessToken());
    synchronized (in.pool()) {
      return GetUserResponse.builder()
          .username(in.user().username)
          .userAttributes(in.user().attributeList())
          .userMFASettingList(in.user().factors())
          .preferredMfaSetting(in.user().preferredFactor())
          .build();
    }
  }

  @Override
  public AssociateSoftwareTokenResponse associateSoftwareToken(
      AssociateSoftwareTokenRequest request) {
    SignedIn in = settingUp(request.accessToken(), request.session());
    return AssociateSoftwareTokenResponse.builder()
        .secretCode(softwareTokens.associate(in.pool(), in.user()))
        .session(request.session())
        .build();
  }

  @Override
  public VerifySoftwareTokenResponse verifySoftwareToken(VerifySoftwareTokenRequest request) {
    SignedIn in = settingUp(request.accessToken(), request.session());
    softwareTokens.verify(in.pool(), in.user(), request.userCode(), request.friendlyDeviceName());
    return VerifySoftwareTokenResponse.builder()
        .status(VerifySoftwareTokenResponseType.SUCCESS)
        .session(request.session())
        .build();
  }

  @Override
  public SetUserMfaPreferenceResponse setUserMFAPreference(SetUserMfaPreferenceRequest request) {
    SignedIn in = signedIn(request.accessToken());
    onlySoftwareTokens(request.smsMfaSettings(), request.emailMfaSettings());
    softwareTokens.prefer(in.pool(), in.user(), request.softwareTokenMfaSettings());
    return SetUserMfaPreferenceResponse.builder().build();
  }

  @Override
  public AdminSetUserMfaPreferenceResponse adminSetUserMFAPreference(
      AdminSetUserMfaPreferenceRequest request) {
    Pool pool = pool(request.userPoolId());
    onlySoftwareTokens(request.smsMfaSettings(), request.emailMfaSettings());
    softwareTokens.prefer(pool, pool.user(request.username()), request.softwareTokenMfaSettings());
    return AdminSetUserMfaPreferenceResponse.builder().build();
  }

  private static void onlySoftwareTokens(@Nullable Object sms, @Nullable Object email) {
    if (sms != null || email != null) {
      throw CognitoErrors.notHere("second factors other than software tokens");
    }
  }

  /** Who has signed in, or is about to and must set a second factor up first. */
  private SignedIn settingUp(@Nullable String accessToken, @Nullable String session) {
    if (accessToken != null) {
      return signedIn(accessToken);
    }
    for (Pool pool : pools.values()) {
      boolean known;
      synchronized (pool) {
        known = session != null && pool.challenges.containsKey(session);
      }
      if (known) {
        return new SignedIn(pool, signIn.settingUp(pool, session));
      }
    }
    throw CognitoErrors.notAuthorized("Invalid session for the user.");
  }

  @Override
  public UpdateUserAttributesResponse updateUserAttributes(UpdateUserAttributesRequest request) {
    SignedIn in = signedIn(request.accessToken());
    Schema.check(in.pool().type().schemaAttributes(), request.userAttributes());
    synchronized (in.pool()) {
      for (AttributeType change : request.userAttributes()) {
        if (change.name().endsWith("_verified")) {
          throw CognitoErrors.notAuthorized("A client attempted to write unauthorized attribute");
        }
        if (change.name().equals("email") || change.name().equals("phone_number")) {
          in.user().attributes.put(change.name() + "_verified", "false");
        }
      }
      in.user().set(request.userAttributes());
      in.user().modified = aws.clock().instant();
    }
    return UpdateUserAttributesResponse.builder().build();
  }

  @Override
  public ChangePasswordResponse changePassword(ChangePasswordRequest request) {
    SignedIn in = signedIn(request.accessToken());
    Passwords.check(in.pool().passwordPolicy(), request.proposedPassword());
    synchronized (in.pool()) {
      Passwords.Hash kept = in.user().password;
      if (kept == null || !kept.matches(in.user(), String.valueOf(request.previousPassword()))) {
        throw CognitoErrors.notAuthorized("Incorrect username or password.");
      }
      in.user().password = Passwords.keep(in.pool(), in.user(), request.proposedPassword());
    }
    return ChangePasswordResponse.builder().build();
  }

  @Override
  public DeleteUserResponse deleteUser(DeleteUserRequest request) {
    SignedIn in = signedIn(request.accessToken());
    in.pool().remove(in.user());
    return DeleteUserResponse.builder().build();
  }

  @Override
  public GlobalSignOutResponse globalSignOut(GlobalSignOutRequest request) {
    SignedIn in = signedIn(request.accessToken());
    tokens.revokeAll(in.pool(), in.user());
    return GlobalSignOutResponse.builder().build();
  }

  @Override
  public RevokeTokenResponse revokeToken(RevokeTokenRequest request) {
    Pool pool = poolOf(request.clientId());
    UserPoolClientType client = pool.client(request.clientId());
    if (!Boolean.TRUE.equals(client.enableTokenRevocation())) {
      throw AwsError.of(
          software.amazon.awssdk.services.cognitoidentityprovider.model
              .UnsupportedOperationException.builder(),
          "UnsupportedOperationException",
          400,
          "Revocation is not enabled for client");
    }
    tokens.revoke(pool, request.token());
    return RevokeTokenResponse.builder().build();
  }

  @Override
  public void close() {
    pools.clear();
  }

  private record SignedIn(Pool pool, User user) {}

  private SignedIn signedIn(@Nullable String accessToken) {
    try {
      SignedJWT token = SignedJWT.parse(accessToken);
      String issuer = String.valueOf(token.getJWTClaimsSet().getIssuer());
      Pool pool = pools.get(issuer.substring(issuer.lastIndexOf('/') + 1));
      if (pool == null) {
        throw CognitoErrors.notAuthorized("Invalid Access Token");
      }
      return new SignedIn(pool, tokens.read(pool, token));
    } catch (ParseException malformed) {
      throw CognitoErrors.notAuthorized("Invalid Access Token");
    }
  }
}
