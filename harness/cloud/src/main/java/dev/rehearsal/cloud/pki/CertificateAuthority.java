package dev.rehearsal.cloud.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Issues certificates for the servers of one cloud: for RDS as Amazon's authority of databases
 * does. Its key lives as long as the process and is never written down. Made on first use;
 * thread-safe.
 */
public final class CertificateAuthority {

  private static final String NAME = "Rehearsal, for this stage only";
  private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
  private static final Duration VALID = Duration.ofDays(397);
  private static final char[] NO_SECRET = "changeit".toCharArray();

  private final KeyPair keys;
  private final X509Certificate root;

  private CertificateAuthority(KeyPair keys, X509Certificate root) {
    this.keys = keys;
    this.root = root;
  }

  /** A new authority. */
  public static CertificateAuthority create() {
    try {
      KeyPair keys = keys();
      return new CertificateAuthority(
          keys,
          certificate(NAME, keys.getPublic(), keys.getPrivate(), extensions(true, List.of())));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("No certificate authority could be made.", impossible);
    }
  }

  /** The authority's own certificate, as clients are given it. */
  public String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(root.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The authority's own certificate. */
  public X509Certificate root() {
    return root;
  }

  /**
   * A server's side of TLS, with a certificate for these names.
   *
   * @param names DNS names and IP addresses
   */
  public SSLContext server(List<String> names) {
    try {
      KeyPair own = keys();
      X509Certificate issued =
          certificate(names.get(0), own.getPublic(), keys.getPrivate(), extensions(false, names));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", own.getPrivate(), NO_SECRET, new X509Certificate[] {issued, root});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_SECRET);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("No certificate for " + names, impossible);
    }
  }

  /**
   * Writes a trust store for JVMs: the authorities that Java trusts, and this one.
   *
   * @throws IOException where the file can't be written
   */
  public void writeTrustStore(Path file) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("JKS");
      Path known = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
      if (Files.exists(known)) {
        try (InputStream in = Files.newInputStream(known)) {
          store.load(in, NO_SECRET);
        }
      } else {
        store.load(null, null);
      }
      store.setCertificateEntry("rehearsal", root);
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, NO_SECRET);
      }
    } catch (GeneralSecurityException unreadable) {
      throw new IOException("The trust store " + file + " could not be made.", unreadable);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      String subject, PublicKey key, PrivateKey signer, byte[] extensions)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
    byte[] body =
        Der.sequence(
            Der.context(0, true, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(127, new SecureRandom())),
            algorithm,
            name(NAME),
            Der.sequence(Der.time(now.minus(Duration.ofHours(1))), Der.time(now.plus(VALID))),
            name(subject),
            key.getEncoded(),
            Der.context(3, true, extensions));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(body);
    byte[] whole = Der.sequence(body, algorithm, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] name(String common) {
    return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(common))));
  }

  private static byte[] extensions(boolean authority, List<String> names) {
    List<byte[]> all = new ArrayList<>();
    all.add(
        extension("2.5.29.19", true, authority ? Der.sequence(Der.bool(true)) : Der.sequence()));
    // Signing certificates, or signing in handshakes.
    all.add(
        extension(
            "2.5.29.15",
            true,
            authority ? Der.bits(new byte[] {0x06}, 1) : Der.bits(new byte[] {(byte) 0x80}, 7)));
    if (!names.isEmpty()) {
      all.add(
          extension(
              "2.5.29.17",
              false,
              Der.sequence(
                  names.stream().map(CertificateAuthority::generalName).toArray(byte[][]::new))));
    }
    return Der.sequence(all.toArray(byte[][]::new));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] generalName(String name) {
    if (name.matches("[0-9.]+|.*:.*")) {
      try {
        return Der.context(7, false, InetAddress.getByName(name).getAddress());
      } catch (UnknownHostException impossible) {
        throw new IllegalArgumentException(name, impossible);
      }
    }
    return Der.context(2, false, name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
