package dev.rehearsal.cloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.rehearsal.cloud.lambda.child.ArchiveMain;
import dev.rehearsal.cloud.lambda.child.FunctionMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * The class path of every function's JVM, and the runtime's native library.
 *
 * @param classPath AWS's Runtime Interface Client and what starts it
 * @param nativeLibrary the client's native part, unpacked
 */
record RuntimeLibraries(List<Path> classPath, Path nativeLibrary) {

  private static final List<Class<?>> OWN = List.of(FunctionMain.class, ArchiveMain.class);

  /**
   * Finds the libraries on the harness's own class path.
   *
   * @throws IllegalStateException where this machine cannot run the Runtime Interface Client
   */
  static RuntimeLibraries in(Path cache) {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      throw new IllegalStateException(
          "Functions run in AWS's Runtime Interface Client, which exists for Linux only; this is "
              + System.getProperty("os.name")
              + ". Run the harness on Linux, in WSL, or in the docker-compose sandbox.");
    }
    try {
      Path folder = Files.createDirectories(cache.resolve("runtime"));
      List<Path> classPath =
          Stream.concat(
                  Stream.of(starter(folder)),
                  Stream.of(
                          AWSLambda.class,
                          Context.class,
                          PojoSerializer.class,
                          SdkInternalThreadLocal.class)
                      .map(RuntimeLibraries::archive))
              .distinct()
              .toList();
      return new RuntimeLibraries(classPath, nativeLibrary(folder));
    } catch (IOException failure) {
      throw new UncheckedIOException("The function runtime could not be unpacked.", failure);
    }
  }

  private static Path archive(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A jar of our own: shared class data does not work with folders on the class path. */
  private static Path starter(Path folder) throws IOException {
    StringBuilder hash = new StringBuilder();
    for (Class<?> type : OWN) {
      hash.append(HexFormat.of().formatHex(CodeStore.sha256(bytes(type)), 0, 6));
    }
    Path jar = folder.resolve("starter-" + hash + ".jar");
    if (!Files.exists(jar)) {
      Path draft = Files.createTempFile(folder, "starter", ".draft");
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(draft))) {
        for (Class<?> type : OWN) {
          out.putNextEntry(new ZipEntry(type.getName().replace('.', '/') + ".class"));
          out.write(bytes(type));
          out.closeEntry();
        }
      }
      Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE);
    }
    return jar;
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            type.getResourceAsStream(type.getSimpleName() + ".class"), type.getName())) {
      return in.readAllBytes();
    }
  }

  /** Left alone, each JVM writes it to one fixed file in /tmp: two that start at once collide. */
  private static Path nativeLibrary(Path folder) throws IOException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String system = Files.exists(Path.of("/etc/alpine-release")) ? "linux_musl" : "linux";
    String resource = "/jni/libaws-lambda-jni." + system + "-" + machine + ".so";
    try (InputStream in = AWSLambda.class.getResourceAsStream(resource)) {
      byte[] library = Objects.requireNonNull(in, resource).readAllBytes();
      String hash = HexFormat.of().formatHex(CodeStore.sha256(library), 0, 8);
      Path file = folder.resolve("runtime-" + hash + ".so");
      if (!Files.exists(file)) {
        Path draft = Files.createTempFile(folder, "runtime", ".draft");
        Files.write(draft, library);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    }
  }
}
