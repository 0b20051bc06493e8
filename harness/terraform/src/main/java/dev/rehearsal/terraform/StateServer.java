package dev.rehearsal.terraform;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.http.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Terraform's {@code http} backend talks to: keeps the state in a file. Terraform's {@code
 * local} backend would write the whole state after each resource, which is a third of the processor
 * time of an apply; a remote one is written at the end.
 *
 * <p>On loopback, with a password, since a state holds secrets. Closing it leaves the file.
 */
final class StateServer implements AutoCloseable {

  private static final String USER = "rehearsal";
  private static final int MOST = 256 * 1024 * 1024;

  private final Path file;
  private final HttpServer server;
  private final String password;
  private final byte[] authorization;
  private byte @Nullable [] lock;

  private StateServer(Path file) {
    this.file = file;
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    this.password = HexFormat.of().formatHex(random);
    this.authorization =
        ("Basic "
                + Base64.getEncoder()
                    .encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8)))
            .getBytes(StandardCharsets.UTF_8);
    this.server =
        HttpServer.start("Terraform state", "127.0.0.1", 0, Duration.ofMinutes(1), this::handle);
  }

  /** Starts it on a free port. */
  static StateServer on(Path file) {
    return new StateServer(file);
  }

  /** What makes Terraform's {@code http} backend use it. */
  Map<String, String> environment() {
    String address = server.address() + "/state";
    return Map.of(
        "TF_HTTP_ADDRESS", address,
        "TF_HTTP_LOCK_ADDRESS", address,
        "TF_HTTP_UNLOCK_ADDRESS", address,
        "TF_HTTP_USERNAME", USER,
        "TF_HTTP_PASSWORD", password);
  }

  /** Takes the lock from a Terraform that was killed and can't give it back. */
  synchronized void unlock() {
    lock = null;
  }

  private synchronized HttpResponse handle(HttpRequest request) throws IOException {
    byte[] given = request.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, authorization)) {
      return HttpResponse.empty(401);
    }
    return switch (request.method()) {
      case "GET" ->
          Files.exists(file) ? json(200, Files.readAllBytes(file)) : HttpResponse.empty(404);
      case "POST" -> {
        write(request.bytes(MOST));
        yield HttpResponse.empty(200);
      }
      case "LOCK" -> {
        byte[] asked = request.bytes(MOST);
        byte[] holder = lock;
        if (holder != null) {
          yield json(423, holder);
        }
        lock = asked;
        yield HttpResponse.empty(200);
      }
      case "UNLOCK" -> {
        unlock();
        yield HttpResponse.empty(200);
      }
      default -> HttpResponse.empty(405);
    };
  }

  /** Whole or not at all, and for its owner's eyes only. */
  private void write(byte[] state) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    OwnersFile.write(fresh, state);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static HttpResponse json(int status, byte[] body) {
    return HttpResponse.of(status, new Headers().add("Content-Type", "application/json"), body);
  }

  @Override
  public void close() {
    server.close();
  }
}
