package dev.rehearsal.cloud.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

final class CodeStoreTest {

  @TempDir Path cache;

  @Test
  void aPackageThatLiesThereIsFoundByItsBytes() throws Exception {
    byte[] zip = Packages.of(TestHandler.class).asByteArray();
    Code first = new CodeStore(cache).store(zip);
    Code again = new CodeStore(cache).store(zip.clone());
    assertEquals(first, again);
    assertEquals(hash(zip), again.sha256());
    assertEquals(zip.length, again.size());
  }

  /** Of the same size, it differs in its last byte only, of the archive's comment. */
  @Test
  void anotherOfTheSameSizeIsNotMistakenForIt() throws Exception {
    byte[] zip = withComment(Packages.of(TestHandler.class).asByteArray(), 'a');
    byte[] other = withComment(Packages.of(TestHandler.class).asByteArray(), 'b');
    CodeStore store = new CodeStore(cache);
    Code first = store.store(zip);
    Code second = new CodeStore(cache).store(other);
    assertNotEquals(first.folder(), second.folder());
    assertEquals(hash(other), second.sha256());
  }

  @Test
  void whatIsLeftOfADeletedPackageIsNotUsed() throws Exception {
    byte[] zip = Packages.of(TestHandler.class).asByteArray();
    Code first = new CodeStore(cache).store(zip);
    Files.delete(first.zip());
    assertEquals(hash(zip), new CodeStore(cache).store(zip).sha256());
  }

  @Test
  void noZipIsRefused() {
    assertThrows(AwsServiceException.class, () -> new CodeStore(cache).store(new byte[] {1, 2}));
  }

  private static byte[] withComment(byte[] zip, char comment) {
    byte[] longer = java.util.Arrays.copyOf(zip, zip.length + 1);
    longer[zip.length - 2] = 1; // The comment's length, in the end of the central directory.
    longer[zip.length] = (byte) comment;
    return longer;
  }

  private static String hash(byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
