package dev.rehearsal.terraform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Gets the pinned Terraform, where the machine has none, and keeps it in the user's cache. */
final class TerraformDownload {

  private static final String VERSION = "1.11.4";
  private static final String SITE_PROPERTY = "rehearsal.terraform.site";
  private static final String DEFAULT_SITE = "https://releases.hashicorp.com/terraform";

  private final Path folder;
  private final String site = System.getProperty(SITE_PROPERTY, DEFAULT_SITE);

  TerraformDownload(Path cacheFolder) {
    this.folder = cacheFolder.resolve("terraform").resolve(VERSION);
  }

  Path get() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    Path program = folder.resolve(windows ? "terraform.exe" : "terraform");
    if (Files.isExecutable(program)) {
      return program;
    }
    String archive = "terraform_" + VERSION + "_" + platform() + ".zip";
    try {
      String sums =
          new String(fetch("terraform_" + VERSION + "_SHA256SUMS"), StandardCharsets.UTF_8);
      byte[] packed = fetch(archive);
      verify(archive, packed, sums);
      unpack(packed, program);
      return program;
    } catch (IOException unreachable) {
      throw new TerraformException(
          "Neither terraform nor tofu is on the PATH, and Terraform "
              + VERSION
              + " could not be downloaded from "
              + site
              + " ("
              + unreachable.getMessage()
              + "). Install Terraform 1.11 or newer, or OpenTofu, or set -D"
              + SITE_PROPERTY
              + " to a mirror of that site.",
          List.of());
    }
  }

  private static String platform() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system =
        name.startsWith("mac") ? "darwin" : name.startsWith("win") ? "windows" : "linux";
    String arch = System.getProperty("os.arch");
    return system + "_" + (arch.equals("aarch64") || arch.equals("arm64") ? "arm64" : "amd64");
  }

  private byte[] fetch(String file) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(ProxySelector.of(proxy()))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    URI address = URI.create(site + "/" + VERSION + "/" + file);
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(3)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(address + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }

  /** The proxy that the environment names, as other command line programs read it. */
  private static java.net.@org.jspecify.annotations.Nullable InetSocketAddress proxy() {
    for (String name : List.of("HTTPS_PROXY", "https_proxy")) {
      String value = System.getenv(name);
      if (value != null && !value.isBlank()) {
        URI uri = URI.create(value.contains("://") ? value : "http://" + value);
        return new java.net.InetSocketAddress(
            uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
      }
    }
    return null;
  }

  static void verify(String archive, byte[] packed, String sums) throws IOException {
    try {
      String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed));
      boolean listed = sums.lines().anyMatch(line -> line.equals(found + "  " + archive));
      if (!listed) {
        throw new IOException("the checksum of " + archive + " is not the published one");
      }
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void unpack(byte[] packed, Path program) throws IOException {
    Files.createDirectories(folder);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(program.getFileName().toString())) {
          // Moved into place when whole: two runs may download at the same time.
          Path part = Files.createTempFile(folder, "terraform", ".part");
          Files.copy(zip, part, StandardCopyOption.REPLACE_EXISTING);
          if (!part.toFile().setExecutable(true)) {
            throw new IOException(part + " can't be made executable");
          }
          Files.move(part, program, StandardCopyOption.REPLACE_EXISTING);
          return;
        }
      }
    }
    throw new IOException("the archive holds no terraform");
  }
}
