package dev.rehearsal.cloud.rds;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a user in at a PostgreSQL whose start-up message was sent, in whichever way the server
 * asks: in clear, with MD5, or with SCRAM-SHA-256 (RFC 7677).
 */
final class ServerLogin {

  private static final int LONGEST = 64 * 1024;

  private final Socket server;
  private final String user;
  private final String password;

  /**
   * Makes a login.
   *
   * @param password letters and digits only, so that they need no preparation
   */
  ServerLogin(Socket server, String user, String password) {
    this.server = server;
    this.user = user;
    this.password = password;
  }

  /**
   * Signs in, and passes on to the client how it ended.
   *
   * @throws IOException where the server did not let the user in
   */
  void logIn(OutputStream toClient) throws IOException {
    try {
      String nonce = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(18));
      String bare = "n=,r=" + nonce;
      while (true) {
        Message message = receive();
        ByteBuffer body = ByteBuffer.wrap(message.body());
        if (message.type() != 'R') {
          pass(message, toClient);
          throw new IOException("The server let no one in.");
        }
        switch (body.getInt()) {
          case 0 -> {
            pass(message, toClient);
            return;
          }
          case 3 -> send(text(password));
          case 5 -> {
            byte[] salt = new byte[4];
            body.get(salt);
            send(text("md5" + md5(md5(password + user).getBytes(StandardCharsets.US_ASCII), salt)));
          }
          case 10 -> send(first(bare));
          case 11 -> send(last(bare, nonce, rest(body)));
          case 12 -> {
            // The server's own proof. It is this process's server: nothing hangs on it.
          }
          default -> throw new IOException("The server asks for what is not known here.");
        }
      }
    } catch (GeneralSecurityException impossible) {
      throw new IOException(impossible);
    }
  }

  private static byte[] first(String bare) {
    byte[] name = "SCRAM-SHA-256\0".getBytes(StandardCharsets.US_ASCII);
    byte[] message = ("n,," + bare).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(name.length + 4 + message.length)
        .put(name)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private byte[] last(String bare, String nonce, String challenge)
      throws IOException, GeneralSecurityException {
    Map<String, String> told = new HashMap<>();
    for (String part : challenge.split(",", -1)) {
      told.put(part.substring(0, 1), part.substring(2));
    }
    String whole = told.getOrDefault("r", "");
    if (!whole.startsWith(nonce)) {
      throw new IOException("The server's challenge is not for this login.");
    }
    byte[] salted =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(
                new PBEKeySpec(
                    password.toCharArray(),
                    Base64.getDecoder().decode(told.get("s")),
                    Integer.parseInt(told.getOrDefault("i", "4096")),
                    256))
            .getEncoded();
    byte[] clientKey = hmac(salted, "Client Key");
    String without = "c=biws,r=" + whole;
    byte[] signature =
        hmac(
            MessageDigest.getInstance("SHA-256").digest(clientKey),
            bare + "," + challenge + "," + without);
    byte[] proof = new byte[clientKey.length];
    for (int i = 0; i < proof.length; i++) {
      proof[i] = (byte) (clientKey[i] ^ signature[i]);
    }
    return (without + ",p=" + Base64.getEncoder().encodeToString(proof))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String md5(String text) throws GeneralSecurityException {
    return md5(text.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  private static String md5(byte[] text, byte[] salt) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    digest.update(text);
    digest.update(salt);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static String rest(ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private record Message(int type, byte[] body) {}

  private Message receive() throws IOException {
    InputStream in = server.getInputStream();
    int type = in.read();
    byte[] head = in.readNBytes(4);
    if (type < 0 || head.length < 4) {
      throw new EOFException();
    }
    int length = ByteBuffer.wrap(head).getInt() - 4;
    if (length < 0 || length > LONGEST) {
      throw new IOException("A message of " + length + " bytes.");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return new Message(type, body);
  }

  private void send(byte[] body) throws IOException {
    OutputStream out = server.getOutputStream();
    out.write(
        ByteBuffer.allocate(body.length + 5)
            .put((byte) 'p')
            .putInt(body.length + 4)
            .put(body)
            .array());
    out.flush();
  }

  private static void pass(Message message, OutputStream toClient) throws IOException {
    toClient.write(
        ByteBuffer.allocate(message.body().length + 5)
            .put((byte) message.type())
            .putInt(message.body().length + 4)
            .put(message.body())
            .array());
    toClient.flush();
  }
}
