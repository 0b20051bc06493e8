package dev.rehearsal.terraform.aws.acm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;

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
  void whatIsNotServedIsSaid() {
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
          String.valueOf(refused.getMessage()).contains("imports no certificates"),
          refused.getMessage());
    }
  }
}
