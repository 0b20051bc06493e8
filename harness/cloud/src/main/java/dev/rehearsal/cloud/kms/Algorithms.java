package dev.rehearsal.cloud.kms;

import java.util.List;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Which algorithms and usages each kind of key has. */
final class Algorithms {

  private Algorithms() {}

  static List<EncryptionAlgorithmSpec> encryption(KeySpec spec) {
    return spec == KeySpec.SYMMETRIC_DEFAULT
        ? List.of(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
        : List.of(
            EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256);
  }

  static List<SigningAlgorithmSpec> signing(KeySpec spec) {
    return switch (spec) {
      case ECC_NIST_P256 -> List.of(SigningAlgorithmSpec.ECDSA_SHA_256);
      case ECC_NIST_P384 -> List.of(SigningAlgorithmSpec.ECDSA_SHA_384);
      case ECC_NIST_P521 -> List.of(SigningAlgorithmSpec.ECDSA_SHA_512);
      default ->
          List.of(
              SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256,
              SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_384,
              SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_512,
              SigningAlgorithmSpec.RSASSA_PSS_SHA_256,
              SigningAlgorithmSpec.RSASSA_PSS_SHA_384,
              SigningAlgorithmSpec.RSASSA_PSS_SHA_512);
    };
  }

  static List<MacAlgorithmSpec> mac(KeySpec spec) {
    return List.of(MacAlgorithmSpec.fromValue(spec.toString().replace("HMAC_", "HMAC_SHA_")));
  }

  /** Checks that a kind of key can be used so. */
  static void check(KeySpec spec, KeyUsageType usage) {
    boolean fits =
        switch (usage) {
          case ENCRYPT_DECRYPT ->
              spec == KeySpec.SYMMETRIC_DEFAULT || spec.toString().startsWith("RSA_");
          case SIGN_VERIFY ->
              spec.toString().startsWith("RSA_") || spec.toString().startsWith("ECC_");
          case GENERATE_VERIFY_MAC -> spec.toString().startsWith("HMAC_");
          default -> false;
        };
    if (!fits) {
      throw KmsErrors.invalid("KeyUsage " + usage + " is not compatible with KeySpec " + spec);
    }
  }
}
