package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.process.FolderTree;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * A freshly initialised database cluster, made once and kept in the user's cache: a copy of it is
 * ready in a third of the time that {@code initdb} takes.
 *
 * @param data the cluster's data directory, never started again
 * @param password the superuser's password in every copy
 */
record PostgresTemplate(Path data, String password) {

  /** PostgreSQL's version, as RDS names it. */
  static final String VERSION = "17.6";

  /** The database {@code template0}: its number is the same in every cluster. */
  private static final String UNTOUCHED = "template0";

  private static final String UNTOUCHED_IN_DATA = "base/4";

  private static final String ACCESS =
      """
      # Everybody proves who they are, over the loopback interface only.
      host all all 127.0.0.1/32 scram-sha-256
      host replication all 127.0.0.1/32 scram-sha-256
      """;

  /** The template of this cache folder; makes it where it is not there yet. */
  static PostgresTemplate in(Path cache) throws IOException {
    Path home = Files.createDirectories(cache.resolve("postgres-" + VERSION));
    Path made = home.resolve("cluster");
    try (FileChannel channel =
            FileChannel.open(
                home.resolve("template.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!Files.exists(made)) {
        Path unfinished = home.resolve("unfinished");
        FolderTree.delete(unfinished);
        make(home, unfinished);
        Files.move(unfinished, made, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return new PostgresTemplate(
        made.resolve("data"), Files.readString(made.resolve("superuser.password")));
  }

  /**
   * Copies the cluster to {@code target}, which must not exist. With the system's own program: so
   * many files take a JVM that has just started many times as long.
   *
   * <p>The files of {@code template0} are linked where they can be: PostgreSQL reads them only, and
   * to make and delete them would be a third of the work.
   */
  void copyTo(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    run("cp", "-a", data.toString(), target.toString());
    Path untouched = data.resolveSibling(UNTOUCHED);
    Path copy = target.resolve(UNTOUCHED_IN_DATA);
    try {
      Files.createDirectories(copy);
      try (Stream<Path> files = Files.list(untouched)) {
        for (Path file : files.toList()) {
          Files.createLink(copy.resolve(file.getFileName()), file);
        }
      }
    } catch (FileSystemException | UnsupportedOperationException otherDisk) {
      FolderTree.delete(copy);
      run("cp", "-a", untouched.toString(), copy.toString());
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + said.strip());
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(stop);
    }
  }

  private static void make(Path home, Path folder) throws IOException {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    try (EmbeddedPostgres first =
        PostgresServer.builder(home, data).setRegisterShutdownHook(true).start()) {
      try (Connection connection = first.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        // It is random: to hash it thousands of times would only make each connection wait.
        statement.execute("set scram_iterations = 1");
        statement.execute("alter role postgres password '" + password + "'");
      } catch (SQLException failure) {
        throw new IOException("A new PostgreSQL did not take its superuser's password.", failure);
      }
    }
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    Files.deleteIfExists(data.resolve("epg-lock"));
    Files.move(data.resolve(UNTOUCHED_IN_DATA), folder.resolve(UNTOUCHED));
    Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
    Path secret = folder.resolve("superuser.password");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, password);
  }
}
