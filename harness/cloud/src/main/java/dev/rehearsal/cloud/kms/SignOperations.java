package dev.rehearsal.cloud.kms;

import dev.rehearsal.cloud.call.AwsError;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidMacException;
import software.amazon.awssdk.services.kms.model.KmsInvalidSignatureException;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.VerifyMacRequest;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;
import software.amazon.awssdk.services.kms.model.VerifyRequest;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/** Signs and verifies. */
interface SignOperations extends KmsClient {

  /** What PKCS #1 puts before a digest, by the digest's bits. */
  Map<Integer, String> DIGEST_INFO =
      Map.of(
          256, "3031300d060960864801650304020105000420",
          384, "3041300d060960864801650304020205000430",
          512, "3051300d060960864801650304020305000440");

  Keys keys();

  @Override
  default SignResponse sign(SignRequest request) {
    Key key = signer(request.keyId(), request.signingAlgorithm(), "Sign");
    Material.Pair pair = (Material.Pair) key.material;
    try {
      Signature signature = signature(request.signingAlgorithm(), request.messageType());
      signature.initSign(pair.keys().getPrivate());
      signature.update(input(request.message(), request.signingAlgorithm(), request.messageType()));
      return SignResponse.builder()
          .keyId(key.arn)
          .signingAlgorithm(request.signingAlgorithm())
          .signature(SdkBytes.fromByteArray(signature.sign()))
          .build();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  default VerifyResponse verify(VerifyRequest request) {
    Key key = signer(request.keyId(), request.signingAlgorithm(), "Verify");
    Material.Pair pair = (Material.Pair) key.material;
    boolean valid;
    try {
      Signature signature = signature(request.signingAlgorithm(), request.messageType());
      signature.initVerify(pair.keys().getPublic());
      signature.update(input(request.message(), request.signingAlgorithm(), request.messageType()));
      valid = signature.verify(request.signature().asByteArray());
    } catch (GeneralSecurityException malformed) {
      valid = false;
    }
    if (!valid) {
      throw AwsError.of(
          KmsInvalidSignatureException.builder(),
          "KMSInvalidSignatureException",
          400,
          "The signature does not match the message, the key or the algorithm.");
    }
    return VerifyResponse.builder()
        .keyId(key.arn)
        .signatureValid(true)
        .signingAlgorithm(request.signingAlgorithm())
        .build();
  }

  private Key signer(String keyId, @Nullable SigningAlgorithmSpec algorithm, String operation) {
    Key key = keys().get(keyId);
    if (key.usage != KeyUsageType.SIGN_VERIFY) {
      throw KmsErrors.usage(key, operation);
    }
    key.checkEnabled();
    if (algorithm == null || !Algorithms.signing(key.spec).contains(algorithm)) {
      throw KmsErrors.usage(key, "the algorithm " + algorithm);
    }
    return key;
  }

  private static int bits(SigningAlgorithmSpec algorithm) {
    String name = algorithm.toString();
    return Integer.parseInt(name.substring(name.length() - 3));
  }

  private static Signature signature(SigningAlgorithmSpec algorithm, @Nullable MessageType type)
      throws GeneralSecurityException {
    boolean digest = type == MessageType.DIGEST;
    int bits = bits(algorithm);
    if (algorithm.toString().startsWith("RSASSA_PSS")) {
      if (digest) {
        throw KmsErrors.unsupported(
            "The embedded KMS signs no DIGEST with RSASSA_PSS: send the message as RAW.");
      }
      Signature pss = Signature.getInstance("RSASSA-PSS");
      MGF1ParameterSpec mask = new MGF1ParameterSpec("SHA-" + bits);
      pss.setParameter(new PSSParameterSpec("SHA-" + bits, "MGF1", mask, bits / 8, 1));
      return pss;
    }
    String kind = algorithm.toString().startsWith("ECDSA") ? "ECDSA" : "RSA";
    return Signature.getInstance((digest ? "NONE" : "SHA" + bits) + "with" + kind);
  }

  private static byte[] input(
      @Nullable SdkBytes message, SigningAlgorithmSpec algorithm, @Nullable MessageType type) {
    byte[] bytes = message == null ? new byte[0] : message.asByteArray();
    if (type != MessageType.DIGEST) {
      if (bytes.length == 0 || bytes.length > 4096) {
        throw KmsErrors.invalid("Message must have length between 1 and 4096");
      }
      return bytes;
    }
    int bits = bits(algorithm);
    if (bytes.length != bits / 8) {
      throw KmsErrors.invalid(
          "Digest is invalid length for algorithm " + algorithm + ": " + bytes.length);
    }
    if (algorithm.toString().startsWith("ECDSA")) {
      return bytes;
    }
    ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
    wrapped.writeBytes(HexFormat.of().parseHex(DIGEST_INFO.getOrDefault(bits, "")));
    wrapped.writeBytes(bytes);
    return wrapped.toByteArray();
  }

  @Override
  default GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
    Key key = keys().get(request.keyId());
    if (!(key.material instanceof Material.Pair pair)) {
      throw KmsErrors.unsupported(key.arn + " has no public key: its spec is " + key.spec + ".");
    }
    key.checkEnabled();
    GetPublicKeyResponse.Builder answer =
        GetPublicKeyResponse.builder()
            .keyId(key.arn)
            .publicKey(SdkBytes.fromByteArray(pair.keys().getPublic().getEncoded()))
            .customerMasterKeySpec(key.spec.toString())
            .keySpec(key.spec)
            .keyUsage(key.usage);
    return key.usage == KeyUsageType.SIGN_VERIFY
        ? answer.signingAlgorithms(Algorithms.signing(key.spec)).build()
        : answer.encryptionAlgorithms(Algorithms.encryption(key.spec)).build();
  }

  @Override
  default GenerateMacResponse generateMac(GenerateMacRequest request) {
    Key key = authenticator(request.keyId(), request.macAlgorithm(), "GenerateMac");
    return GenerateMacResponse.builder()
        .keyId(key.arn)
        .macAlgorithm(request.macAlgorithm())
        .mac(SdkBytes.fromByteArray(mac(key, request.message())))
        .build();
  }

  @Override
  default VerifyMacResponse verifyMac(VerifyMacRequest request) {
    Key key = authenticator(request.keyId(), request.macAlgorithm(), "VerifyMac");
    if (!MessageDigest.isEqual(mac(key, request.message()), request.mac().asByteArray())) {
      throw AwsError.of(
          KmsInvalidMacException.builder(),
          "KMSInvalidMacException",
          400,
          "The MAC does not match the message and the key.");
    }
    return VerifyMacResponse.builder()
        .keyId(key.arn)
        .macValid(true)
        .macAlgorithm(request.macAlgorithm())
        .build();
  }

  private Key authenticator(String keyId, @Nullable MacAlgorithmSpec algorithm, String operation) {
    Key key = keys().get(keyId);
    if (key.usage != KeyUsageType.GENERATE_VERIFY_MAC) {
      throw KmsErrors.usage(key, operation);
    }
    key.checkEnabled();
    if (algorithm == null || !Algorithms.mac(key.spec).contains(algorithm)) {
      throw KmsErrors.usage(key, "the algorithm " + algorithm);
    }
    return key;
  }

  private static byte[] mac(Key key, SdkBytes message) {
    Material.Mac material = (Material.Mac) key.material;
    try {
      Mac mac = Mac.getInstance(material.key().getAlgorithm());
      mac.init(material.key());
      return mac.doFinal(message.asByteArray());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
