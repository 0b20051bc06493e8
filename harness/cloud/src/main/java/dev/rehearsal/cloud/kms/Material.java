package dev.rehearsal.cloud.kms;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** What is secret of a key. It comes from a secure source, never from the stage's seed. */
sealed interface Material {

  SecureRandom RANDOM = new SecureRandom();

  /** A key that encrypts; each rotation adds a version, old ones still decrypt. */
  record Symmetric(List<SecretKey> versions) implements Material {
    void rotate() {
      versions.add(secret(32, "AES"));
    }
  }

  /** A pair of keys. */
  record Pair(KeyPair keys) implements Material {}

  /** A key for message authentication codes. */
  record Mac(SecretKey key) implements Material {}

  static Material of(KeySpec spec) {
    return switch (spec) {
      case SYMMETRIC_DEFAULT -> {
        Symmetric symmetric = new Symmetric(new CopyOnWriteArrayList<>());
        symmetric.rotate();
        yield symmetric;
      }
      case RSA_2048 -> rsa(2048);
      case RSA_3072 -> rsa(3072);
      case RSA_4096 -> rsa(4096);
      case ECC_NIST_P256 -> ec("secp256r1");
      case ECC_NIST_P384 -> ec("secp384r1");
      case ECC_NIST_P521 -> ec("secp521r1");
      case HMAC_224 -> new Mac(secret(28, "HmacSHA224"));
      case HMAC_256 -> new Mac(secret(32, "HmacSHA256"));
      case HMAC_384 -> new Mac(secret(48, "HmacSHA384"));
      case HMAC_512 -> new Mac(secret(64, "HmacSHA512"));
      default ->
          throw KmsErrors.unsupported("The embedded KMS makes no keys of the spec " + spec + ".");
    };
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static SecretKey secret(int length, String algorithm) {
    return new SecretKeySpec(random(length), algorithm);
  }

  private static Material rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits, RANDOM);
      return new Pair(generator.generateKeyPair());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Material ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve), RANDOM);
      return new Pair(generator.generateKeyPair());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
