package dev.rehearsal.cloud.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;

/** Makes deployment packages of test handlers. */
final class Packages {

  private Packages() {}

  static SdkBytes of(Class<?>... handlers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Class<?> handler : handlers) {
        String file = handler.getName().replace('.', '/') + ".class";
        ZipEntry entry = new ZipEntry(file);
        entry.setTime(0);
        zip.putNextEntry(entry);
        try (InputStream in =
            Objects.requireNonNull(handler.getClassLoader().getResourceAsStream(file))) {
          in.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
    return SdkBytes.fromByteArray(bytes.toByteArray());
  }
}
