package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.journeys.language.Step;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Shakes hands with the edge in one version of TLS. What came of it is told as JSON: {@code
 * protocol}, {@code issuer} and {@code names} where it succeeded, with a chain that leads to the
 * stage's authority; {@code refused} where the edge broke it off; {@code untrusted} where the chain
 * leads elsewhere or has other names.
 */
final class TlsDoor {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALERT = "Received fatal alert: ";
  private static final int PATIENCE = (int) Duration.ofSeconds(10).toMillis();

  private final Walk walk;

  TlsDoor(Walk walk) {
    this.walk = walk;
  }

  Exchange shake(Step.Handshake step) throws IOException {
    URI edge = walk.stage().secureShop();
    String name = step.name() == null ? null : step.name().text(walk);
    long start = System.nanoTime();
    ObjectNode told =
        switch (step.protocol()) {
          case "TLSv1" -> old(edge, 1, name);
          case "TLSv1.1" -> old(edge, 2, name);
          default -> shake(edge, step.protocol(), name);
        };
    return new Exchange(
        "TLS",
        edge.toString(),
        Map.of(),
        step.protocol() + (name == null ? "" : " " + name),
        told.has("protocol") ? 200 : 400,
        Map.of(),
        told.toString(),
        Duration.ofNanos(System.nanoTime() - start),
        null);
  }

  private ObjectNode shake(URI edge, String protocol, @Nullable String name) throws IOException {
    ObjectNode told = JSON.createObjectNode();
    try (Socket plain = open(edge);
        SSLSocket socket =
            (SSLSocket)
                walk.stage()
                    .authority()
                    .client()
                    .getSocketFactory()
                    .createSocket(plain, name == null ? edge.getHost() : name, 0, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      told.put("protocol", socket.getSession().getProtocol());
      told.put("issuer", shown.getIssuerX500Principal().getName());
      if (shown.getSubjectAlternativeNames() != null) {
        shown
            .getSubjectAlternativeNames()
            .forEach(each -> told.withArray("names").add(String.valueOf(each.get(1))));
      }
    } catch (SSLException broken) {
      // An alert that was received is the edge's word; everything else is what this side found.
      String message = String.valueOf(broken.getMessage());
      int alert = message.indexOf(ALERT);
      if (alert >= 0) {
        told.put("refused", message.substring(alert + ALERT.length()));
      } else if (broken.getCause() instanceof EOFException) {
        told.put("refused", "closed");
      } else {
        told.put("untrusted", message);
      }
    } catch (CertificateParsingException unreadable) {
      told.put("untrusted", String.valueOf(unreadable.getMessage()));
    }
    return told;
  }

  /**
   * Offers a version that JVMs no longer speak: says hello as such a client does, and reads whether
   * the edge says hello too or raises an alert.
   */
  private static ObjectNode old(URI edge, int minor, @Nullable String name) throws IOException {
    ObjectNode told = JSON.createObjectNode();
    try (Socket socket = open(edge)) {
      socket.getOutputStream().write(hello(minor, name));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int kind = in.readUnsignedByte();
      in.readFully(new byte[4]);
      if (kind == 21) {
        in.readUnsignedByte();
        int alert = in.readUnsignedByte();
        told.put("refused", alert == 70 ? "protocol_version" : "alert " + alert);
      } else {
        told.put("protocol", "TLSv1" + (minor == 1 ? "" : ".1"));
      }
    } catch (EOFException | SocketException closed) {
      told.put("refused", "closed");
    }
    return told;
  }

  private static byte[] hello(int minor, @Nullable String name) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeShort(0x0300 + minor);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    out.write(random);
    out.writeByte(0);
    // ECDHE with ECDSA or RSA, and RSA, with AES in CBC mode: what such clients had.
    int[] suites = {0xc009, 0xc00a, 0xc013, 0xc014, 0x002f, 0x0035};
    out.writeShort(suites.length * 2);
    for (int suite : suites) {
      out.writeShort(suite);
    }
    out.writeShort(0x0100);
    ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    DataOutputStream more = new DataOutputStream(extensions);
    more.write(new byte[] {0, 10, 0, 4, 0, 2, 0, 23}); // the curve P-256
    more.write(new byte[] {0, 11, 0, 2, 1, 0}); // uncompressed points
    if (name != null) {
      byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
      more.writeShort(0);
      more.writeShort(ascii.length + 5);
      more.writeShort(ascii.length + 3);
      more.writeByte(0);
      more.writeShort(ascii.length);
      more.write(ascii);
    }
    out.writeShort(extensions.size());
    out.write(extensions.toByteArray());
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    DataOutputStream whole = new DataOutputStream(record);
    whole.writeByte(22);
    whole.writeShort(0x0301);
    whole.writeShort(body.size() + 4);
    whole.writeInt(0x01000000 | body.size());
    whole.write(body.toByteArray());
    return record.toByteArray();
  }

  private static Socket open(URI edge) throws IOException {
    Socket socket = new Socket(InetAddress.getByName(edge.getHost()), edge.getPort());
    socket.setSoTimeout(PATIENCE);
    return socket;
  }
}
