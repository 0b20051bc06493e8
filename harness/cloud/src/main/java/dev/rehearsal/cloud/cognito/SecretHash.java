package dev.rehearsal.cloud.cognito;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;

/** The proof that a caller knows a client's secret. */
final class SecretHash {

  private SecretHash() {}

  static void check(UserPoolClientType client, @Nullable String username, @Nullable String given) {
    if (client.clientSecret() == null) {
      return;
    }
    if (given == null) {
      throw CognitoErrors.notAuthorized(
          "Client "
              + client.clientId()
              + " is configured with secret but SECRET_HASH was not received");
    }
    if (!MessageDigest.isEqual(
        of(client, String.valueOf(username)).getBytes(StandardCharsets.UTF_8),
        given.getBytes(StandardCharsets.UTF_8))) {
      throw CognitoErrors.notAuthorized(
          "SecretHash does not match for the client: " + client.clientId());
    }
  }

  static String of(UserPoolClientType client, String username) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(client.clientSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(username.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(client.clientId().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
