package dev.rehearsal.cloud.kms;

import java.security.GeneralSecurityException;
import java.security.spec.MGF1ParameterSpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomResponse;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** Encrypts and decrypts. */
interface EncryptOperations extends KmsClient {

  int LONGEST_PLAINTEXT = 4096;
  int MOST_RANDOM = 1024;

  Keys keys();

  @Override
  default EncryptResponse encrypt(EncryptRequest request) {
    Key key = usable(request.keyId(), "Encrypt");
    EncryptionAlgorithmSpec algorithm = algorithm(key, request.encryptionAlgorithm());
    byte[] plain = request.plaintext() == null ? new byte[0] : request.plaintext().asByteArray();
    if (plain.length == 0 || plain.length > LONGEST_PLAINTEXT) {
      throw KmsErrors.invalid(
          "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member"
              + " must have length between 1 and 4096");
    }
    stopDryRun(request.dryRun());
    return EncryptResponse.builder()
        .keyId(key.arn)
        .encryptionAlgorithm(algorithm)
        .ciphertextBlob(
            SdkBytes.fromByteArray(seal(key, algorithm, plain, request.encryptionContext())))
        .build();
  }

  @Override
  default DecryptResponse decrypt(DecryptRequest request) {
    Opened opened =
        open(
            request.ciphertextBlob(),
            request.keyId(),
            request.encryptionAlgorithm(),
            request.encryptionContext(),
            "Decrypt");
    stopDryRun(request.dryRun());
    return DecryptResponse.builder()
        .keyId(opened.key().arn)
        .plaintext(SdkBytes.fromByteArray(opened.plain()))
        .encryptionAlgorithm(opened.algorithm())
        .build();
  }

  @Override
  default ReEncryptResponse reEncrypt(ReEncryptRequest request) {
    Opened opened =
        open(
            request.ciphertextBlob(),
            request.sourceKeyId(),
            request.sourceEncryptionAlgorithm(),
            request.sourceEncryptionContext(),
            "ReEncrypt");
    Key to = usable(request.destinationKeyId(), "ReEncrypt");
    EncryptionAlgorithmSpec algorithm = algorithm(to, request.destinationEncryptionAlgorithm());
    stopDryRun(request.dryRun());
    return ReEncryptResponse.builder()
        .sourceKeyId(opened.key().arn)
        .keyId(to.arn)
        .sourceEncryptionAlgorithm(opened.algorithm())
        .destinationEncryptionAlgorithm(algorithm)
        .ciphertextBlob(
            SdkBytes.fromByteArray(
                seal(to, algorithm, opened.plain(), request.destinationEncryptionContext())))
        .build();
  }

