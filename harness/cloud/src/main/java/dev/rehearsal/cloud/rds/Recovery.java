package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.process.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What brings a database back as it was: all that it logged since it was made, and where to stop.
 *
 * @param log the write-ahead log's files
 * @param setting the setting of PostgreSQL that says where to stop
 * @param target its value
 */
public record Recovery(Path log, String setting, String target) implements AutoCloseable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

  /** Everything until now. */
  static Recovery until(Surroundings aws, DatabaseServer server, String point) {
    return new Recovery(archive(aws, server, point), "recovery_target_name", point);
  }

  /** Everything that was committed by a moment of wall-clock time. */
  static Recovery until(Surroundings aws, DatabaseServer server, Instant moment) {
    String point = "point-" + aws.ids().hex(12);
    return new Recovery(archive(aws, server, point), "recovery_target_time", TIME.format(moment));
  }

  private static Path archive(Surroundings aws, DatabaseServer server, String point) {
    Path log = aws.folder("rds").resolve(point);
    try {
      server.archive(log, point);
      return log;
    } catch (IOException failure) {
      throw AwsError.of(
          "InternalFailure", 500, "PostgreSQL's log could not be kept: " + failure.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      FolderTree.delete(log);
    } catch (IOException failure) {
      throw new UncheckedIOException("A snapshot could not be deleted.", failure);
    }
  }
}
