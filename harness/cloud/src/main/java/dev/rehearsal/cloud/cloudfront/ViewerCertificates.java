package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.acm.Acm;
import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.InvalidViewerCertificateException;
import software.amazon.awssdk.services.cloudfront.model.MinimumProtocolVersion;
import software.amazon.awssdk.services.cloudfront.model.SSLSupportMethod;
import software.amazon.awssdk.services.cloudfront.model.ViewerCertificate;

/** What distributions say of the certificate that viewers are shown. */
final class ViewerCertificates {

  /** Where CloudFront's certificates and firewalls live. */
  static final String REGION = "us-east-1";

  private ViewerCertificates() {}

  /** The ARN of the certificate that a distribution has from ACM. */
  static Optional<String> acm(DistributionConfig config) {
    return Optional.ofNullable(config.viewerCertificate())
        .map(ViewerCertificate::acmCertificateArn)
        .filter(arn -> !arn.isEmpty());
  }

  /** Whether viewers must speak TLS 1.3; nobody is served over less than 1.2. */
  static boolean newest(DistributionConfig config) {
    return config.viewerCertificate() != null
        && config.viewerCertificate().minimumProtocolVersion()
            == MinimumProtocolVersion.TLS_V1_3_2025;
  }

  /** Checks that names of one's own have a certificate that covers them. */
  static void check(DistributionConfig config, Surroundings aws) {
    List<String> aliases = config.aliases() == null ? List.of() : config.aliases().items();
    ViewerCertificate viewer = config.viewerCertificate();
    if (viewer != null
        && viewer.iamCertificateId() != null
        && !viewer.iamCertificateId().isEmpty()) {
      throw CloudFrontErrors.notHere("certificates of IAM: use one of ACM");
    }
    Optional<String> arn = acm(config);
    if (arn.isEmpty()) {
      if (!aliases.isEmpty()) {
        throw refused(
            "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach"
                + " a trusted certificate that validates your authorization to use the domain"
                + " name.");
      }
      return;
    }
    if (viewer != null
        && viewer.sslSupportMethod() != null
        && viewer.sslSupportMethod() != SSLSupportMethod.SNI_ONLY) {
      throw CloudFrontErrors.notHere("addresses of a distribution's own: use sni-only");
    }
    List<String> names =
        arn.get().startsWith("arn:aws:acm:" + REGION + ":")
            ? aws.peer(Acm.class, REGION).names(arn.get()).orElse(List.of())
            : List.of();
    if (names.isEmpty()) {
      throw refused(
          "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or"
              + " doesn't include a valid certificate chain.");
    }
    for (String alias : aliases) {
      if (names.stream().noneMatch(name -> covers(name, alias))) {
        throw refused(
            "The certificate that is attached to your distribution doesn't cover the alternate"
                + " domain name (CNAME) that you're trying to add: "
                + alias);
      }
    }
  }

  private static boolean covers(String name, String alias) {
    String certified = name.toLowerCase(Locale.ROOT);
    String wanted = alias.toLowerCase(Locale.ROOT);
    if (certified.equals(wanted)) {
      return true;
    }
    int dot = wanted.indexOf('.');
    return certified.startsWith("*.")
        && dot > 0
        && wanted.substring(dot).equals(certified.substring(1));
  }

  private static AwsServiceException refused(String message) {
    return AwsError.of(
        InvalidViewerCertificateException.builder(), "InvalidViewerCertificate", 400, message);
  }
}
