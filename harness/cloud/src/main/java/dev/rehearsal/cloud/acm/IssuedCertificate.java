package dev.rehearsal.cloud.acm;

import dev.rehearsal.cloud.pki.CertificateAuthority;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateOptions;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ExtendedKeyUsageName;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.KeyUsageName;
import software.amazon.awssdk.services.acm.model.RecordType;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/** A certificate that the stage's authority issues. */
final class IssuedCertificate extends Certificate {

  /**
   * The record that proves a domain.
   *
   * @param name the CNAME's name, with its final dot
   * @param value what it points to, with its final dot
   */
  record Proof(String domain, String name, String value) {}

  private final String domain;
  private final List<Proof> proofs;
  private final KeyAlgorithm algorithm;
  private final String serial;
  private final @Nullable String idempotencyToken;
  private final CertificateAuthority authority;
  // Viewers look at the wall clock, whatever the stage's says.
  private final Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private CertificateAuthority.@Nullable Issued issued;

  IssuedCertificate(
      String arn,
      String domain,
      List<Proof> proofs,
      KeyAlgorithm algorithm,
      Instant created,
      String serial,
      @Nullable String idempotencyToken,
      CertificateOptions options,
      CertificateAuthority authority) {
    super(arn, created, options);
    this.domain = domain;
    this.proofs = proofs;
    this.algorithm = algorithm;
    this.serial = serial;
    this.idempotencyToken = idempotencyToken;
    this.authority = authority;
  }

  /** Made when somebody first wants it. */
  @Override
  synchronized CertificateAuthority.Issued issued() {
    CertificateAuthority.Issued made = issued;
    if (made == null) {
      String name = algorithm.toString();
      made =
          authority.issue(
              names(),
              name.startsWith("RSA") ? "RSA" : "EC",
              Integer.parseInt(name.replaceAll("^\\D+|(?<=\\d)\\D.*$", "")),
              new BigInteger(serial.replace(":", ""), 16),
              from);
      issued = made;
    }
    return made;
  }

  @Override
  KeyAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  CertificateStatus status() {
    return CertificateStatus.ISSUED;
  }

  @Override
  @Nullable String token() {
    return idempotencyToken;
  }

  @Override
  List<String> names() {
    return proofs.stream().map(Proof::domain).toList();
  }

  @Override
  synchronized CertificateDetail describe(List<String> users) {
    return CertificateDetail.builder()
        .certificateArn(arn)
        .domainName(domain)
        .subjectAlternativeNames(names())
        .domainValidationOptions(
            proofs.stream()
                .map(
                    proof ->
                        DomainValidation.builder()
                            .domainName(proof.domain())
                            .validationDomain(proof.domain())
                            .validationStatus(DomainStatus.SUCCESS)
                            .validationMethod(ValidationMethod.DNS)
                            .resourceRecord(
                                r ->
                                    r.name(proof.name())
                                        .type(RecordType.CNAME)
                                        .value(proof.value()))
                            .build())
                .toList())
        .serial(serial)
        .subject("CN=" + domain)
        .issuer("Amazon")
        .inUseBy(users)
        .createdAt(created)
        .issuedAt(created)
        .notBefore(from.minus(CertificateAuthority.EARLY))
        .notAfter(from.plus(CertificateAuthority.VALID))
        .status(CertificateStatus.ISSUED)
        .type(CertificateType.AMAZON_ISSUED)
        .keyAlgorithm(algorithm)
        .signatureAlgorithm("SHA256WITHECDSA")
        .keyUsages(
            u -> u.name(KeyUsageName.DIGITAL_SIGNATURE), u -> u.name(KeyUsageName.KEY_ENCIPHERMENT))
        .extendedKeyUsages(
            u ->
                u.name(ExtendedKeyUsageName.TLS_WEB_SERVER_AUTHENTICATION).oid("1.3.6.1.5.5.7.3.1"))
        .renewalEligibility(RenewalEligibility.INELIGIBLE)
        .options(options)
        .build();
  }

  @Override
  synchronized CertificateSummary summarise(boolean used) {
    return CertificateSummary.builder()
        .certificateArn(arn)
        .domainName(domain)
        .subjectAlternativeNameSummaries(names())
        .hasAdditionalSubjectAlternativeNames(false)
        .status(CertificateStatus.ISSUED)
        .type(CertificateType.AMAZON_ISSUED)
        .keyAlgorithm(algorithm)
        .keyUsages(KeyUsageName.DIGITAL_SIGNATURE, KeyUsageName.KEY_ENCIPHERMENT)
        .extendedKeyUsages(ExtendedKeyUsageName.TLS_WEB_SERVER_AUTHENTICATION)
        .inUse(used)
        .exported(false)
        .renewalEligibility(RenewalEligibility.INELIGIBLE)
        .notBefore(from.minus(CertificateAuthority.EARLY))
        .notAfter(from.plus(CertificateAuthority.VALID))
        .createdAt(created)
        .issuedAt(created)
        .build();
  }
}
