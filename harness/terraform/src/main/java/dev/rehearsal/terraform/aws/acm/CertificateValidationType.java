package dev.rehearsal.terraform.aws.acm;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;

/** Waits until a certificate is issued: nothing of AWS's own. */
final class CertificateValidationType implements ResourceType {

  @Override
  public String name() {
    return "aws_acm_certificate_validation";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("ACM Certificate Validation")
        .forcesNew("certificate_arn", "validation_record_fqdns");
  }

  @Override
  public void create(ResourceInstance it) {
    CertificateDetail certificate = certificate(it);
    List<String> given = it.values().strings("validation_record_fqdns");
    if (!given.isEmpty()) {
      Set<String> missing = new HashSet<>();
      certificate
          .domainValidationOptions()
          .forEach(each -> missing.add(plain(each.resourceRecord().name())));
      given.forEach(name -> missing.remove(plain(name)));
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "missing validation records of "
                + it.values().string("certificate_arn")
                + ": "
                + String.join(", ", missing));
      }
    }
    if (certificate.status() != CertificateStatus.ISSUED) {
      throw new IllegalStateException(
          "The certificate is " + certificate.statusAsString() + ", not ISSUED.");
    }
    it.id(certificate.issuedAt().toString());
  }

  @Override
  public void read(ResourceInstance it) {
    if (certificate(it).status() != CertificateStatus.ISSUED) {
      it.gone();
    }
  }

  private static CertificateDetail certificate(ResourceInstance it) {
    String arn = it.values().string("certificate_arn");
    return it.client(AcmClient.class)
        .describeCertificate(describe -> describe.certificateArn(arn))
        .certificate();
  }

  private static String plain(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  @Override
  public void delete(ResourceInstance it) {
    // There is nothing to take back.
  }
}
