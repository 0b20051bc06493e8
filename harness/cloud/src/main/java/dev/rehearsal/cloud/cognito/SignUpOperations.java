package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserConfigType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeDeliveryDetailsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ConfirmForgotPasswordRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ConfirmForgotPasswordResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ConfirmSignUpRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ConfirmSignUpResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ForgotPasswordRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ForgotPasswordResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResendConfirmationCodeRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResendConfirmationCodeResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SignUpRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SignUpResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** What users do before they have signed in: sign up, confirm, reset a password. */
abstract class SignUpOperations extends UserOperations {

  SignUpOperations(Surroundings aws) {
    super(aws);
  }

  @Override
  public SignUpResponse signUp(SignUpRequest request) {
    Pool pool = poolOf(request.clientId());
    UserPoolClientType client = pool.client(request.clientId());
    SecretHash.check(client, request.username(), request.secretHash());
    AdminCreateUserConfigType config = pool.type().adminCreateUserConfig();
    if (config != null && Boolean.TRUE.equals(config.allowAdminCreateUserOnly())) {
      throw CognitoErrors.notAuthorized("SignUp is not permitted for this user pool");
    }
    Passwords.check(pool.passwordPolicy(), request.password());
    User user =
        newUser(
            pool,
            String.valueOf(request.username()),
            request.userAttributes(),
            UserStatusType.UNCONFIRMED);
    synchronized (pool) {
      user.password = Passwords.keep(pool, user, request.password());
    }
    SignUpResponse.Builder response =
        SignUpResponse.builder().userConfirmed(false).userSub(user.sub);
    if (!pool.type().autoVerifiedAttributes().isEmpty()) {
      try {
        response.codeDeliveryDetails(sendConfirmation(pool, user));
      } catch (AwsServiceException undelivered) {
        pool.remove(user);
        throw undelivered;
      }
    }
    return response.build();
  }

  @Override
  public ResendConfirmationCodeResponse resendConfirmationCode(
      ResendConfirmationCodeRequest request) {
    Pool pool = poolOf(request.clientId());
    SecretHash.check(pool.client(request.clientId()), request.username(), request.secretHash());
    User user = pool.user(request.username());
    if (user.status != UserStatusType.UNCONFIRMED) {
      throw CognitoErrors.invalid("User is already confirmed.");
    }
    return ResendConfirmationCodeResponse.builder()
        .codeDeliveryDetails(sendConfirmation(pool, user))
        .build();
  }

  @Override
  public ConfirmSignUpResponse confirmSignUp(ConfirmSignUpRequest request) {
    Pool pool = poolOf(request.clientId());
    SecretHash.check(pool.client(request.clientId()), request.username(), request.secretHash());
    User user = pool.user(request.username());
    synchronized (pool) {
      if (user.status != UserStatusType.UNCONFIRMED) {
        throw CognitoErrors.notAuthorized(
            "User cannot be confirmed. Current status is " + user.status);
      }
      checkCode(user.confirmation, request.confirmationCode());
      user.confirmation = null;
      user.status = UserStatusType.CONFIRMED;
      user.attributes.put(
          user.attributes.containsKey("email") ? "email_verified" : "phone_number_verified",
          "true");
      user.modified = aws.clock().instant();
    }
    return ConfirmSignUpResponse.builder().build();
  }

  @Override
  public ForgotPasswordResponse forgotPassword(ForgotPasswordRequest request) {
    Pool pool = poolOf(request.clientId());
    UserPoolClientType client = pool.client(request.clientId());
    SecretHash.check(client, request.username(), request.secretHash());
    Optional<User> found = pool.find(request.username());
    if (found.isEmpty()) {
      if (client.preventUserExistenceErrors() != PreventUserExistenceErrorTypes.ENABLED) {
        throw CognitoErrors.userNotFound();
      }
      return ForgotPasswordResponse.builder()
          .codeDeliveryDetails(
              details ->
                  details
                      .attributeName("email")
                      .deliveryMedium(DeliveryMediumType.EMAIL)
                      .destination("u***@e***"))
          .build();
    }
    User user = found.get();
    if (user.status == UserStatusType.FORCE_CHANGE_PASSWORD) {
      throw CognitoErrors.notAuthorized("User password cannot be reset in the current state.");
    }
    boolean verified =
        "true".equals(user.attributes.get("email_verified"))
            || "true".equals(user.attributes.get("phone_number_verified"));
    if (!verified) {
      throw CognitoErrors.invalid(
          "Cannot reset password for the user as there is no registered/verified email or"
              + " phone_number");
    }
    String code = digits();
    CodeDeliveryDetailsType details = mailer.code(pool, user, code);
    synchronized (pool) {
      user.reset = new User.Code(code, aws.clock().instant().plus(Duration.ofHours(1)));
    }
    return ForgotPasswordResponse.builder().codeDeliveryDetails(details).build();
  }

  @Override
  public ConfirmForgotPasswordResponse confirmForgotPassword(ConfirmForgotPasswordRequest request) {
    Pool pool = poolOf(request.clientId());
    SecretHash.check(pool.client(request.clientId()), request.username(), request.secretHash());
    User user = pool.user(request.username());
    Passwords.check(pool.passwordPolicy(), request.password());
    synchronized (pool) {
      checkCode(user.reset, request.confirmationCode());
      user.reset = null;
      user.password = Passwords.keep(pool, user, request.password());
      user.status = UserStatusType.CONFIRMED;
      user.failures = 0;
      user.lockedUntil = Instant.MIN;
      user.modified = aws.clock().instant();
    }
    tokens.revokeAll(pool, user);
    return ConfirmForgotPasswordResponse.builder().build();
  }

  private CodeDeliveryDetailsType sendConfirmation(Pool pool, User user) {
    String code = digits();
    synchronized (pool) {
      user.confirmation = new User.Code(code, aws.clock().instant().plus(Duration.ofHours(24)));
    }
    return mailer.code(pool, user, code);
  }

  private void checkCode(User.@Nullable Code code, @Nullable String given) {
    if (code == null || !code.expires().isAfter(aws.clock().instant())) {
      throw CognitoErrors.expiredCode();
    }
    if (!code.value().equals(given)) {
      throw CognitoErrors.codeMismatch();
    }
  }

  private static String digits() {
    return Passwords.secret("0123456789", 6);
  }
}
