package dev.rehearsal.terraform.aws.acm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

class CertificateTest {

  private static final String SHOP =
      """
      resource "aws_acm_certificate" "shop" {
        domain_name               = "%s"
        subject_alternative_names = ["*.%1$s"]
        validation_method         = "DNS"
        tags                      = { of = "%s" }
        lifecycle {
          create_before_destroy = true
        }
      }
      resource "aws_acm_certificate_validation" "shop" {
        certificate_arn = aws_acm_certificate.shop.arn
        validation_record_fqdns = [
          for each in aws_acm_certificate.shop.domain_validation_options : each.resource_record_name
        ]
      }
      """;

  @TempDir Path folder;

  private static String imported(CertificateAuthority other, CertificateAuthority.Issued one) {
    return """
    resource "aws_acm_certificate" "paid" {
      certificate_body  = <<-PEM
    %sPEM
      private_key       = <<-PEM
    -----BEGIN PRIVATE KEY-----
    %s
    -----END PRIVATE KEY-----
    PEM
      certificate_chain = <<-PEM
    %sPEM
    }
    """
        .formatted(
            CertificateAuthority.pem(one.certificate()),
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(one.key().getEncoded()),
            other.pem());
  }

  @Test
  void importsACertificateOfAnotherAuthorityAndTheNextOneInItsPlace() {
    CertificateAuthority other = CertificateAuthority.create();
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(imported(other, other.issue(List.of("pay.example.com"))));
      AcmClient acm = stage.client(AcmClient.class);
      CertificateSummary made =
          acm.listCertificates(l -> l.includes(i -> i.keyTypes(KeyAlgorithm.EC_PRIME256_V1)))
              .certificateSummaryList()
              .get(0);
      assertEquals("IMPORTED", made.typeAsString());
      assertEquals("pay.example.com", made.domainName());
      CertificateAuthority.Issued next = other.issue(List.of("pay.example.com", "b.example.com"));
      assertEquals(1, stage.apply(imported(other, next)).changed());
      assertEquals(
          CertificateAuthority.pem(next.certificate()),
          acm.getCertificate(get -> get.certificateArn(made.certificateArn())).certificate());
      assertEquals(Map.of(), stage.plan(imported(other, next)));
      stage.destroy();
    }
  }

  @Test
  void livesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(SHOP.formatted("shop.example.com", "one"));
      AcmClient acm = stage.client(AcmClient.class);
      CertificateSummary made = acm.listCertificates().certificateSummaryList().get(0);
      assertTrue(made.subjectAlternativeNameSummaries().contains("*.shop.example.com"));
      assertEquals(1, stage.apply(SHOP.formatted("shop.example.com", "two")).changed());
      assertEquals(
          Map.of(
              "aws_acm_certificate.shop",
              "replace",
              "aws_acm_certificate_validation.shop",
              "replace"),
          stage.plan(SHOP.formatted("store.example.com", "two")));
      stage.configure(SHOP.formatted("shop.example.com", "two"));
      stage.reimport("aws_acm_certificate.shop", made.certificateArn());
      acm.deleteCertificate(delete -> delete.certificateArn(made.certificateArn()));
      assertEquals(
          "create",
          stage.plan(SHOP.formatted("shop.example.com", "two")).get("aws_acm_certificate.shop"));
      stage.apply(SHOP.formatted("shop.example.com", "two"));
      stage.destroy();
      assertEquals(List.of(), acm.listCertificates().certificateSummaryList());
    }
  }

  @Test
  void whatIsNoCertificateIsSaid() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      RuntimeException refused =
          assertThrows(
              RuntimeException.class,
              () ->
                  stage.apply(
                      """
                      resource "aws_acm_certificate" "shop" {
                        certificate_body = "a certificate"
                        private_key      = "a key"
                      }
                      """));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("Unable to parse the certificate"),
          refused.getMessage());
    }
  }
}
