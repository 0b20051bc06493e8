package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What `finally` puts back. */
class CleanupTest {

  private final Queues queues = new Queues();
  private final FakeStage stage = new FakeStage().aws(SqsClient.class, queues);

  @AfterEach
  void close() {
    stage.close();
  }

  private JourneyResult run(int status, String cleanup) {
    stage.route("GET /", request -> HttpResponse.of(status, "text/html", ""));
    String text =
        """
        journey: A queue is made and the page is opened
        steps:
          - aws: sqs:CreateQueue
            json: { QueueName: mine }
            capture: { queue: $.QueueUrl }
          - browse: /
            expect: { status: 200 }
          - browse: /
            expect: { status: 200 }
            capture: { nothing: $.nothing }
        finally:
        """
            + cleanup.indent(2);
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    assertEquals(List.of(), file.findings().stream().filter(finding -> finding.isError()).toList());
    return new JourneyRun(RunSettings.defaults(), List.of())
        .on(stage, List.of(file))
        .results()
        .get(0);
  }

  private static String failure(JourneyResult result) {
    return Objects.requireNonNull(result.failure()).toString();
  }

  @Test
  void aJourneyThatFailsHalfWayIsCleanedUpAndFailsForItsOwnReason() {
    JourneyResult result =
        run(
            503,
            """
            - aws: sqs:DeleteQueue
              json: { QueueUrl: "${queue}" }
            """);
    assertEquals(List.of(), queues.there);
    assertEquals(
        "The status is not as expected", Objects.requireNonNull(result.failure()).message());
    assertEquals(
        List.of(Status.PASSED, Status.FAILED, Status.SKIPPED, Status.PASSED),
        result.steps().stream().map(StepResult::status).toList());
    assertEquals("finally: aws sqs:DeleteQueue", result.steps().get(3).title());
    assertEquals(
        "aws sqs:DeleteQueue",
        Objects.requireNonNull(result.failure()).fact("put back").orElseThrow());
  }

  @Test
  void everyStepIsTriedAndWhatCouldNotBePutBackIsTold() {
    queues.refusal = "AccessDenied";
    JourneyResult result =
        run(
            503,
            """
            - aws: sqs:PurgeQueue
              json: { QueueUrl: "${queue}" }
            - aws: sqs:DeleteQueue
              json: { QueueUrl: "${queue}" }
            """);
    assertEquals(List.of(), queues.there);
    assertTrue(failure(result).startsWith("Failure[message=The status"), failure(result));
    assertTrue(failure(result).contains("clean-up"), failure(result));
    assertTrue(failure(result).contains("AWS refused sqs:PurgeQueue"), failure(result));
  }

  @Test
  void aStepWhoseCaptureWasNeverMadeHasNothingToPutBack() {
    JourneyResult result =
        run(
            503,
            """
            - aws: sqs:PurgeQueue
              json: { QueueUrl: "${nothing}" }
            - eventually: 20s
              expect: { aws: { call: sqs:PurgeQueue, json: { QueueUrl: "${nothing}" } } }
            """);
    assertEquals(
        List.of(Status.SKIPPED, Status.SKIPPED),
        result.steps().subList(3, 5).stream().map(StepResult::status).toList());
    assertTrue(!failure(result).contains("clean-up"), failure(result));
  }

  @Test
  void aJourneyThatPassedFailsWhereItLeavesSomethingBehind() {
    queues.refusal = "AccessDenied";
    String purge =
        """
        - aws: sqs:PurgeQueue
          json: { QueueUrl: mine }
        """;
    stage.json("GET /", 200, "");
    JourneyResult result = passing(purge);
    assertEquals(Status.FAILED, result.status());
    assertTrue(failure(result).contains("AWS refused sqs:PurgeQueue"), failure(result));
  }

  @Test
  void whatIsSoAlreadyIsAsGoodAsPutBack() {
    queues.refusal = "QueueDoesNotExist";
    JourneyResult result =
        passing(
            """
            - aws: sqs:PurgeQueue
              json: { QueueUrl: mine }
              already: [Other, QueueDoesNotExist]
            """);
    assertNull(result.failure());
  }

