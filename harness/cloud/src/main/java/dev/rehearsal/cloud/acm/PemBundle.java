package dev.rehearsal.cloud.acm;

import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.pki.PrivateKeys;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

/**
 * A certificate of somebody else's, with its key and the certificates above it, as ACM takes them.
 *
 * @param chain from the one that signed it upwards; empty where it signed itself
 */
record PemBundle(X509Certificate certificate, PrivateKey key, List<X509Certificate> chain) {

  private static final Map<Integer, KeyAlgorithm> RSA =
      Map.of(
          1024, KeyAlgorithm.RSA_1024,
          2048, KeyAlgorithm.RSA_2048,
          3072, KeyAlgorithm.RSA_3072,
          4096, KeyAlgorithm.RSA_4096);
  private static final Map<Integer, KeyAlgorithm> EC =
      Map.of(
          256, KeyAlgorithm.EC_PRIME256_V1,
          384, KeyAlgorithm.EC_SECP384_R1,
          521, KeyAlgorithm.EC_SECP521_R1);
  private static final int DNS_NAME = 2;

  /**
   * Reads and checks.
   *
   * @throws AwsServiceException says what does not fit
   */
  static PemBundle read(
      @Nullable SdkBytes certificate, @Nullable SdkBytes key, @Nullable SdkBytes chain) {
    List<X509Certificate> own = certificates("certificate", certificate);
    if (own.size() != 1) {
      throw invalid(
          "The certificate field contains more than one certificate. You can specify only one"
              + " certificate in this field.");
    }
    X509Certificate one = own.get(0);
    List<X509Certificate> above =
        chain == null ? List.of() : certificates("certificate chain", chain);
    PemBundle bundle = new PemBundle(one, key(key, one.getPublicKey()), above);
    bundle.check();
    return bundle;
  }

  private void check() {
    if (algorithm() == KeyAlgorithm.UNKNOWN_TO_SDK_VERSION) {
      throw invalid("The key algorithm of the certificate is not supported.");
    }
    if (!PrivateKeys.match(key, certificate.getPublicKey())) {
      throw invalid("The private key does not match the certificate.");
    }
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException expired) {
      throw invalid("The certificate has expired.");
    } catch (CertificateNotYetValidException early) {
      throw invalid("The certificate is not valid yet.");
    }
    if (names().isEmpty()) {
      throw invalid("The certificate has no domain name.");
    }
    if (chain.isEmpty() && !isSignedBy(certificate, certificate)) {
      throw invalid(
          "Provided certificate is not a valid self signed. Please provide either a valid"
              + " self-signed certificate or certificate chain.");
    }
    X509Certificate lower = certificate;
    for (int i = 0; i < chain.size(); i++) {
      if (!isSignedBy(lower, chain.get(i))) {
        throw invalid(
            "Unable to validate certificate chain. The certificate chain must start with the"
                + " immediate signing certificate, followed by any intermediaries in order. The"
                + " index within the chain of the invalid certificate is: "
                + i);
      }
      lower = chain.get(i);
    }
  }

  private static boolean isSignedBy(X509Certificate lower, X509Certificate upper) {
    try {
      lower.verify(upper.getPublicKey());
      return true;
    } catch (GeneralSecurityException other) {
      return false;
    }
  }

  KeyAlgorithm algorithm() {
    PublicKey open = certificate.getPublicKey();
    if (open instanceof RSAPublicKey rsa) {
      return RSA.getOrDefault(rsa.getModulus().bitLength(), KeyAlgorithm.UNKNOWN_TO_SDK_VERSION);
    }
    return open instanceof ECPublicKey ec
        ? EC.getOrDefault(
            ec.getParams().getOrder().bitLength(), KeyAlgorithm.UNKNOWN_TO_SDK_VERSION)
        : KeyAlgorithm.UNKNOWN_TO_SDK_VERSION;
  }

  /** The common name first, where there is one; then the alternative names. */
  List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    String common = common(certificate.getSubjectX500Principal().getName());
    if (!common.isEmpty()) {
      names.add(common);
    }
    try {
      Collection<List<?>> others = certificate.getSubjectAlternativeNames();
      for (List<?> other : others == null ? List.<List<?>>of() : others) {
        if (Integer.valueOf(DNS_NAME).equals(other.get(0))) {
          names.add(String.valueOf(other.get(1)));
        }
      }
    } catch (CertificateException broken) {
      throw invalid("The certificate's alternative names can't be read.");
    }
    return List.copyOf(names);
  }

  String issuer() {
    return common(certificate.getIssuerX500Principal().getName());
  }

  String serial() {
    String hex = certificate.getSerialNumber().toString(16);
    return (hex.length() % 2 == 0 ? hex : "0" + hex).replaceAll("(..)(?!$)", "$1:");
  }

  private static String common(String name) {
    try {
      return new LdapName(name)
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .findFirst()
              .orElse("");
    } catch (InvalidNameException broken) {
      throw invalid("The name " + name + " can't be read.");
    }
  }

  private static PrivateKey key(@Nullable SdkBytes pem, PublicKey open) {
    try {
      return PrivateKeys.read(pem == null ? "" : pem.asString(StandardCharsets.UTF_8), open);
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw invalid("The private key is not supported: " + broken.getMessage());
    }
  }

  private static List<X509Certificate> certificates(String field, @Nullable SdkBytes pem) {
    try {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem == null ? new byte[0] : pem.asByteArray()))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!read.isEmpty()) {
        return read;
      }
    } catch (CertificateException broken) {
      throw invalid("Unable to parse the " + field + ": " + broken.getMessage());
    }
    throw invalid("Unable to parse the " + field + ". Please ensure it is in PEM format.");
  }

  private static AwsServiceException invalid(String message) {
    return AwsError.of(AcmException.builder(), "ValidationException", 400, message);
  }
}
