package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Starts servers, one of them ahead of time where asked, so that the first instance is there at
 * once. Thread-safe.
 */
final class SpareServer {

  private final Surroundings aws;
  private @Nullable CompletableFuture<DatabaseServer> spare;

  SpareServer(Surroundings aws) {
    this.aws = aws;
  }

  synchronized void prepare() {
    if (spare == null) {
      spare = CompletableFuture.supplyAsync(this::start, aws.workers());
    }
  }

  /** A running server. */
  DatabaseServer take() {
    CompletableFuture<DatabaseServer> ready;
    synchronized (this) {
      ready = spare;
      spare = null;
    }
    if (ready == null) {
      return start();
    }
    try {
      return ready.join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
  }

  synchronized void close() {
    if (spare != null) {
      spare.thenAccept(DatabaseServer::close).join();
      spare = null;
    }
  }

  /** A server on which everything has happened again up to some moment. */
  DatabaseServer restore(Recovery recovery) {
    try {
      return aws.databases().restore(aws, recovery);
    } catch (IOException failure) {
      throw AwsError.of(
          "InternalFailure", 500, "PostgreSQL could not be restored: " + failure.getMessage());
    }
  }

  private DatabaseServer start() {
    try {
      return aws.databases().start(aws);
    } catch (IOException failure) {
      throw AwsError.of(
          "InternalFailure", 500, "PostgreSQL did not start: " + failure.getMessage());
    }
  }
}
