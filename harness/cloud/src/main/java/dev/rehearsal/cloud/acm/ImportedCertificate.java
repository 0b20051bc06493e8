package dev.rehearsal.cloud.acm;

import dev.rehearsal.cloud.pki.CertificateAuthority;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateOptions;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;

/** A certificate that somebody else issued; it may be imported again under its ARN. */
final class ImportedCertificate extends Certificate {

  private PemBundle bundle;
  private Instant imported;

  ImportedCertificate(String arn, PemBundle bundle, Instant now) {
    super(
        arn,
        now,
        CertificateOptions.builder()
            .certificateTransparencyLoggingPreference(
                CertificateTransparencyLoggingPreference.DISABLED)
            .build());
    this.bundle = bundle;
    this.imported = now;
  }

  /** Takes another one in its place. */
  synchronized void replace(PemBundle other, Instant now) {
    bundle = other;
    imported = now;
  }

  @Override
  synchronized CertificateAuthority.Issued issued() {
    return new CertificateAuthority.Issued(
        bundle.certificate(), bundle.key(), List.copyOf(bundle.chain()));
  }

  @Override
  synchronized KeyAlgorithm algorithm() {
    return bundle.algorithm();
  }

  @Override
  synchronized List<String> names() {
    return bundle.names();
  }

  @Override
  synchronized CertificateStatus status() {
    // Viewers look at the wall clock, whatever the stage's says.
    return bundle.certificate().getNotAfter().toInstant().isBefore(Instant.now())
        ? CertificateStatus.EXPIRED
        : CertificateStatus.ISSUED;
  }

  @Override
  @Nullable String token() {
    return null;
  }

  @Override
  synchronized CertificateDetail describe(List<String> users) {
    X509Certificate certificate = bundle.certificate();
    return CertificateDetail.builder()
        .certificateArn(arn)
        .domainName(bundle.names().get(0))
        .subjectAlternativeNames(bundle.names())
        .serial(bundle.serial())
        .subject(certificate.getSubjectX500Principal().getName())
        .issuer(bundle.issuer())
        .inUseBy(users)
        .createdAt(created)
        .importedAt(imported)
        .notBefore(certificate.getNotBefore().toInstant())
        .notAfter(certificate.getNotAfter().toInstant())
        .status(status())
        .type(CertificateType.IMPORTED)
        .keyAlgorithm(bundle.algorithm())
        .signatureAlgorithm(certificate.getSigAlgName().toUpperCase(Locale.ROOT))
        .renewalEligibility(RenewalEligibility.INELIGIBLE)
        .options(options)
        .build();
  }

  @Override
  synchronized CertificateSummary summarise(boolean used) {
    return CertificateSummary.builder()
        .certificateArn(arn)
        .domainName(bundle.names().get(0))
        .subjectAlternativeNameSummaries(bundle.names())
        .hasAdditionalSubjectAlternativeNames(false)
        .status(status())
        .type(CertificateType.IMPORTED)
        .keyAlgorithm(bundle.algorithm())
        .inUse(used)
        .exported(false)
        .renewalEligibility(RenewalEligibility.INELIGIBLE)
        .notBefore(bundle.certificate().getNotBefore().toInstant())
        .notAfter(bundle.certificate().getNotAfter().toInstant())
        .createdAt(created)
        .importedAt(imported)
        .build();
  }
}