  @Test
  void aRunThatIsStoppedPutsBackWhatIsUnderWayAndBeginsNothingElse() {
    JourneyRun run = new JourneyRun(RunSettings.defaults().withParallel(1), List.of());
    stage.route(
        "GET /",
        request -> {
          run.stop();
          return HttpResponse.of(200, "text/html", "");
        });
    String text =
        """
        journey: A queue is made and the page is opened
        steps:
          - aws: sqs:CreateQueue
            json: { QueueName: mine }
            capture: { queue: $.QueueUrl }
          - browse: /
            expect: { status: 200 }
          - browse: /
            expect: { status: 200 }
        finally:
          - aws: sqs:DeleteQueue
            json: { QueueUrl: "${queue}" }
          - eventually: 10s
            expect: { aws: { call: sqs:ListQueues, expect: { json: { $.QueueUrls: [] } } } }
        """;
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    RunSummary summary = run.on(stage, List.of(file, file));
    JourneyResult result = summary.results().get(0);
    assertEquals(
        List.of(Status.PASSED, Status.PASSED, Status.SKIPPED, Status.PASSED, Status.PASSED),
        result.steps().stream().map(StepResult::status).toList());
    assertTrue(queues.looks.get() > 1, "the clean-up waits as any step does");
    assertEquals(List.of(), queues.there);
    assertEquals(
        "The run was interrupted before this step",
        Objects.requireNonNull(result.failure()).message());
    assertEquals("1 of 1 journey failed; 1 journey did not begin: interrupted.", summary.verdict());
    assertEquals(1, summary.exitCode());
  }

  @Test
  void aRunThatIsStoppedWaitsForNothing() {
    JourneyRun run = new JourneyRun(RunSettings.defaults(), List.of());
    stage.route(
        "GET /",
        request -> {
          CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(run::stop);
          return HttpResponse.of(200, "text/html", "");
        });
    String text =
        """
        journey: Nobody is told
        given: { customers: [ada] }
        steps:
          - browse: /
            expect: { status: 200 }
          - eventually: 5m
            expect: { inbox: { to: ada } }
        """;
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    JourneyResult result =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> run.on(stage, List.of(file)).results().get(0));
    assertEquals(
        "The run was interrupted while this was waited for",
        Objects.requireNonNull(result.failure()).message());
  }

  @Test
  void aRunThatWasStoppedBeforeItBeganRunsNothing() {
    JourneyRun run = new JourneyRun(RunSettings.defaults(), List.of());
    run.stop();
    String text = "journey: a\nsteps: [{ browse: /, expect: { status: 200 } }]";
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    RunSummary summary = run.on(stage, List.of(file));
    assertEquals("1 journey did not begin: interrupted.", summary.verdict());
    assertEquals(1, summary.exitCode());
  }

  private JourneyResult passing(String cleanup) {
    stage.route("GET /", request -> HttpResponse.of(200, "text/html", ""));
    String text =
        """
        journey: The page is opened
        steps:
          - browse: /
            expect: { status: 200 }
        finally:
        """
            + cleanup.indent(2);
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    assertEquals(List.of(), file.findings());
    return new JourneyRun(RunSettings.defaults(), List.of())
        .on(stage, List.of(file))
        .results()
        .get(0);
  }

  /** Queues that can be made and deleted, and refuse to be purged. */
  private static final class Queues implements SqsClient {

    private final List<String> there = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private String refusal = "";

    @Override
    public ListQueuesResponse listQueues(ListQueuesRequest request) {
      // What is deleted is gone a moment later.
      return ListQueuesResponse.builder()
          .queueUrls(looks.incrementAndGet() < 3 ? List.of("mine") : List.copyOf(there))
          .build();
    }

    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
      there.add(request.queueName());
      return CreateQueueResponse.builder().queueUrl(request.queueName()).build();
    }

    @Override
    public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
      there.remove(request.queueUrl());
      return DeleteQueueResponse.builder().build();
    }

    @Override
    public PurgeQueueResponse purgeQueue(PurgeQueueRequest request) {
      throw SqsException.builder()
          .statusCode(400)
          .awsErrorDetails(
              AwsErrorDetails.builder().errorCode(refusal).errorMessage("refused").build())
          .build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }
}
