package dev.rehearsal.cloud.acm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.ExportCertificateResponse;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

/** Certificates of others, and those that leave. */
class ImportTest {

  private static final List<String> NAMES = List.of("pay.example.com", "www.pay.example.com");

  private final CertificateAuthority other = CertificateAuthority.create();
  private final Cloud cloud;
  private final AcmClient acm;

  ImportTest(@TempDir Path folder) {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    acm = cloud.client(AcmClient.class, new Caller.Root("123456789012", null), "us-east-1");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private CertificateAuthority.Issued issued(String algorithm, int bits) {
    return other.issue(NAMES, algorithm, bits, BigInteger.valueOf(0xabcdef), Instant.now());
  }

  private static String pem(String title, byte[] bytes) {
    return "-----BEGIN "
        + title
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + title
        + "-----\n";
  }

  private static String pem(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private ImportCertificateRequest.Builder request(
      CertificateAuthority.Issued one, String key, String chain) {
    return ImportCertificateRequest.builder()
        .certificate(SdkBytes.fromUtf8String(CertificateAuthority.pem(one.certificate())))
        .privateKey(SdkBytes.fromUtf8String(key))
        .certificateChain(chain.isEmpty() ? null : SdkBytes.fromUtf8String(chain));
  }

  private String imported(CertificateAuthority.Issued one, String key) {
    return acm.importCertificate(request(one, key, other.pem()).build()).certificateArn();
  }

  private String refusal(ImportCertificateRequest request) {
    AcmException refused = assertThrows(AcmException.class, () -> acm.importCertificate(request));
    assertEquals("ValidationException", refused.awsErrorDetails().errorCode());
    return refused.awsErrorDetails().errorMessage();
  }

  @Test
  void aCertificateOfAnotherAuthorityIsKeptAsItIs() {
    CertificateAuthority.Issued one = issued("RSA", 2048);
    String arn =
        acm.importCertificate(
                request(one, pem(one.key()), other.pem())
                    .tags(t -> t.key("env").value("dev"))
                    .build())
            .certificateArn();
    CertificateDetail told = acm.describeCertificate(d -> d.certificateArn(arn)).certificate();
    assertEquals(CertificateType.IMPORTED, told.type());
    assertEquals(CertificateStatus.ISSUED, told.status());
    assertEquals("pay.example.com", told.domainName());
    assertEquals(NAMES, told.subjectAlternativeNames());
    assertEquals(KeyAlgorithm.RSA_2048, told.keyAlgorithm());
    assertEquals("ab:cd:ef", told.serial());
    assertEquals(one.certificate().getNotAfter().toInstant(), told.notAfter());
    assertEquals(
        CertificateAuthority.pem(one.certificate()),
        acm.getCertificate(g -> g.certificateArn(arn)).certificate());
    assertEquals(other.pem(), acm.getCertificate(g -> g.certificateArn(arn)).certificateChain());
    assertEquals(
        CertificateType.IMPORTED, acm.listCertificates().certificateSummaryList().get(0).type());
    assertEquals("env", acm.listTagsForCertificate(l -> l.certificateArn(arn)).tags().get(0).key());
  }

  @Test
  void keysComeInTheOlderFormsToo() {
    CertificateAuthority.Issued rsa = issued("RSA", 2048);
    byte[] whole = rsa.key().getEncoded();
    String arn = imported(rsa, pem("RSA PRIVATE KEY", Arrays.copyOfRange(whole, 26, whole.length)));
    assertTrue(arn.contains(":certificate/"), arn);
    CertificateAuthority.Issued ec = issued("EC", 256);
    byte[] curve = ec.key().getEncoded();
    String other = imported(ec, pem("EC PRIVATE KEY", Arrays.copyOfRange(curve, 28, curve.length)));
    assertEquals(
        KeyAlgorithm.EC_PRIME256_V1,
        acm.describeCertificate(d -> d.certificateArn(other)).certificate().keyAlgorithm());
  }

  @Test
  void itIsImportedAgainUnderItsArn() {
    CertificateAuthority.Issued first = issued("EC", 256);
    String arn = imported(first, pem(first.key()));
    CertificateAuthority.Issued next = issued("EC", 384);
    assertEquals(
        arn,
        acm.importCertificate(
                request(next, pem(next.key()), other.pem()).certificateArn(arn).build())
            .certificateArn());
    assertEquals(
        KeyAlgorithm.EC_SECP384_R1,
        acm.describeCertificate(d -> d.certificateArn(arn)).certificate().keyAlgorithm());
    assertEquals(
        "Tagging is not permitted on re-import.",
        refusal(
            request(next, pem(next.key()), other.pem())
                .certificateArn(arn)
                .tags(t -> t.key("env").value("dev"))
                .build()));
    String own = acm.requestCertificate(r -> r.domainName("a.example.com")).certificateArn();
    assertTrue(
        refusal(request(next, pem(next.key()), other.pem()).certificateArn(own).build())
            .contains("was not imported"));
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    CertificateAuthority.Issued one = issued("EC", 256);
    String key = pem(one.key());
    assertTrue(
        refusal(request(one, pem(issued("EC", 256).key()), other.pem()).build())
            .contains("does not match"));
    assertTrue(refusal(request(one, key, "").build()).contains("not a valid self signed"));
    assertTrue(
        refusal(request(one, key, CertificateAuthority.create().pem()).build())
            .endsWith("The index within the chain of the invalid certificate is: 0"));
    assertTrue(refusal(request(one, "no key", other.pem()).build()).contains("PEM"));
    assertTrue(
        refusal(request(one, pem("ENCRYPTED PRIVATE KEY", new byte[10]), other.pem()).build())
            .contains("encrypted"));
    assertTrue(
        refusal(
                ImportCertificateRequest.builder()
                    .certificate(SdkBytes.fromUtf8String("no certificate"))
                    .privateKey(SdkBytes.fromUtf8String(key))
                    .build())
            .contains("Unable to parse the certificate"));
    CertificateAuthority.Issued old =
        other.issue(NAMES, "EC", 256, BigInteger.ONE, Instant.now().minus(Duration.ofDays(500)));
    assertTrue(refusal(request(old, pem(old.key()), other.pem()).build()).contains("expired"));
  }

  @Test
  void onlyWhatMayLeaveIsExported() throws Exception {
    CertificateAuthority.Issued one = issued("EC", 256);
    String arn = imported(one, pem(one.key()));
    String issued = acm.requestCertificate(r -> r.domainName("a.example.com")).certificateArn();
    for (String each : List.of(arn, issued)) {
      AcmException refused =
          assertThrows(
              AcmException.class,
              () ->
                  acm.exportCertificate(
                      e -> e.certificateArn(each).passphrase(SdkBytes.fromUtf8String("secret"))));
      assertEquals("ValidationException", refused.awsErrorDetails().errorCode());
      assertEquals(
          "Certificate ARN: " + each + " is not a private certificate",
          refused.awsErrorDetails().errorMessage());
    }
  }

  @Test
  void anExportableCertificateLeavesWithItsKeyUnderAPassphrase() throws Exception {
    String arn =
        acm.requestCertificate(r -> r.domainName("a.example.com").options(o -> o.export("ENABLED")))
            .certificateArn();
    assertThrows(
        AcmException.class,
        () ->
            acm.exportCertificate(
                e -> e.certificateArn(arn).passphrase(SdkBytes.fromUtf8String("abc"))));
    ExportCertificateResponse exported =
        acm.exportCertificate(
            e -> e.certificateArn(arn).passphrase(SdkBytes.fromUtf8String("secret")));
    assertEquals(
        acm.getCertificate(g -> g.certificateArn(arn)).certificate(), exported.certificate());
    EncryptedPrivateKeyInfo key =
        new EncryptedPrivateKeyInfo(
            Base64.getMimeDecoder()
                .decode(exported.privateKey().replaceAll("-----[A-Z ]+-----", "")));
    AlgorithmParameters how = key.getAlgParameters();
    Cipher cipher = Cipher.getInstance(how.toString());
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(how.toString())
            .generateSecret(new PBEKeySpec("secret".toCharArray())),
        how);
    byte[] open = key.getKeySpec(cipher).getEncoded();
    assertArrayEquals(
        cloud
            .peer(Acm.class, "123456789012", "us-east-1")
            .issued(arn)
            .orElseThrow()
            .key()
            .getEncoded(),
        open);
  }
}
