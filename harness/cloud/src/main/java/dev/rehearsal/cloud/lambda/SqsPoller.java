package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.call.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Polls a queue in the function's role and invokes the function with what it receives. */
final class SqsPoller implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SqsPoller.class.getName());
  private static final int AT_ONCE = 10;
  private static final int LONG_POLL_SECONDS = 20;
  private static final int CONCURRENCY = 5;

  private final Surroundings aws;
  private final Execution execution;
  private final FunctionCatalog catalog;
  private final EventSourceMappingConfiguration mapping;
  private final List<EventPattern> patterns;
  private final String url;
  private final Semaphore free;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Future<?> polling;
  private volatile String lastResult = "No records processed";

  SqsPoller(
      Surroundings aws,
      Execution execution,
      FunctionCatalog catalog,
      EventSourceMappingConfiguration mapping) {
    this.aws = aws;
    this.execution = execution;
    this.catalog = catalog;
    this.mapping = mapping;
    this.patterns = patterns(mapping);
    this.url = QueueUrls.of(aws, mapping.eventSourceArn());
    Integer most =
        mapping.scalingConfig() == null ? null : mapping.scalingConfig().maximumConcurrency();
    this.free = new Semaphore(most == null ? CONCURRENCY : most);
    this.polling = aws.workers().submit(this::poll);
  }

  static List<EventPattern> patterns(EventSourceMappingConfiguration mapping) {
    return mapping.filterCriteria() == null
        ? List.of()
        : mapping.filterCriteria().filters().stream()
            .map(filter -> EventPattern.parse(filter.pattern()))
            .toList();
  }

  /** What came of the last batch, as the mapping shows it. */
  String lastResult() {
    return lastResult;
  }

  private void poll() {
    try {
      while (!closed.get()) {
        free.acquire();
        List<Message> batch = List.of();
        try {
          batch = wanted(collect());
        } catch (SdkException refused) {
          lastResult = "PROBLEM: " + refused.getMessage();
          LOG.log(System.Logger.Level.DEBUG, mapping.eventSourceArn() + ": " + lastResult);
          TimeUnit.SECONDS.sleep(1);
        } finally {
          hand(batch);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RejectedExecutionException closing) {
      LOG.log(System.Logger.Level.DEBUG, "The cloud closed while a queue was polled");
    }
  }

  private void hand(List<Message> batch) {
    if (batch.isEmpty() || closed.get()) {
      free.release();
      return;
    }
    aws.workers()
        .execute(
            () -> {
              try {
                process(batch);
              } catch (RuntimeException failure) {
                lastResult = "PROBLEM: " + failure.getMessage();
                LOG.log(System.Logger.Level.WARNING, "A batch was not processed", failure);
              } finally {
                free.release();
              }
            });
  }

  /** A full batch, or what came within the batching window. */
  private List<Message> collect() {
    int window = orZero(mapping.maximumBatchingWindowInSeconds());
    List<Message> batch = new ArrayList<>(receive(mapping.batchSize(), LONG_POLL_SECONDS));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(window);
    while (!batch.isEmpty() && batch.size() < mapping.batchSize() && !closed.get()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        // Without a window, what is there already is taken along.
        List<Message> more =
            window == 0 && batch.size() % AT_ONCE == 0
                ? receive(mapping.batchSize() - batch.size(), 0)
                : List.of();
        batch.addAll(more);
        if (more.isEmpty()) {
          break;
        }
      } else {
        batch.addAll(
            receive(mapping.batchSize() - batch.size(), (int) Math.min(20, (left + 999) / 1000)));
      }
    }
    return batch;
  }

  private List<Message> receive(int most, int waitSeconds) {
    return sqs()
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(url)
                    .maxNumberOfMessages(Math.min(AT_ONCE, most))
                    .waitTimeSeconds(waitSeconds)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  /** The messages that pass the filters; the others are deleted, as AWS does. */
  private List<Message> wanted(List<Message> received) {
    if (patterns.isEmpty() || received.isEmpty()) {
      return received;
    }
    Map<Boolean, List<Message>> parted =
        received.stream()
            .collect(
                Collectors.partitioningBy(
                    message ->
                        patterns.stream()
                            .anyMatch(
                                pattern ->
                                    pattern.matches(
                                        SqsEvent.filterable(message, mapping.eventSourceArn())))));
    delete(parted.getOrDefault(false, List.of()));
    return parted.getOrDefault(true, List.of());
  }

  private void process(List<Message> batch) {
    List<Trace> traces = batch.stream().flatMap(message -> trace(message).stream()).toList();
    Trace trace =
        traces.isEmpty()
            ? new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null)
            : traces.get(0);
    try (Trace.Scope scope = trace.open()) {
      Outcome outcome = invokePatiently(batch, trace, traces);
      Set<String> failed =
          outcome instanceof Outcome.Answered answered ? failures(answered, batch) : ids(batch);
      delete(batch.stream().filter(message -> !failed.contains(message.messageId())).toList());
      lastResult = failed.isEmpty() ? "OK" : "PROBLEM: Function call failed";
    } catch (AwsServiceException throttled) {
      lastResult = "PROBLEM: " + throttled.awsErrorDetails().errorMessage();
    } catch (NoAnswer cut) {
      lastResult = "PROBLEM: " + cut.getMessage();
    }
  }

  /**
   * Tries a throttled batch again while nobody else can have its messages: they stay invisible for
   * as long as the function may run, at least.
   */
  private Outcome invokePatiently(List<Message> batch, Trace trace, List<Trace> traces) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds());
    for (long wait = 1; ; wait *= 2) {
      try {
        return invoke(batch, trace, traces);
      } catch (TooManyRequestsException throttled) {
        if (closed.get() || System.nanoTime() + TimeUnit.SECONDS.toNanos(wait) > end) {
          throw throttled;
        }
        lastResult = "PROBLEM: " + throttled.awsErrorDetails().errorMessage();
        sleep(wait, throttled);
      }
    }
  }

  private static void sleep(long seconds, TooManyRequestsException throttled) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw throttled;
    }
  }

  private int timeoutSeconds() {
    return catalog
        .version(FunctionRef.parse(mapping.functionArn(), null))
        .configuration()
        .timeout();
  }

  private Outcome invoke(List<Message> batch, Trace trace, List<Trace> traces) {
    FunctionRef ref = FunctionRef.parse(mapping.functionArn(), null);
    Map<String, String> facts = new HashMap<>();
    facts.put("eventSourceArn", mapping.eventSourceArn());
    facts.put("batchSize", Integer.toString(batch.size()));
    String others =
        traces.stream()
            .map(Trace::root)
            .filter(root -> !root.equals(trace.root()))
            .distinct()
            .collect(Collectors.joining(","));
    if (!others.isEmpty()) {
      facts.put("otherTraces", others);
    }
    return execution
        .invoker()
        .invoke(
            new Invoker.Order(
                catalog.get(ref),
                catalog.version(ref),
                mapping.functionArn(),
                SqsEvent.of(batch, mapping.eventSourceArn()),
                null,
                "sqs",
                trace,
                aws.ids().uuid(),
                facts))
        .outcome();
  }

  private Set<String> failures(Outcome.Answered answered, List<Message> batch) {
    return mapping.functionResponseTypesAsStrings().contains("ReportBatchItemFailures")
        ? SqsEvent.failures(answered.payload(), batch).orElseGet(() -> ids(batch))
        : Set.of();
  }

  private static Set<String> ids(List<Message> batch) {
    return batch.stream().map(Message::messageId).collect(Collectors.toSet());
  }

  private static Optional<Trace> trace(Message message) {
    return Trace.parse(message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER));
  }

  private void delete(List<Message> messages) {
    for (int from = 0; from < messages.size(); from += AT_ONCE) {
      List<Message> part = messages.subList(from, Math.min(messages.size(), from + AT_ONCE));
      List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
      for (Message message : part) {
        entries.add(
            DeleteMessageBatchRequestEntry.builder()
                .id(Integer.toString(entries.size()))
                .receiptHandle(message.receiptHandle())
                .build());
      }
      var unused = sqs().deleteMessageBatch(delete -> delete.queueUrl(url).entries(entries));
    }
  }

  private SqsClient sqs() {
    FunctionVersion version = catalog.version(FunctionRef.parse(mapping.functionArn(), null));
    return aws.client(
        SqsClient.class,
        execution.sessions().caller(version),
        mapping.eventSourceArn().split(":", -1)[3]);
  }

  private static int orZero(@org.jspecify.annotations.Nullable Integer number) {
    return number == null ? 0 : number;
  }

  @Override
  public void close() {
    closed.set(true);
    polling.cancel(true);
  }
}
