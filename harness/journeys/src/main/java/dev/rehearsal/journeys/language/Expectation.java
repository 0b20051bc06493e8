package dev.rehearsal.journeys.language;

import dev.rehearsal.cloud.inbox.Message;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is expected of the stage's state, or of what happened on it. */
public sealed interface Expectation {

  /** Where it is written. */
  SourceSpan at();

  /** The key it is written with. */
  String key();

  /**
   * Messages that a customer received.
   *
   * @param customer the customer's name in the journey
   * @param channel how they came; null for any way
   * @param subject of their subject
   * @param text of their text
   * @param count how many there are; null for one or more
   */
  record Inbox(
      SourceSpan at,
      String customer,
      Message.@Nullable Channel channel,
      @Nullable Check subject,
      @Nullable Check text,
      @Nullable Integer count)
      implements Expectation {
    @Override
    public String key() {
      return "inbox";
    }
  }

  /**
   * Rows of the orders database.
   *
   * @param query one that only reads
   * @param rows of each row's columns
   */
  record Sql(SourceSpan at, Template query, List<List<Check>> rows) implements Expectation {
    @Override
    public String key() {
      return "sql";
    }
  }

  /**
   * An item of a table.
   *
   * @param table the table's short name: the output {@code <name>_table} names the table
   * @param itemKey the item's key
   * @param item of its attributes
   */
  record DynamoDb(SourceSpan at, String table, Map<String, Value> itemKey, Check item)
      implements Expectation {
    @Override
    public String key() {
      return "dynamodb";
    }
  }

  /**
   * An object of a bucket.
   *
   * @param bucket the bucket's short name: the output {@code <name>_bucket} names the bucket
   * @param objectKey the object's key
   * @param body of its text; existence where nothing more is said
   */
  record S3(SourceSpan at, String bucket, Template objectKey, Check body) implements Expectation {
    @Override
    public String key() {
      return "s3";
    }
  }

  /**
   * What functions logged since the journey began.
   *
   * @param function the function's short name; null for all functions
   * @param contains what one line holds
   * @param count how many lines do; null for one or more
   */
  record Logs(SourceSpan at, @Nullable String function, Template contains, @Nullable Integer count)
      implements Expectation {
    @Override
    public String key() {
      return "logs";
    }
  }

  /** What AWS answers the account's administrator. */
  record Aws(SourceSpan at, Step.Aws call) implements Expectation {
    @Override
    public String key() {
      return "aws";
    }
  }

  /**
   * How many messages a queue holds, seen or not.
   *
   * @param name the queue's short name: the output {@code <name>_url} or {@code <name>_queue_url}
   *     holds its URL
   */
  record Queue(SourceSpan at, String name, int messages) implements Expectation {
    @Override
    public String key() {
      return "queue";
    }
  }

  /**
   * What a metric summed up to since the journey began.
   *
   * @param namespace its namespace; null where only one has a metric of this name
   * @param dimensions all of its dimensions
   * @param region the region that has it; null for the stage's own
   * @param sum of the sum
   */
  record Metric(
      SourceSpan at,
      String name,
      @Nullable String namespace,
      Map<String, Value> dimensions,
      @Nullable String region,
      Check sum)
      implements Expectation {
    @Override
    public String key() {
      return "metric";
    }
  }

  /**
   * The state that an alarm is in.
   *
   * @param name its name, whole or without the platform's name before it
   * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
   * @param region the region that has it; null for the stage's own
   */
  record Alarm(SourceSpan at, Template name, String state, @Nullable String region)
      implements Expectation {
    @Override
    public String key() {
      return "alarm";
    }
  }

  /**
   * Calls that this journey caused.
   *
   * @param action the operation, for example {@code sns:Publish}
   * @param on what the resource's name holds; null for any
   * @param by who called; null for anybody
   * @param error the error it was answered with; null for any outcome
   * @param decision of what IAM decided, and by which statement
   * @param count how many there were; null for one or more
   */
  record Call(
      SourceSpan at,
      String action,
      @Nullable Template on,
      @Nullable String by,
      @Nullable String error,
      @Nullable Check decision,
      @Nullable Integer count)
      implements Expectation {
    @Override
    public String key() {
      return "call";
    }
  }

  /**
   * All that a function behind a request calls for this journey, in any order, and nothing else.
   *
   * @param chain has one way: who invokes the function
   */
  record Behind(SourceSpan at, Chain chain) implements Expectation {
    @Override
    public String key() {
      return "chain";
    }
  }
}
