package dev.rehearsal.stage.target;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * The right to use the containers of earlier stages again. One stage of a user has it at a time;
 * others start containers of their own.
 */
final class Reuse implements AutoCloseable {

  /** Which containers are left to be used again. */
  static final String LABEL = "dev.rehearsal.reused";

  /** Known, as the port is on the loopback interface only and all data are a rehearsal's. */
  static final String PASSWORD = "rehearsal";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileLock lock;

  private Reuse(FileLock lock) {
    this.lock = lock;
  }

  /** The right, where it is asked for in Testcontainers' own way and nobody has it; else null. */
  static @Nullable Reuse take() {
    if (!TestcontainersConfiguration.getInstance().environmentSupportsReuse()) {
      return null;
    }
    Path file = Folders.cacheFolder(System.getenv()).resolve("containers.lock");
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return null;
      }
      return new Reuse(lock);
    } catch (IOException failure) {
      throw new StageFailure(
          "Containers can't be used again: " + file + " can't be locked: " + failure.getMessage(),
          failure);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ownProcess) {
      return null;
    }
  }

  /** Restarts a LocalStack inside its container, which empties it, and waits until it answers. */
  static void restart(URI localstack) {
    HttpClient client = HttpClient.newHttpClient();
    try {
      String before = session(client, localstack);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(localstack.resolve("/_localstack/health"))
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"restart\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new StageFailure(
            "LocalStack did not restart: it answered " + answer.statusCode() + ".", null);
      }
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        Thread.sleep(PAUSE.toMillis());
        try {
          if (!session(client, localstack).equals(before)) {
            return;
          }
        } catch (IOException notYet) {
          // It is down between its two lives.
        }
      }
      throw new StageFailure(
          "LocalStack did not restart within " + PATIENCE.toSeconds() + " s.", null);
    } catch (IOException failure) {
      throw new StageFailure("LocalStack did not restart: " + failure, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StageFailure("Interrupted while LocalStack restarted.", interrupted);
    }
  }

  private static String session(HttpClient client, URI localstack)
      throws IOException, InterruptedException {
    HttpResponse<String> info =
        client.send(
            HttpRequest.newBuilder(localstack.resolve("/_localstack/info")).build(),
            HttpResponse.BodyHandlers.ofString());
    if (info.statusCode() != 200) {
      throw new IOException(info.uri() + " answered " + info.statusCode());
    }
    return JSON.readTree(info.body()).path("session_id").asText();
  }

  @Override
  public void close() {
    try (FileChannel channel = lock.channel()) {
      lock.release();
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The lock of the containers could not be given back.", failure);
    }
  }
}
