package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.acm.Acm;
import dev.rehearsal.cloud.pki.CertificateAuthority;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.Distribution;

/**
 * TLS at the edge: which certificate a viewer is shown, by the name that the handshake asks for.
 *
 * <p>A distribution's alias gets the distribution's certificate of ACM. Distributions' own names,
 * loopback, and who asks for no name get one certificate of the edge's own. Nobody else gets one,
 * and a protocol older than the distribution demands none either: their handshakes fail.
 */
final class EdgeTls extends X509ExtendedKeyManager {

  private static final String OWN = "edge ";

  private final Cloud cloud;
  private final Map<String, CertificateAuthority.Issued> own = new ConcurrentHashMap<>();

  private EdgeTls(Cloud cloud) {
    this.cloud = cloud;
  }

  /** The server's side of viewers' TLS. */
  static SSLContext context(Cloud cloud) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new EdgeTls(cloud)}, null, null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("This JVM has no TLS.", impossible);
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    String name = asked(session);
    List<Distribution> all = cloudFront().all();
    Optional<Distribution> distribution = Hosts.find(all, name);
    if (distribution
            .filter(each -> ViewerCertificates.newest(each.distributionConfig()))
            .isPresent()
        && !"TLSv1.3".equals(session.getProtocol())) {
      return null;
    }
    Optional<String> alias =
        loopback(name) || all.stream().anyMatch(each -> names(each).contains(name))
            ? Optional.of(edge(all))
            : distribution
                .filter(each -> Hosts.alias(each, name))
                .flatMap(each -> ViewerCertificates.acm(each.distributionConfig()));
    return alias
        .filter(
            each -> issued(each).map(one -> one.key().getAlgorithm().equals(keyType)).orElse(false))
        .orElse(null);
  }

  private static String asked(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName().toLowerCase(Locale.ROOT);
        }
      }
    }
    return "";
  }

  static boolean loopback(String name) {
    return name.isEmpty() || name.equals("localhost") || name.equals("127.0.0.1");
  }

  private static List<String> names(Distribution distribution) {
    String domain = distribution.domainName();
    return List.of(domain, domain.substring(0, domain.indexOf('.')) + ".cloudfront.localhost");
  }

  /** The edge's own certificate for these distributions, by its alias. */
  private String edge(List<Distribution> all) {
    List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1"));
    all.forEach(each -> names.addAll(names(each)));
    String alias = OWN + String.join(" ", names);
    own.computeIfAbsent(alias, any -> cloud.authority().issue(names));
    return alias;
  }

  private Optional<CertificateAuthority.Issued> issued(String alias) {
    return alias.startsWith(OWN)
        ? Optional.ofNullable(own.get(alias))
        : cloud
            .peer(Acm.class, cloud.settings().account(), ViewerCertificates.REGION)
            .issued(alias);
  }

  private CloudFront cloudFront() {
    return cloud.peer(CloudFront.class, cloud.settings().account(), ViewerCertificates.REGION);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return issued(alias)
        .map(
            one ->
                Stream.concat(Stream.of(one.certificate()), one.chain().stream())
                    .toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return issued(alias).map(CertificateAuthority.Issued::key).orElse(null);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null; // The server's connections are engines.
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