  @Override
  default GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
    Key key = symmetric(request.keyId(), "GenerateDataKey");
    byte[] plain = Material.random(length(request.keySpec(), request.numberOfBytes()));
    stopDryRun(request.dryRun());
    return GenerateDataKeyResponse.builder()
        .keyId(key.arn)
        .plaintext(SdkBytes.fromByteArray(plain))
        .ciphertextBlob(
            SdkBytes.fromByteArray(
                Ciphertext.seal(key, plain, request.encryptionContext()).bytes()))
        .build();
  }

  @Override
  default GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintextRequest request) {
    Key key = symmetric(request.keyId(), "GenerateDataKeyWithoutPlaintext");
    byte[] plain = Material.random(length(request.keySpec(), request.numberOfBytes()));
    stopDryRun(request.dryRun());
    return GenerateDataKeyWithoutPlaintextResponse.builder()
        .keyId(key.arn)
        .ciphertextBlob(
            SdkBytes.fromByteArray(
                Ciphertext.seal(key, plain, request.encryptionContext()).bytes()))
        .build();
  }

  @Override
  default GenerateRandomResponse generateRandom(GenerateRandomRequest request) {
    if (request.customKeyStoreId() != null) {
      throw KmsErrors.unsupported("The embedded KMS has no custom key stores.");
    }
    return GenerateRandomResponse.builder()
        .plaintext(SdkBytes.fromByteArray(Material.random(length(null, request.numberOfBytes()))))
        .build();
  }

  private static int length(@Nullable DataKeySpec spec, @Nullable Integer bytes) {
    if ((spec == null) == (bytes == null)) {
      throw KmsErrors.invalid("Please specify either number of bytes or key spec.");
    }
    int length = bytes != null ? bytes : spec == DataKeySpec.AES_128 ? 16 : 32;
    if (length < 1 || length > MOST_RANDOM) {
      throw KmsErrors.invalid("NumberOfBytes must be between 1 and 1024, not " + length);
    }
    return length;
  }

  /** What was in a ciphertext, and which key opened it. */
  record Opened(Key key, EncryptionAlgorithmSpec algorithm, byte[] plain) {}

  private Opened open(
      @Nullable SdkBytes blob,
      @Nullable String keyId,
      @Nullable EncryptionAlgorithmSpec asked,
      Map<String, String> context,
      String operation) {
    byte[] bytes = blob == null ? new byte[0] : blob.asByteArray();
    if (asked != null && asked != EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT) {
      Key key = usable(keyId, operation);
      EncryptionAlgorithmSpec algorithm = algorithm(key, asked);
      return new Opened(key, algorithm, rsa(key, algorithm, Cipher.DECRYPT_MODE, bytes));
    }
    Ciphertext ciphertext = Ciphertext.parse(bytes);
    Key key = keys().byId(ciphertext.keyId());
    if (key == null) {
      throw KmsErrors.invalidCiphertext();
    }
    if (keyId != null && keys().get(keyId) != key) {
      throw KmsErrors.incorrectKey();
    }
    key.checkEnabled();
    return new Opened(
        key, EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT, ciphertext.open(key, context));
  }

  private Key usable(@Nullable String keyId, String operation) {
    Key key = keys().get(keyId);
    if (key.usage != KeyUsageType.ENCRYPT_DECRYPT) {
      throw KmsErrors.usage(key, operation);
    }
    key.checkEnabled();
    rotateWhereDue(key);
    return key;
  }

  private Key symmetric(@Nullable String keyId, String operation) {
    Key key = usable(keyId, operation);
    if (!key.symmetric()) {
      throw KmsErrors.usage(key, operation);
    }
    return key;
  }

  private void rotateWhereDue(Key key) {
    synchronized (key) {
      while (key.rotating
          && key.material instanceof Material.Symmetric material
          && !key.nextRotation().isAfter(keys().now())) {
        material.rotate();
        key.lastRotation = key.nextRotation();
      }
    }
  }

  private static EncryptionAlgorithmSpec algorithm(
      Key key, @Nullable EncryptionAlgorithmSpec asked) {
    EncryptionAlgorithmSpec algorithm =
        asked == null ? EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT : asked;
    if (!Algorithms.encryption(key.spec).contains(algorithm)) {
      throw KmsErrors.usage(key, "the algorithm " + algorithm);
    }
    return algorithm;
  }

  private static byte[] seal(
      Key key, EncryptionAlgorithmSpec algorithm, byte[] plain, Map<String, String> context) {
    return key.symmetric()
        ? Ciphertext.seal(key, plain, context).bytes()
        : rsa(key, algorithm, Cipher.ENCRYPT_MODE, plain);
  }

  private static byte[] rsa(Key key, EncryptionAlgorithmSpec algorithm, int mode, byte[] bytes) {
    Material.Pair pair = (Material.Pair) key.material;
    MGF1ParameterSpec mask =
        algorithm == EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1
            ? MGF1ParameterSpec.SHA1
            : MGF1ParameterSpec.SHA256;
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          mode,
          mode == Cipher.ENCRYPT_MODE ? pair.keys().getPublic() : pair.keys().getPrivate(),
          new OAEPParameterSpec(
              mask.getDigestAlgorithm(), "MGF1", mask, PSource.PSpecified.DEFAULT));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException refused) {
      if (mode == Cipher.DECRYPT_MODE) {
        throw KmsErrors.invalidCiphertext();
      }
      throw KmsErrors.invalid("The plaintext is too long for " + key.spec + " and " + algorithm);
    }
  }

  private static void stopDryRun(@Nullable Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw KmsErrors.dryRun();
    }
  }
}
