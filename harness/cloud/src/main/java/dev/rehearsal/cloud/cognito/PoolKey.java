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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The key that a pool signs its tokens with, made once, on another thread. */
final class PoolKey {

  private final CompletableFuture<RSAKey> key;

  PoolKey(Executor executor) {
    this.key = CompletableFuture.supplyAsync(PoolKey::generate, executor);
  }

  /** The key pair; waits for its making. */
  RSAKey pair() {
    return key.join();
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
