package dev.rehearsal.cloud.kms;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * What Encrypt answers: the key's id, the version of its material and the bytes, in AES-256-GCM
 * with the encryption context as authenticated data.
 */
record Ciphertext(String keyId, int version, byte[] iv, byte[] sealed) {

  private static final byte FORMAT = 1;
  private static final int IV = 12;
  private static final int TAG_BITS = 128;

  static Ciphertext seal(Key key, byte[] plain, Map<String, String> context) {
    Material.Symmetric material = (Material.Symmetric) key.material;
    int version = material.versions().size() - 1;
    byte[] iv = Material.random(IV);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          material.versions().get(version),
          new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(authenticated(context));
      return new Ciphertext(key.id, version, iv, cipher.doFinal(plain));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  byte[] open(Key key, Map<String, String> context) {
    Material.Symmetric material = (Material.Symmetric) key.material;
    if (version < 0 || version >= material.versions().size()) {
      throw KmsErrors.invalidCiphertext();
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          material.versions().get(version),
          new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(authenticated(context));
      return cipher.doFinal(sealed);
    } catch (GeneralSecurityException changed) {
      throw KmsErrors.invalidCiphertext();
    }
  }

  byte[] bytes() {
    UUID id = UUID.fromString(keyId);
    return ByteBuffer.allocate(1 + 16 + 4 + IV + sealed.length)
        .put(FORMAT)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .putInt(version)
        .put(iv)
        .put(sealed)
        .array();
  }

  static Ciphertext parse(byte[] blob) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(blob);
      if (buffer.get() != FORMAT) {
        throw KmsErrors.invalidCiphertext();
      }
      String id = new UUID(buffer.getLong(), buffer.getLong()).toString();
      int version = buffer.getInt();
      byte[] iv = new byte[IV];
      buffer.get(iv);
      byte[] sealed = new byte[buffer.remaining()];
      buffer.get(sealed);
      return new Ciphertext(id, version, iv, sealed);
    } catch (BufferUnderflowException tooShort) {
      throw KmsErrors.invalidCiphertext();
    }
  }

  /** The context in one form whatever the order it was given in. */
  private static byte[] authenticated(Map<String, String> context) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<String, String> pair : new TreeMap<>(context).entrySet()) {
        for (String text : new String[] {pair.getKey(), pair.getValue()}) {
          byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
          out.writeInt(encoded.length);
          out.write(encoded);
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
