package dev.rehearsal.cloud.cognito;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordPolicyType;

/** Checks passwords against a pool's policy, and keeps them only as salted hashes. */
final class Passwords {

  private static final SecureRandom SECURE = new SecureRandom();
  private static final String SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

  /**
   * A password that can be checked and not read.
   *
   * @param pool the name of the pool that it was made for: another than the user's own where the
   *     user was kept from a pool that is gone
   */
  record Hash(byte[] salt, byte[] digest, String pool) {

    boolean matches(User user, String password) {
      return MessageDigest.isEqual(digest, Srp.passwordKey(salt, pool, user.username, password));
    }

    @Override
    public String toString() {
      return "Hash[…]";
    }
  }

  private Passwords() {}

  /** Keeps what SRP knows of a password: pool and user go into the hash. */
  static Hash keep(Pool pool, User user, String password) {
    byte[] salt = salt();
    return new Hash(salt, Srp.passwordKey(salt, pool.name(), user.username, password), pool.name());
  }

  static byte[] salt() {
    byte[] salt = new byte[16];
    SECURE.nextBytes(salt);
    return salt;
  }

  /** A random text of letters and digits from a secure source. */
  static String secret(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(SECURE.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /**
   * Checks a password.
   *
   * @throws AwsServiceException InvalidPasswordException where the policy refuses it
   */
  static void check(PasswordPolicyType policy, @Nullable String password) {
    if (password == null || password.isEmpty()) {
      throw CognitoErrors.invalid("Missing required parameter PASSWORD");
    }
    if (password.length() > 256 || password.strip().length() != password.length()) {
      throw CognitoErrors.invalid(
          "1 validation error detected: Value at 'password' failed to satisfy constraint: Member"
              + " must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$");
    }
    int least = policy.minimumLength() == null ? 8 : policy.minimumLength();
    if (password.length() < least) {
      throw refused("Password not long enough");
    }
    demand(policy.requireUppercase(), password, Character::isUpperCase, "uppercase characters");
    demand(policy.requireLowercase(), password, Character::isLowerCase, "lowercase characters");
    demand(policy.requireNumbers(), password, Character::isDigit, "numeric characters");
    demand(policy.requireSymbols(), password, c -> SYMBOLS.indexOf(c) >= 0, "symbol characters");
  }

  private static void demand(
      @Nullable Boolean wanted, String password, IntPredicate kind, String what) {
    if (Boolean.TRUE.equals(wanted) && password.chars().noneMatch(kind)) {
      throw refused("Password must have " + what);
    }
  }

  private static AwsServiceException refused(String why) {
    return CognitoErrors.invalidPassword("Password did not conform with policy: " + why);
  }
}
