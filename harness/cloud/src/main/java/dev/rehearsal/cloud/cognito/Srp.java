package dev.rehearsal.cloud.cognito;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's side of the Secure Remote Password protocol (version 6a), as Cognito speaks it: the
 * 3072-bit group of RFC 3526, SHA-256, and a key of 16 bytes derived by HKDF.
 */
final class Srp {

  static final BigInteger N =
      new BigInteger(
          "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD1"
              + "29024E088A67CC74020BBEA63B139B22514A08798E3404DD"
              + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245"
              + "E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
              + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D"
              + "C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
              + "83655D23DCA3AD961C62F356208552BB9ED529077096966D"
              + "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
              + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9"
              + "DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
              + "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64"
              + "ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
              + "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6B"
              + "F12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
              + "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB31"
              + "43DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
          16);
  static final BigInteger G = BigInteger.TWO;
  private static final BigInteger K = number(sha256(N.toByteArray(), G.toByteArray()));
  private static final byte[] INFO = "Caldera Derived Key\u0001".getBytes(UTF_8);
  private static final SecureRandom SECURE = new SecureRandom();

  private final BigInteger clientKey;
  private final BigInteger verifier;
  private final BigInteger secret;

  /**
   * Begins an exchange.
   *
   * @param clientKey the client's public value, SRP_A
   * @param passwordKey what salt, user and password hash to
   */
  Srp(BigInteger clientKey, byte[] passwordKey) {
    this.clientKey = clientKey;
    this.verifier = G.modPow(number(passwordKey), N);
    this.secret = new BigInteger(512, SECURE);
  }

  /** The server's public value, SRP_B. */
  BigInteger serverKey() {
    return K.multiply(verifier).add(G.modPow(secret, N)).mod(N);
  }

  /** The key that both sides come to where the client knows the password. */
  byte[] sessionKey() {
    BigInteger mix = number(sha256(clientKey.toByteArray(), serverKey().toByteArray()));
    BigInteger shared = clientKey.multiply(verifier.modPow(mix, N)).modPow(secret, N);
    byte[] extracted = hmac(mix.toByteArray(), shared.toByteArray());
    return Arrays.copyOf(hmac(extracted, INFO), 16);
  }

  /** What proves that the client has the key. */
  static byte[] claim(byte[] key, String pool, String user, byte[] block, String timestamp) {
    return hmac(key, pool.getBytes(UTF_8), user.getBytes(UTF_8), block, timestamp.getBytes(UTF_8));
  }

  /** What salt, user and password hash to: the private key of the protocol, {@code x}. */
  static byte[] passwordKey(byte[] salt, String pool, String user, String password) {
    return sha256(
        number(salt).toByteArray(), sha256((pool + user + ":" + password).getBytes(UTF_8)));
  }

  static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
