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
import java.security.MessageDigest;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Issues certificates for the servers of one cloud: for RDS as Amazon's authority of databases
 * does, for CloudFront as ACM does. Its key lives as long as the process and is never written down.
 * Made on first use; thread-safe.
 */
public final class CertificateAuthority {

  private static final String NAME = "Rehearsal, for this stage only";
  private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";

  /** How long a certificate is valid. */
  public static final Duration VALID = Duration.ofDays(397);

  /** How much before it is wanted a certificate becomes valid, for clocks that are late. */
  public static final Duration EARLY = Duration.ofHours(1);

  private static final char[] NO_SECRET = "changeit".toCharArray();

  private static final String EC = "EC";

  private final KeyPair keys;
  private final X509Certificate root;

  /**
   * A certificate that a server can show.
   *
   * @param certificate the certificate
   * @param key its private key
   * @param chain the certificates above it, from the one that signed it upwards
   */
  public record Issued(X509Certificate certificate, PrivateKey key, List<X509Certificate> chain) {}

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
          certificate(
              NAME,
              keys.getPublic(),
              keys.getPrivate(),
              serial(),
              Instant.now(),
              extensions(true, List.of(), keys.getPublic(), keys.getPublic())));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("No certificate authority could be made.", impossible);
    }
  }

  /** The authority's own certificate, as clients are given it. */
  public String pem() {
    return pem(root);
  }

  /** A certificate as a text. */
  public static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * What browsers and curl take for the authority's key: SHA-256 of its SubjectPublicKeyInfo, in
   * base64.
   */
  public String pin() {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(root.getPublicKey().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * A certificate for these names, with a key on the curve P-256.
   *
   * @param names DNS names and IP addresses
   */
  public Issued issue(List<String> names) {
    return issue(names, EC, 256, serial(), Instant.now());
  }

  /**
   * A certificate for these names.
   *
   * @param names DNS names and IP addresses
   * @param algorithm the key's: {@code RSA} or {@code EC}
   * @param bits how long the key is
   * @param serial the certificate's serial number
   * @param from when it becomes wanted
   */
  public Issued issue(
      List<String> names, String algorithm, int bits, BigInteger serial, Instant from) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      KeyPair own = generator.generateKeyPair();
      return new Issued(
          certificate(
              names.get(0),
              own.getPublic(),
              keys.getPrivate(),
              serial,
              from,
              extensions(false, names, own.getPublic(), keys.getPublic())),
          own.getPrivate(),
          List.of(root));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("No certificate for " + names, impossible);
    }
  }

  /** A client's side of TLS that trusts this authority and no other. */
  public SSLContext client() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("rehearsal", root);
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("No trust in this authority", impossible);
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
      Issued own = issue(names);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", own.key(), NO_SECRET, new X509Certificate[] {own.certificate(), root});
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

  private static BigInteger serial() {
    return new BigInteger(127, new SecureRandom());
  }

  private static X509Certificate certificate(
      String subject,
      PublicKey key,
      PrivateKey signer,
      BigInteger serial,
      Instant from,
      byte[] extensions)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
    byte[] body =
        Der.sequence(
            Der.context(0, true, Der.integer(BigInteger.TWO)),
            Der.integer(serial),
            algorithm,
            name(NAME),
            Der.sequence(Der.time(from.minus(EARLY)), Der.time(from.plus(VALID))),
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

  private static byte[] extensions(
      boolean authority, List<String> names, PublicKey own, PublicKey signer)
      throws GeneralSecurityException {
    List<byte[]> all = new ArrayList<>();
    all.add(
        extension("2.5.29.19", true, authority ? Der.sequence(Der.bool(true)) : Der.sequence()));
    // Signing certificates, or signing in handshakes.
    all.add(
        extension(
            "2.5.29.15",
            true,
            authority ? Der.bits(new byte[] {0x06}, 1) : Der.bits(new byte[] {(byte) 0x80}, 7)));
    all.add(extension("2.5.29.14", false, Der.octets(identifier(own))));
    all.add(extension("2.5.29.35", false, Der.sequence(Der.context(0, false, identifier(signer)))));
    if (!names.isEmpty()) {
      // For servers.
      all.add(extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))));
      all.add(
          extension(
              "2.5.29.17",
              false,
              Der.sequence(
                  names.stream().map(CertificateAuthority::generalName).toArray(byte[][]::new))));
    }
    return Der.sequence(all.toArray(byte[][]::new));
  }

  /** Tells keys apart; strict clients look for it. */
  private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
    return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), 20);
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
