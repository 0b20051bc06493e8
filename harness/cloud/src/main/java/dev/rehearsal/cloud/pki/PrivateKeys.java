package dev.rehearsal.cloud.pki;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys as texts (PEM): PKCS #8, and the older forms of OpenSSL. */
public final class PrivateKeys {

  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final int SEQUENCE = 0x30;

  private PrivateKeys() {}

  /**
   * Reads a key.
   *
   * @param open its public half, which tells the algorithm
   * @throws InvalidKeyException where the text is none, or is encrypted
   */
  public static PrivateKey read(String pem, PublicKey open) throws GeneralSecurityException {
    Matcher text = PEM.matcher(pem);
    if (!text.find()) {
      throw new InvalidKeyException("it is no private key in PEM format");
    }
    if (text.group(1).startsWith("ENCRYPTED")) {
      throw new InvalidKeyException("it is encrypted");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(text.group(2));
    // The older forms have the key alone; its algorithm stands in the public half.
    byte[] whole =
        text.group(1).equals("PRIVATE KEY")
            ? bytes
            : Der.sequence(
                Der.integer(BigInteger.ZERO), algorithm(open.getEncoded()), Der.octets(bytes));
    return KeyFactory.getInstance(open.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(whole));
  }

  /** Whether two halves belong together. */
  public static boolean match(PrivateKey key, PublicKey open) {
    String algorithm = open.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    byte[] text = "whose key is this".getBytes(StandardCharsets.UTF_8);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException other) {
      return false;
    }
  }

  /** A key as a text that only who knows the passphrase can read: PKCS #8, encrypted with AES. */
  public static String encrypted(PrivateKey key, char[] passphrase) {
    try {
      PBEKeySpec secret = new PBEKeySpec(passphrase);
      Cipher cipher = Cipher.getInstance(ENCRYPTION);
      cipher.init(
          Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(ENCRYPTION).generateSecret(secret));
      byte[] bytes = cipher.doFinal(key.getEncoded());
      secret.clearPassword();
      AlgorithmParameters how = cipher.getParameters();
      byte[] whole =
          Der.sequence(
              Der.sequence(Der.oid(PBES2), parameters(how.getEncoded())), Der.octets(bytes));
      return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(whole)
          + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    } catch (GeneralSecurityException | java.io.IOException impossible) {
      throw new IllegalStateException("The key could not be encrypted.", impossible);
    }
  }

  /** Java writes the parameters with their algorithm before them in some versions. */
  private static byte[] parameters(byte[] encoded) {
    byte[] content = content(encoded);
    return content[0] == SEQUENCE
        ? encoded
        : Arrays.copyOfRange(content, 2 + content[1], content.length);
  }

  /** The algorithm of a public key: the first thing in it. */
  private static byte[] algorithm(byte[] open) {
    byte[] content = content(open);
    return Arrays.copyOf(content, header(content) + length(content));
  }

  private static byte[] content(byte[] encoded) {
    return Arrays.copyOfRange(encoded, header(encoded), header(encoded) + length(encoded));
  }

  private static int header(byte[] encoded) {
    int first = encoded[1] & 0xff;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
  }

  private static int length(byte[] encoded) {
    int first = encoded[1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    return new BigInteger(1, Arrays.copyOfRange(encoded, 2, 2 + (first & 0x7f))).intValue();
  }
}
