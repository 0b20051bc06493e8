package dev.rehearsal.cloud.dynamodb;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local in this JVM, in memory, started by the first who needs it: loading it takes a
 * second or two, which a stand-up that needs no table should not pay.
 */
final class Engine {

  /**
   * DynamoDB Local's own log says nothing that its errors don't; setting log4j up takes a while.
   */
  private static final String LOGGING = "log4j2.loggerContextFactory";

  private @Nullable AmazonDynamoDBLocal local;
  private volatile @Nullable DynamoDbClient client;
  private boolean closed;

  DynamoDbClient client() {
    DynamoDbClient started = client;
    return started != null ? started : start();
  }

  boolean started() {
    return client != null;
  }

  private synchronized DynamoDbClient start() {
    if (closed) {
      throw new IllegalStateException("This DynamoDB was closed.");
    }
    DynamoDbClient started = client;
    if (started == null) {
      if (System.getProperty(LOGGING) == null) {
        System.setProperty(LOGGING, "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
      }
      // The flag turns DynamoDB Local's telemetry off: a rehearsal talks to nobody outside.
      AmazonDynamoDBLocal fresh = DynamoDBEmbedded.create(true);
      local = fresh;
      started = fresh.dynamoDbClient();
      client = started;
    }
    return started;
  }

  synchronized void close() {
    closed = true;
    client = null;
    if (local != null) {
      local.shutdownNow();
      local = null;
    }
  }
}
