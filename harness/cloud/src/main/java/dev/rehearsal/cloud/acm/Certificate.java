package dev.rehearsal.cloud.acm;

import dev.rehearsal.cloud.pki.CertificateAuthority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateOptions;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

/** One certificate. Its changing fields are guarded by itself. */
abstract sealed class Certificate permits IssuedCertificate, ImportedCertificate {

  final String arn;
  final Instant created;
  final Map<String, String> tags = new TreeMap<>();
  CertificateOptions options;

  Certificate(String arn, Instant created, CertificateOptions options) {
    this.arn = arn;
    this.created = created;
    this.options = options;
  }

  /** The certificate itself, with its key and its chain. */
  abstract CertificateAuthority.Issued issued();

  abstract KeyAlgorithm algorithm();

  /** Its domain first. */
  abstract List<String> names();

  abstract CertificateStatus status();

  /** The token it was asked for with; null where it was without. */
  abstract @Nullable String token();

  abstract CertificateDetail describe(List<String> users);

  abstract CertificateSummary summarise(boolean used);
}
