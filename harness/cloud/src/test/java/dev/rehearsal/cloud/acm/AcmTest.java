package dev.rehearsal.cloud.acm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

final class AcmTest {

  private final Cloud cloud;
  private final AcmClient acm;

  AcmTest(@TempDir Path folder) {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    acm = cloud.client(AcmClient.class, new Caller.Root("123456789012", null), "us-east-1");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void issuesAtOnceAndNamesTheRecordsThatProveTheDomains() {
    String arn =
        acm.requestCertificate(
                r ->
                    r.domainName("shop.example.com")
                        .subjectAlternativeNames("*.shop.example.com")
                        .validationMethod(ValidationMethod.DNS)
                        .tags(t -> t.key("env").value("dev")))
            .certificateArn();
    assertTrue(arn.startsWith("arn:aws:acm:us-east-1:123456789012:certificate/"));
    CertificateDetail certificate =
        acm.describeCertificate(d -> d.certificateArn(arn)).certificate();
    assertEquals(CertificateStatus.ISSUED, certificate.status());
    var options = certificate.domainValidationOptions();
    assertEquals(2, options.size());
    assertTrue(options.get(0).resourceRecord().name().endsWith(".shop.example.com."));
    assertEquals(options.get(0).resourceRecord(), options.get(1).resourceRecord());
    assertEquals(1, acm.listCertificates().certificateSummaryList().size());
    assertEquals(
        List.of("env"),
        acm.listTagsForCertificate(l -> l.certificateArn(arn)).tags().stream()
            .map(tag -> tag.key())
            .toList());
    acm.deleteCertificate(d -> d.certificateArn(arn));
    assertThrows(
        ResourceNotFoundException.class, () -> acm.describeCertificate(d -> d.certificateArn(arn)));
  }

  @Test
  void answersTheSameCertificateToTheSameToken() {
    String first =
        acm.requestCertificate(r -> r.domainName("a.example.com").idempotencyToken("one"))
            .certificateArn();
    assertEquals(
        first,
        acm.requestCertificate(r -> r.domainName("a.example.com").idempotencyToken("one"))
            .certificateArn());
  }

  @Test
  void refusesWhatItCannotProve() {
    AcmException refused =
        assertThrows(
            AcmException.class,
            () ->
                acm.requestCertificate(
                    r -> r.domainName("a.example.com").validationMethod(ValidationMethod.EMAIL)));
    assertEquals("NotImplemented", refused.awsErrorDetails().errorCode());
    assertThrows(
        AcmException.class, () -> acm.requestCertificate(r -> r.domainName("no dots here")));
  }
}
