package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.totp.Totp;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SoftwareTokenMfaSettingsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;

/** Users' authenticator apps: associated, verified, preferred, asked for. */
final class SoftwareTokens {

  private final Surroundings aws;

  SoftwareTokens(Surroundings aws) {
    this.aws = aws;
  }

  /** A new secret, which counts once it is verified. */
  String associate(Pool pool, User user) {
    synchronized (pool) {
      if (!pool.softwareTokens) {
        throw CognitoErrors.softwareTokenMissing(
            "Software Token MFA is not enabled by the userpool.");
      }
      String secret = Totp.secret(32);
      user.pendingSecret = secret;
      return secret;
    }
  }

  /** Takes the pending secret where the code is its own. */
  void verify(Pool pool, User user, @Nullable String code, @Nullable String device) {
    synchronized (pool) {
      String secret = user.pendingSecret;
      if (secret == null) {
        throw CognitoErrors.softwareTokenMissing(
            "User has not associated a software token, or has verified it before.");
      }
      OptionalLong step = Totp.step(secret, String.valueOf(code), aws.clock().instant());
      if (step.isEmpty()) {
        throw CognitoErrors.tokenMismatch();
      }
      user.pendingSecret = null;
      user.app = new User.App(secret, device == null ? "" : device);
      user.app.lastStep = step.getAsLong();
      // Where everybody needs a second factor, the one there is counts at once.
      user.appEnabled = pool.type().mfaConfiguration() == UserPoolMfaType.ON;
      user.modified = aws.clock().instant();
    }
  }

  void prefer(Pool pool, User user, @Nullable SoftwareTokenMfaSettingsType settings) {
    if (settings == null) {
      return;
    }
    synchronized (pool) {
      boolean enabled = Boolean.TRUE.equals(settings.enabled());
      if (enabled && user.app == null) {
        throw CognitoErrors.invalid(
            "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA");
      }
      if (!enabled && Boolean.TRUE.equals(settings.preferredMfa())) {
        throw CognitoErrors.invalid("Preferred MFA must be enabled.");
      }
      user.appEnabled = enabled;
      user.appPreferred = Boolean.TRUE.equals(settings.preferredMfa());
      user.modified = aws.clock().instant();
    }
  }

  /** Whether a user must show a code of the app after the password. Under the pool's lock. */
  static boolean asked(Pool pool, User user) {
    UserPoolMfaType mfa = pool.type().mfaConfiguration();
    return pool.softwareTokens
        && user.app != null
        && (mfa == UserPoolMfaType.ON || (mfa == UserPoolMfaType.OPTIONAL && user.appEnabled));
  }

  /** Checks a code; each counts once. */
  void check(Pool pool, User user, @Nullable String code) {
    synchronized (pool) {
      User.App app = user.app;
      OptionalLong step =
          app == null
              ? OptionalLong.empty()
              : Totp.step(app.secret, String.valueOf(code), aws.clock().instant());
      if (app == null || step.isEmpty()) {
        throw CognitoErrors.codeMismatch();
      }
      if (step.getAsLong() <= app.lastStep) {
        throw CognitoErrors.usedCode();
      }
      app.lastStep = step.getAsLong();
    }
  }
}
