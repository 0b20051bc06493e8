package dev.rehearsal.cloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/**
 * Lambda's queue of asynchronous invocations: retries, maximum age, destinations and dead letters.
 * Times are the stage's. Thread-safe.
 */
final class AsyncInvoker implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(AsyncInvoker.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MAX_AGE = Duration.ofHours(6);
  private static final long TICK_MILLIS = 100;

  private final Surroundings aws;
  private final Invoker invoker;
  private final Destinations destinations;
  private final PriorityQueue<Event> waiting =
      new PriorityQueue<>(Comparator.comparing(Event::due));
  private final ScheduledFuture<?> ticking;
  private volatile Duration firstRetry = Duration.ofMinutes(1);

  private record Event(
      Invoker.Order order,
      @Nullable String qualifier,
      Instant received,
      int attempt,
      int throttles,
      Instant due) {}

  AsyncInvoker(Surroundings aws, Invoker invoker, RoleSessions sessions) {
    this.aws = aws;
    this.invoker = invoker;
    this.destinations = new Destinations(aws, sessions);
    this.ticking =
        aws.scheduler()
            .scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Sets how long the first retry waits; the second waits twice as long. */
  void retryAfter(Duration first) {
    firstRetry = first;
  }

  void accept(Invoker.Order order, @Nullable String qualifier) {
    Instant now = aws.clock().instant();
    start(new Event(order, qualifier, now, 1, 0, now));
  }

  private void tick() {
    Instant now = aws.clock().instant();
    List<Event> due = new ArrayList<>();
    synchronized (waiting) {
      while (!waiting.isEmpty() && !waiting.element().due().isAfter(now)) {
        due.add(waiting.remove());
      }
    }
    due.forEach(this::start);
  }

  private void start(Event event) {
    aws.workers()
        .execute(
            () -> {
              try (Trace.Scope scope = event.order().trace().open()) {
                attempt(event);
              } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "An asynchronous invocation was lost", failure);
              }
            });
  }

  private void attempt(Event event) {
    FunctionEventInvokeConfig config = config(event);
    Duration maxAge =
        config.maximumEventAgeInSeconds() == null
            ? MAX_AGE
            : Duration.ofSeconds(config.maximumEventAgeInSeconds());
    Duration age = Duration.between(event.received(), aws.clock().instant());
    if (age.compareTo(maxAge) > 0) {
      failed(event, config, "EventAgeExceeded", null);
      return;
    }
    Engine.Run run;
    try {
      run = invoker.invoke(current(event));
    } catch (AwsServiceException throttled) {
      Duration wait = Duration.ofSeconds(1L << Math.min(8, event.throttles()));
      again(event, event.attempt(), event.throttles() + 1, wait);
      return;
    }
    int retries = config.maximumRetryAttempts() == null ? 2 : config.maximumRetryAttempts();
    if (run.outcome() instanceof Outcome.Answered) {
      if (config.destinationConfig() != null
          && config.destinationConfig().onSuccess() != null
          && config.destinationConfig().onSuccess().destination() != null) {
        destinations.send(
            event.order().version(),
            config.destinationConfig().onSuccess().destination(),
            document(event, "Success", run));
      }
    } else if (event.attempt() <= retries) {
      again(
          event, event.attempt() + 1, event.throttles(), firstRetry.multipliedBy(event.attempt()));
    } else {
      failed(event, config, "RetriesExhausted", run);
    }
  }

  private Invoker.Order current(Event event) {
    Invoker.Order order = event.order();
    FunctionVersion version = order.function().version(event.qualifier()).orElse(order.version());
    return new Invoker.Order(
        order.function(),
        version,
        order.arn(),
        order.payload(),
        order.clientContext(),
        order.from(),
        order.trace(),
        order.requestId(),
        java.util.Map.of("invocationType", "Event", "attempt", Integer.toString(event.attempt())));
  }

  private void again(Event event, int attempt, int throttles, Duration wait) {
    Instant due = aws.clock().instant().plus(wait);
    synchronized (waiting) {
      waiting.add(
          new Event(event.order(), event.qualifier(), event.received(), attempt, throttles, due));
    }
  }

  private void failed(
      Event event, FunctionEventInvokeConfig config, String condition, Engine.@Nullable Run run) {
    FunctionVersion version = event.order().version();
    if (config.destinationConfig() != null
        && config.destinationConfig().onFailure() != null
        && config.destinationConfig().onFailure().destination() != null) {
      destinations.send(
          version,
          config.destinationConfig().onFailure().destination(),
          document(event, condition, run));
    }
    var deadLetters = version.configuration().deadLetterConfig();
    if (deadLetters != null
        && deadLetters.targetArn() != null
        && !deadLetters.targetArn().isEmpty()) {
      destinations.deadLetter(
          version,
          deadLetters.targetArn(),
          new String(event.order().payload(), StandardCharsets.UTF_8),
          event.order().requestId(),
          run == null ? "" : message(run.outcome().payload()));
    }
  }

  private static FunctionEventInvokeConfig config(Event event) {
    FunctionEventInvokeConfig own =
        event
            .order()
            .function()
            .invokeConfigs
            .get(event.qualifier() == null ? FunctionRef.LATEST : event.qualifier());
    return own == null ? FunctionEventInvokeConfig.builder().build() : own;
  }

  private String document(Event event, String condition, Engine.@Nullable Run run) {
    ObjectNode document = JSON.createObjectNode();
    document.put("version", "1.0");
    document.put("timestamp", aws.clock().instant().toString());
    ObjectNode request = document.putObject("requestContext");
    request.put("requestId", event.order().requestId());
    request.put(
        "functionArn", event.order().function().arn() + ":" + event.order().version().number());
    request.put("condition", condition);
    request.put("approximateInvokeCount", event.attempt());
    document.set("requestPayload", json(event.order().payload()));
    if (run != null) {
      ObjectNode response = document.putObject("responseContext");
      response.put("statusCode", 200);
      response.put("executedVersion", event.order().version().number());
      if (run.outcome() instanceof Outcome.Failed) {
        response.put("functionError", "Unhandled");
      }
      document.set("responsePayload", json(run.outcome().payload()));
    }
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JsonNode json(byte[] payload) {
    try {
      return JSON.readTree(payload);
    } catch (IOException notJson) {
      return JSON.getNodeFactory().textNode(new String(payload, StandardCharsets.UTF_8));
    }
  }

  private static String message(byte[] error) {
    return json(error).path("errorMessage").asText("");
  }

  @Override
  public void close() {
    ticking.cancel(false);
    synchronized (waiting) {
      waiting.clear();
    }
  }
}
