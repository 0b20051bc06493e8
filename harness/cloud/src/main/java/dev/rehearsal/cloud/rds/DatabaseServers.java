package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.io.IOException;
import java.nio.file.Path;

/** Where RDS has its PostgreSQL servers from. Thread-safe. */
public interface DatabaseServers {

  /** The version of PostgreSQL that new servers have. May wait until the first one tells. */
  String version();

  /**
   * Starts a server.
   *
   * @param aws the surroundings of the RDS that asks
   * @throws IOException where it does not start; the message says why
   */
  DatabaseServer start(Surroundings aws) throws IOException;

  /**
   * Starts a server on which everything has happened again up to some moment.
   *
   * @throws IOException where it does not start; the message says why
   */
  default DatabaseServer restore(Surroundings aws, Recovery recovery) throws IOException {
    throw AwsError.of("NotImplemented", 501, "The databases of this target can't be restored.");
  }

  /** PostgreSQL as a process of this machine, from the binaries on the class path. */
  static DatabaseServers embedded() {
    return new DatabaseServers() {
      @Override
      public String version() {
        return PostgresTemplate.VERSION;
      }

      @Override
      public DatabaseServer start(Surroundings aws) throws IOException {
        return PostgresServer.start(aws.settings().cacheFolder(), data(aws), aws.guard());
      }

      @Override
      public DatabaseServer restore(Surroundings aws, Recovery recovery) throws IOException {
        return PostgresServer.restore(
            aws.settings().cacheFolder(), data(aws), aws.guard(), recovery);
      }

      private Path data(Surroundings aws) {
        return aws.folder("rds").resolve("data-" + aws.ids().hex(12));
      }
    };
  }
}
