package dev.rehearsal.cloud.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidMacException;
import software.amazon.awssdk.services.kms.model.KmsInvalidSignatureException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

final class KmsTest {

  private static final Caller ROOT = new Caller.Root("123456789012", null);
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");

  private final MovableClock clock = new MovableClock(Instant.now());
  private final Cloud cloud;
  private final KmsClient kms;

  KmsTest(@TempDir Path folder) {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    kms = cloud.client(KmsClient.class, ROOT, "eu-west-1");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void decryptsOnlyWithTheSameContext() {
    String key = key();
    SdkBytes blob =
        kms.encrypt(
                e ->
                    e.keyId(key)
                        .plaintext(SECRET)
                        .encryptionContext(Map.of("order", "1", "shop", "t2s")))
            .ciphertextBlob();
    var opened =
        kms.decrypt(
            d -> d.ciphertextBlob(blob).encryptionContext(Map.of("shop", "t2s", "order", "1")));
    assertEquals(SECRET, opened.plaintext());
    assertEquals("arn:aws:kms:eu-west-1:123456789012:key/" + key, opened.keyId());
    assertThrows(InvalidCiphertextException.class, () -> kms.decrypt(d -> d.ciphertextBlob(blob)));
    assertThrows(
        InvalidCiphertextException.class,
        () -> kms.decrypt(d -> d.ciphertextBlob(SdkBytes.fromUtf8String("nonsense"))));
    Kms service = cloud.peer(Kms.class, "123456789012", "eu-west-1");
    assertEquals(opened.keyId(), service.keyArnOf(blob.asByteArray()).orElseThrow());
  }

  @Test
  void stillDecryptsAfterRotations() {
    String key = key();
    SdkBytes blob = kms.encrypt(e -> e.keyId(key).plaintext(SECRET)).ciphertextBlob();
    assertFalse(kms.getKeyRotationStatus(g -> g.keyId(key)).keyRotationEnabled());
    kms.enableKeyRotation(e -> e.keyId(key));
    assertTrue(kms.getKeyRotationStatus(g -> g.keyId(key)).keyRotationEnabled());
    clock.move(Duration.ofDays(800));
    SdkBytes later = kms.encrypt(e -> e.keyId(key).plaintext(SECRET)).ciphertextBlob();
    assertEquals(SECRET, kms.decrypt(d -> d.ciphertextBlob(blob)).plaintext());
    assertEquals(SECRET, kms.decrypt(d -> d.ciphertextBlob(later)).plaintext());
  }

  @Test
  void aliasesNameKeys() {
    String key = key();
    kms.createAlias(c -> c.aliasName("alias/orders").targetKeyId(key));
    assertThrows(
        AlreadyExistsException.class,
        () -> kms.createAlias(c -> c.aliasName("alias/orders").targetKeyId(key)));
    SdkBytes data =
        kms.generateDataKey(g -> g.keyId("alias/orders").keySpec(DataKeySpec.AES_256))
            .ciphertextBlob();
    assertEquals(32, kms.decrypt(d -> d.ciphertextBlob(data)).plaintext().asByteArray().length);
    assertEquals(1, kms.listAliases(l -> l.keyId(key)).aliases().size());
    kms.deleteAlias(d -> d.aliasName("alias/orders"));
    NotFoundException missing =
        assertThrows(NotFoundException.class, () -> kms.describeKey(d -> d.keyId("alias/orders")));
    assertEquals("NotFoundException", missing.awsErrorDetails().errorCode());
    KeyMetadata managed = kms.describeKey(d -> d.keyId("alias/aws/s3")).keyMetadata();
    assertEquals("AWS", managed.keyManagerAsString());
    assertEquals(managed, kms.describeKey(d -> d.keyId("alias/aws/s3")).keyMetadata());
  }

  @Test
  void disabledAndDeletedKeysDoNothing() {
    String key = key();
    SdkBytes blob = kms.encrypt(e -> e.keyId(key).plaintext(SECRET)).ciphertextBlob();
    kms.disableKey(d -> d.keyId(key));
    assertThrows(DisabledException.class, () -> kms.decrypt(d -> d.ciphertextBlob(blob)));
    kms.enableKey(e -> e.keyId(key));
    kms.scheduleKeyDeletion(s -> s.keyId(key).pendingWindowInDays(7));
    assertEquals(
        KeyState.PENDING_DELETION, kms.describeKey(d -> d.keyId(key)).keyMetadata().keyState());
    assertThrows(KmsInvalidStateException.class, () -> kms.decrypt(d -> d.ciphertextBlob(blob)));
    clock.move(Duration.ofDays(8));
    assertThrows(NotFoundException.class, () -> kms.describeKey(d -> d.keyId(key)));
    assertTrue(kms.listKeys().keys().isEmpty());
  }

  @Test
  void signsWithPairsOfKeys() throws Exception {
    byte[] message = "an order".getBytes(StandardCharsets.UTF_8);
    for (Map.Entry<KeySpec, SigningAlgorithmSpec> each :
        Map.of(
                KeySpec.RSA_2048, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256,
                KeySpec.ECC_NIST_P256, SigningAlgorithmSpec.ECDSA_SHA_256)
            .entrySet()) {
      String key =
          kms.createKey(c -> c.keySpec(each.getKey()).keyUsage(KeyUsageType.SIGN_VERIFY))
              .keyMetadata()
              .keyId();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
      SdkBytes signature =
          kms.sign(
                  s ->
                      s.keyId(key)
                          .message(SdkBytes.fromByteArray(digest))
                          .messageType(MessageType.DIGEST)
                          .signingAlgorithm(each.getValue()))
              .signature();
      assertTrue(
          kms.verify(
                  v ->
                      v.keyId(key)
                          .message(SdkBytes.fromByteArray(message))
                          .signature(signature)
                          .signingAlgorithm(each.getValue()))
              .signatureValid());
      assertThrows(
          KmsInvalidSignatureException.class,
          () ->
              kms.verify(
                  v ->
                      v.keyId(key)
                          .message(SECRET)
                          .signature(signature)
                          .signingAlgorithm(each.getValue())));
    }
  }

  @Test
  void authenticatesMessages() {
    String key =
        kms.createKey(c -> c.keySpec(KeySpec.HMAC_256).keyUsage(KeyUsageType.GENERATE_VERIFY_MAC))
            .keyMetadata()
            .keyId();
    SdkBytes mac =
        kms.generateMac(
                g -> g.keyId(key).message(SECRET).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
            .mac();
    assertTrue(
        kms.verifyMac(
                v ->
                    v.keyId(key)
                        .message(SECRET)
                        .mac(mac)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
            .macValid());
    assertThrows(
        KmsInvalidMacException.class,
        () ->
            kms.verifyMac(
                v ->
                    v.keyId(key)
                        .message(SdkBytes.fromUtf8String("other"))
                        .mac(mac)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)));
  }

  @Test
  void grantsAreStatementsOfTheEffectivePolicy() {
    String key = key();
    String role = "arn:aws:iam::123456789012:role/checkout";
    String grant =
        kms.createGrant(c -> c.keyId(key).granteePrincipal(role).operations(GrantOperation.DECRYPT))
            .grantId();
    Kms service = cloud.peer(Kms.class, "123456789012", "eu-west-1");
    String arn = kms.describeKey(d -> d.keyId(key)).keyMetadata().arn();
    assertTrue(service.resourcePolicy(arn).orElseThrow().contains(role));
    assertFalse(kms.getKeyPolicy(g -> g.keyId(key)).policy().contains(role));
    kms.revokeGrant(r -> r.keyId(key).grantId(grant));
    assertFalse(service.resourcePolicy(arn).orElseThrow().contains(role));
  }

  @Test
  void objectsCannotBeReadWhileTheirKeyIsDisabled() {
    String key = key();
    S3Client s3 = cloud.client(S3Client.class, ROOT, "eu-west-1");
    s3.createBucket(
        c ->
            c.bucket("encrypted-things")
                .createBucketConfiguration(l -> l.locationConstraint("eu-west-1")));
    var stored =
        s3.putObject(
            p ->
                p.bucket("encrypted-things")
                    .key("a")
                    .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId(key),
            RequestBody.fromString("secret"));
    assertTrue(stored.ssekmsKeyId().endsWith(key));
    kms.disableKey(d -> d.keyId(key));
    AwsServiceException refused =
        assertThrows(
            AwsServiceException.class,
            () -> s3.getObjectAsBytes(g -> g.bucket("encrypted-things").key("a")));
    assertEquals("KMS.DisabledException", refused.awsErrorDetails().errorCode());
  }

  private String key() {
    return kms.createKey().keyMetadata().keyId();
  }
}
