package dev.rehearsal.cloud.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The key that a pool signs its tokens with. It is made when it is first needed, or when the pool
 * is warmed: half a second of work that nobody should wait for while a platform is stood up.
 */
final class PoolKey {

  private @Nullable RSAKey pair;

  /** The key pair; the first caller makes it, the others wait. */
  synchronized RSAKey pair() {
    RSAKey known = pair;
    if (known == null) {
      known = generate();
      pair = known;
    }
    return known;
  }

  private static RSAKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
          .privateKey((RSAPrivateKey) pair.getPrivate())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint()
          .build();
    } catch (NoSuchAlgorithmException | JOSEException impossible) {
      throw new IllegalStateException("No RSA key could be made.", impossible);
    }
  }
}
