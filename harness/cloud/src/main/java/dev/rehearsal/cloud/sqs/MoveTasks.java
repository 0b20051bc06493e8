package dev.rehearsal.cloud.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;

/** Moves messages out of dead-letter queues again. */
final class MoveTasks {

  private final Surroundings aws;
  private final Queues queues;
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();

  MoveTasks(Surroundings aws, Queues queues) {
    this.aws = aws;
    this.queues = queues;
  }

  /** One task; mutable state is guarded by the queues' lock. */
  private static final class Task {
    final String handle;
    final String source;
    final @Nullable String destination;
    final @Nullable Integer perSecond;
    final long started;
    final long toMove;
    long moved;
    String status = "RUNNING";
    @Nullable String failure;
    @Nullable ScheduledFuture<?> ticks;

    Task(String handle, StartMessageMoveTaskRequest request, long started, long toMove) {
      this.handle = handle;
      this.source = request.sourceArn();
      this.destination = request.destinationArn();
      this.perSecond = request.maxNumberOfMessagesPerSecond();
      this.started = started;
      this.toMove = toMove;
    }
  }

  String start(StartMessageMoveTaskRequest request) {
    Integer rate = request.maxNumberOfMessagesPerSecond();
    if (rate != null && (rate < 1 || rate > 500)) {
      throw SqsErrors.parameter(
          "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1"
              + " and 500.");
    }
    return queues.locked(
        () -> {
          Queue source = checkedSource(request);
          source.settle(queues.now());
          String handle =
              Base64.getEncoder()
                  .encodeToString(
                      ("{\"taskId\":\""
                              + aws.ids().uuid()
                              + "\",\"sourceArn\":\""
                              + source.arn
                              + "\"}")
                          .getBytes(UTF_8));
          Task task =
              new Task(
                  handle, request, queues.now(), source.messages.count(StoredMessage.State.READY));
          tasks.put(handle, task);
          // Ten steps a second; without a rate, AWS chooses one: here as fast as it goes.
          int step = rate == null ? Integer.MAX_VALUE : Math.max(1, rate / 10);
          long pause = rate == null || rate >= 10 ? 100 : 1000 / rate;
          task.ticks =
              aws.scheduler()
                  .scheduleWithFixedDelay(
                      () -> queues.locked(() -> step(task, step)), 0, pause, TimeUnit.MILLISECONDS);
          return handle;
        });
  }

  List<ListMessageMoveTasksResultEntry> list(ListMessageMoveTasksRequest request) {
    int max = request.maxResults() == null ? 1 : request.maxResults();
    if (max < 1 || max > 10) {
      throw SqsErrors.value(max, "MaxResults", "Must be between 1 and 10.");
    }
    return queues.locked(
        () -> {
          if (queues.withArn(String.valueOf(request.sourceArn())).isEmpty()) {
            throw SqsErrors.noResource(
                "The resource that you specified for the SourceArn parameter doesn't exist.");
          }
          return tasks.values().stream()
              .filter(task -> task.source.equals(request.sourceArn()))
              .sorted(Comparator.comparingLong((Task task) -> task.started).reversed())
              .limit(max)
              .map(MoveTasks::show)
              .toList();
        });
  }

  long cancel(@Nullable String handle) {
    if (handle == null) {
      throw SqsErrors.missing("TaskHandle");
    }
    return queues.locked(
        () -> {
          Task task = tasks.get(handle);
          if (task == null) {
            throw SqsErrors.noResource("Task does not exist.");
          }
          if (!task.status.equals("RUNNING")) {
            throw unsupported("Only active tasks can be cancelled.");
          }
          end(task, "CANCELLED");
          return task.moved;
        });
  }

  void close() {
    queues.locked(
        () ->
            tasks.values().stream()
                .filter(task -> task.status.equals("RUNNING"))
                .forEach(task -> end(task, "CANCELLED")));
  }

  private Queue checkedSource(StartMessageMoveTaskRequest request) {
    Queue source =
        queues
            .withArn(String.valueOf(request.sourceArn()))
            .orElseThrow(
                () ->
                    SqsErrors.noResource(
                        "The resource that you specified for the SourceArn parameter doesn't"
                            + " exist."));
    boolean deadLetterQueue =
        queues.all().stream()
            .anyMatch(
                queue ->
                    queue
                        .redrive()
                        .filter(policy -> policy.deadLetterTargetArn().equals(source.arn))
                        .isPresent());
    if (!deadLetterQueue) {
      throw SqsErrors.parameter("Source queue must be configured as a Dead Letter Queue.");
    }
    if (request.destinationArn() != null && queues.withArn(request.destinationArn()).isEmpty()) {
      throw SqsErrors.noResource(
          "The resource that you specified for the DestinationArn parameter doesn't exist.");
    }
    if (tasks.values().stream()
        .anyMatch(task -> task.source.equals(source.arn) && task.status.equals("RUNNING"))) {
      throw unsupported(
          "There is already a task running. Only one active task is allowed for a"
              + " source queue arn at a given time.");
    }
    return source;
  }

  private void step(Task task, int max) {
    Queue source = queues.withArn(task.source).orElse(null);
    if (!task.status.equals("RUNNING") || source == null) {
      end(task, source == null ? "FAILED" : task.status);
      return;
    }
    long now = queues.now();
    source.settle(now);
    int count = (int) Math.min(max, task.toMove - task.moved);
    List<StoredMessage> taken = source.messages.take(count, any -> false, new ArrayList<>());
    for (StoredMessage message : taken) {
      String destination =
          task.destination == null ? message.content.deadLetterSource() : task.destination;
      Queue target = destination == null ? null : queues.withArn(destination).orElse(null);
      if (target == null) {
        source.messages.hide(message, now);
        task.failure = "AWS.SimpleQueueService.NonExistentQueue";
        end(task, "FAILED");
        continue;
      }
      source.messages.forget(message);
      target.messages.add(
          message.content.redriven(aws.ids().uuid(), now), now, 0, target.retentionMillis());
      target.changed.signal();
      task.moved++;
    }
    if (task.status.equals("RUNNING") && (taken.isEmpty() || task.moved >= task.toMove)) {
      end(task, "COMPLETED");
    }
  }

  private static void end(Task task, String status) {
    task.status = status;
    if (task.ticks != null) {
      task.ticks.cancel(false);
    }
  }

  private static ListMessageMoveTasksResultEntry show(Task task) {
    return ListMessageMoveTasksResultEntry.builder()
        .taskHandle(task.status.equals("RUNNING") ? task.handle : null)
        .status(task.status)
        .sourceArn(task.source)
        .destinationArn(task.destination)
        .maxNumberOfMessagesPerSecond(task.perSecond)
        .approximateNumberOfMessagesMoved(task.moved)
        .approximateNumberOfMessagesToMove(task.toMove)
        .failureReason(task.failure)
        .startedTimestamp(task.started)
        .build();
  }

  private static RuntimeException unsupported(String message) {
    return AwsError.of(
        SqsException.builder(), SqsErrors.PREFIX + "UnsupportedOperation", 400, message);
  }
}
