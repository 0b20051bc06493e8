package dev.rehearsal.cloud.cloudfront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.InvalidViewerCertificateException;
import software.amazon.awssdk.services.cloudfront.model.MinimumProtocolVersion;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginProtocolPolicy;
import software.amazon.awssdk.services.cloudfront.model.SSLSupportMethod;
import software.amazon.awssdk.services.cloudfront.model.ViewerCertificate;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

class EdgeTlsTest {

  private static final String DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
  private static final String SECURITY = "67f7725c-6f97-4210-82d7-5512b31e9d03";
  private static final ViewerCertificate DEFAULT =
      ViewerCertificate.builder().cloudFrontDefaultCertificate(true).build();

  @TempDir Path folder;
  private Cloud cloud;
  private EdgeServer server;
  private CloudFrontClient cloudFront;
  private AcmClient acm;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    cloud
        .endpoints()
        .put(
            Endpoints.Server.API,
            URI.create("http://127.0.0.1:1"),
            request -> HttpResponse.of(200, "application/json", "{}"));
    server = EdgeServer.start(cloud, "127.0.0.1", 0);
    Caller root = new Caller.Root("000000000000", null);
    cloudFront = cloud.client(CloudFrontClient.class, root, "us-east-1");
    acm = cloud.client(AcmClient.class, root, "us-east-1");
  }

  @AfterEach
  void stop() {
    server.close();
    cloud.close();
  }

  @Test
  void loopbackAndDistributionsHaveACertificateOfTheStagesAuthority() throws Exception {
    Distribution made = make("one", DEFAULT);
    X509Certificate shown = shake("TLSv1.3", null);
    assertEquals("1.2.840.10045.4.3.2", shown.getSigAlgOID());
    shown.verify(cloud.authority().root().getPublicKey());
    List<String> names =
        shown.getSubjectAlternativeNames().stream().map(each -> (String) each.get(1)).toList();
    assertTrue(names.containsAll(List.of("localhost", "127.0.0.1", made.domainName())), "" + names);
    assertEquals(shown, shake("TLSv1.2", made.domainName()));
    assertThrows(SSLHandshakeException.class, () -> shake("TLSv1.3", "elsewhere.example.com"));
  }

  @Test
  void anAliasHasItsCertificateOfAcm() throws Exception {
    String arn = certificate("*.example.com");
    make("one", custom(arn, MinimumProtocolVersion.TLS_V1_2_2021), "shop.example.com");
    X509Certificate shown = shake("TLSv1.2", "shop.example.com");
    assertEquals("RSA", shown.getPublicKey().getAlgorithm());
    var answer = acm.getCertificate(get -> get.certificateArn(arn));
    assertEquals(
        shown,
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    answer.certificate().getBytes(StandardCharsets.US_ASCII))));
    assertEquals(cloud.authority().pem(), answer.certificateChain());
    var told = acm.describeCertificate(get -> get.certificateArn(arn)).certificate();
    assertEquals(told.notAfter(), shown.getNotAfter().toInstant());
    assertEquals(told.notBefore(), shown.getNotBefore().toInstant());
    assertEquals(
        told.serial().replace(":", "").replaceFirst("^0+", ""),
        shown.getSerialNumber().toString(16));
    assertEquals(1, told.inUseBy().size());
    assertThrows(
        ResourceInUseException.class,
        () -> acm.deleteCertificate(delete -> delete.certificateArn(arn)));
    assertThrows(SSLHandshakeException.class, () -> shake("TLSv1.2", "other.example.com"));
  }

  @Test
  void theDistributionSaysWhichVersionIsTooOld() throws Exception {
    make(
        "one",
        custom(certificate("a.example.com"), MinimumProtocolVersion.TLS_V1_3_2025),
        "a.example.com");
    make(
        "two",
        custom(certificate("b.example.com"), MinimumProtocolVersion.TLS_V1_2_2021),
        "b.example.com");
    shake("TLSv1.3", "a.example.com");
    assertThrows(SSLHandshakeException.class, () -> shake("TLSv1.2", "a.example.com"));
    shake("TLSv1.2", "b.example.com");
  }

  @Test
  void plainHttpIsRedirectedOrRefusedOnlyWhereTlsIsSpoken() throws Exception {
    make("one", DEFAULT);
    URI plain = URI.create(server.secureAddress().toString().replace("https:", "http:"));
    var moved = send(HttpRequest.newBuilder(plain.resolve("/a?b=c")));
    assertEquals(301, moved.statusCode());
    assertEquals(
        server.secureAddress() + "/a?b=c", moved.headers().firstValue("location").orElseThrow());
    assertEquals("Redirect from cloudfront", moved.headers().firstValue("x-cache").orElseThrow());
    assertFalse(moved.headers().firstValue("strict-transport-security").isPresent());
    var posted =
        send(
            HttpRequest.newBuilder(plain.resolve("/a"))
                .POST(HttpRequest.BodyPublishers.ofString("x")));
    assertEquals(307, posted.statusCode());
    var refused = send(HttpRequest.newBuilder(plain.resolve("/api/a")));
    assertEquals(403, refused.statusCode());
    assertTrue(refused.body().contains("HTTPS only"), refused.body());
    for (URI door : List.of(server.address(), server.secureAddress())) {
      assertEquals(200, send(HttpRequest.newBuilder(door.resolve("/a"))).statusCode());
      assertEquals(200, send(HttpRequest.newBuilder(door.resolve("/api/a"))).statusCode());
    }
  }

  @Test
  void addressesAreHeldToHttpsButNotTheNameOfThisMachine() throws Exception {
    make("one", DEFAULT);
    var address = send(HttpRequest.newBuilder(server.secureAddress().resolve("/a")));
    assertTrue(address.headers().firstValue("strict-transport-security").isPresent());
    URI local = URI.create("https://localhost:" + server.secureAddress().getPort() + "/a");
    var name = send(HttpRequest.newBuilder(local));
    assertEquals(200, name.statusCode());
    assertFalse(name.headers().firstValue("strict-transport-security").isPresent());
  }

  @Test
  void namesOfOnesOwnNeedACertificateThatCoversThem() {
    assertThrows(
        InvalidViewerCertificateException.class, () -> make("one", DEFAULT, "shop.example.com"));
    String arn = certificate("*.example.com");
    assertThrows(
        InvalidViewerCertificateException.class,
        () -> make("one", custom(arn, MinimumProtocolVersion.TLS_V1_2_2021), "a.shop.example.com"));
    assertThrows(
        InvalidViewerCertificateException.class,
        () -> make("one", custom(arn + "0", MinimumProtocolVersion.TLS_V1_2_2021)));
    assertThrows(
        InvalidViewerCertificateException.class,
        () ->
            make(
                "one",
                custom(
                    arn.replace("us-east-1", "eu-west-1"), MinimumProtocolVersion.TLS_V1_2_2021)));
  }

  private String certificate(String domain) {
    return acm.requestCertificate(
            request -> request.domainName(domain).keyAlgorithm(KeyAlgorithm.RSA_2048))
        .certificateArn();
  }

  private static ViewerCertificate custom(String arn, MinimumProtocolVersion minimum) {
    return ViewerCertificate.builder()
        .acmCertificateArn(arn)
        .sslSupportMethod(SSLSupportMethod.SNI_ONLY)
        .minimumProtocolVersion(minimum)
        .build();
  }

  private Distribution make(String reference, ViewerCertificate certificate, String... aliases) {
    DistributionConfig config =
        DistributionConfig.builder()
            .callerReference(reference)
            .comment("")
            .enabled(true)
            .aliases(all -> all.quantity(aliases.length).items(aliases))
            .viewerCertificate(certificate)
            .origins(
                origins ->
                    origins
                        .quantity(1)
                        .items(
                            Origin.builder()
                                .id("api")
                                .domainName("abc.execute-api.us-east-1.amazonaws.com")
                                .customOriginConfig(
                                    custom ->
                                        custom
                                            .httpPort(80)
                                            .httpsPort(443)
                                            .originProtocolPolicy(OriginProtocolPolicy.HTTPS_ONLY))
                                .build()))
            .defaultCacheBehavior(
                behavior ->
                    behavior
                        .targetOriginId("api")
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .cachePolicyId(DISABLED)
                        .responseHeadersPolicyId(SECURITY))
            .cacheBehaviors(
                behaviors ->
                    behaviors
                        .quantity(1)
                        .items(
                            CacheBehavior.builder()
                                .pathPattern("/api/*")
                                .targetOriginId("api")
                                .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                                .cachePolicyId(DISABLED)
                                .build()))
            .build();
    return cloudFront
        .createDistribution(create -> create.distributionConfig(config))
        .distribution();
  }

  private X509Certificate shake(String protocol, @Nullable String name) throws Exception {
    int port = server.secureAddress().getPort();
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
            (SSLSocket)
                cloud
                    .authority()
                    .client()
                    .getSocketFactory()
                    .createSocket(plain, name == null ? "127.0.0.1" : name, port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private java.net.http.HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(cloud.authority().client())
        .build()
        .send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
  }
}
