package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.journeys.language.Answer;
import dev.rehearsal.journeys.language.Names;
import dev.rehearsal.journeys.language.Request;
import dev.rehearsal.journeys.language.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Runs one journey's steps, one at a time. Not thread-safe. */
final class StepRunner implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Walk walk;
  private final HttpDoor door;
  private final PageDoor pages;

  StepRunner(Walk walk) {
    this.walk = walk;
    this.door = new HttpDoor(walk);
    this.pages = new PageDoor(walk);
  }

  /** Runs a step that puts something back; one whose capture was never made has nothing to do. */
  StepResult cleanup(int index, Step step) {
    return run(index, step, "finally: " + step.title(), true);
  }

  StepResult run(int index, Step step) {
    return run(index, step, step.title(), false);
  }

  private StepResult run(int index, Step step, String title, boolean cleanup) {
    String root = walk.nextRoot();
    Instant started = Instant.now();
    long start = System.nanoTime();
    List<Exchange> exchanges = new ArrayList<>();
    List<Poll> polls = new ArrayList<>();
    @Nullable Failure failure = null;
    boolean idle = false;
    try (Trace.Scope scope = new Trace(root, null).open()) {
      perform(step, root, exchanges, polls);
    } catch (StepFailed failed) {
      failure = failed.failure();
    } catch (Names.NotCaptured nothing) {
      idle = cleanup;
      failure =
          cleanup
              ? null
              : Failure.of("The step could not be done", step.at())
                  .fact("error", String.valueOf(nothing.getMessage()))
                  .build();
    } catch (SdkException | Names.UnknownName error) {
      failure =
          Failure.of("The step could not be done", step.at())
              .fact("error", String.valueOf(error.getMessage()))
              .build();
    } catch (Exception error) {
      // REST Assured throws checked exceptions undeclared, such as ConnectException.
      failure =
          Failure.of("The step could not be done", step.at())
              .fact("error", error.getClass().getSimpleName() + ": " + error.getMessage())
              .build();
    }
    return new StepResult(
        index,
        title,
        step.at(),
        root,
        failure != null ? Status.FAILED : idle ? Status.SKIPPED : Status.PASSED,
        started,
        Duration.ofNanos(System.nanoTime() - start),
        exchanges.stream().map(Masker::exchange).toList(),
        List.copyOf(polls),
        failure == null ? null : Masker.failure(blamed(failure)));
  }

  /** A broken stage explains whatever failed on it. */
  private Failure blamed(Failure failure) {
    return walk.stage()
        .broken()
        .map(
            broken -> {
              List<Failure.Fact> facts = new ArrayList<>(failure.facts());
              facts.add(0, new Failure.Fact("stage", broken));
              return new Failure(
                  "The stage broke: " + failure.message(),
                  failure.at(),
                  List.copyOf(facts),
                  failure.deviation());
            })
        .orElse(failure);
  }

  private void perform(Step step, String root, List<Exchange> exchanges, List<Poll> polls)
      throws StepFailed, IOException, InterruptedException {
    if (step instanceof Step.Row row) {
      walk.row(row.row());
      perform(row.step(), root, exchanges, polls);
    } else if (step instanceof Step.Api api) {
      Exchange exchange = door.send(api.request(), api.customer(), root);
      exchanges.add(exchange);
      @Nullable ChainCheck chain =
          api.chain() == null ? null : new ChainCheck(api.chain(), root, walk);
      check(exchange, api.answer(), api.captures(), root, chain);
      Optional<Failure.Builder> broken = chain == null ? Optional.empty() : chain.failure();
      if (broken.isPresent()) {
        throw new StepFailed(broken.get().fact("trace", root).build());
      }
    } else if (step instanceof Step.Browse browse) {
      Exchange exchange = door.send(browse.request(), null, root);
      exchanges.add(exchange);
      check(exchange, browse.answer(), browse.captures(), root, null);
    } else if (step instanceof Step.Race race) {
      new Race(walk, door, race).run(root, exchanges);
    } else if (step instanceof Step.Flood flood) {
      Exchange last = door.flood(flood.request(), flood.times(), root);
      exchanges.add(last);
      check(last, flood.answer(), List.of(), root, null);
    } else if (step instanceof Step.Eventually eventually) {
      new Eventually(walk, eventually, polls).await();
    } else if (step instanceof Step.Products products) {
      products.changes().forEach(walk.catalogue()::change);
    } else if (step instanceof Step.Invoke invoke) {
      invoke(invoke, root);
    } else if (step instanceof Step.Page page) {
      pages.visit(page, root, exchanges);
    } else if (step instanceof Step.Handshake handshake) {
      Exchange exchange = new TlsDoor(walk).shake(handshake);
      exchanges.add(exchange);
      check(exchange, handshake.answer(), handshake.captures(), root, null);
    } else if (step instanceof Step.Fault fault) {
      walk.arm(fault);
    } else if (step instanceof Step.RestartDatabase) {
      walk.stage().faults().restartDatabase();
    } else if (step instanceof Step.Clock clock) {
      walk.stage().pass(clock.by());
    } else if (step instanceof Step.Aws aws) {
      Exchange exchange = new AwsDoor(walk).call(aws);
      exchanges.add(exchange);
      if (aws.already().contains(json(exchange.body()).path("code").asText())) {
        return;
      }
      if (aws.answer() == null && exchange.status() >= 300) {
        throw new StepFailed(
            Failure.of("AWS refused " + aws.operation(), aws.at())
                .fact("error", exchange.body())
                .fact("request", exchange.requestBody())
                .build());
      }
      check(
          exchange,
          aws.answer() == null ? Answer.any(aws.at()) : aws.answer(),
          aws.captures(),
          root,
          null);
    }
  }

  private void check(
      Exchange exchange,
      Answer answer,
      List<Request.Capture> captures,
      String root,
      @Nullable ChainCheck chain)
      throws StepFailed {
    AnswerCheck check = new AnswerCheck(exchange, walk);
    Optional<Failure.Builder> failure = check.failure(answer);
    if (failure.isPresent()) {
      List<Failure.Fact> behind =
          Optional.ofNullable(chain)
              .flatMap(ChainCheck::failure)
              .map(Failure.Builder::hops)
              .orElseGet(() -> Trail.of(walk, root).facts());
      throw new StepFailed(failure.get().facts(behind).fact("trace", root).build());
    }
    for (Request.Capture capture : captures) {
      JsonNode value = check.json(capture.path());
      if (value.isMissingNode()) {
        throw new StepFailed(
            Failure.of("There is nothing to capture as `" + capture.name() + "`", answer.at())
                .fact("expected", "something at " + capture.path().text())
                .fact("but was", "nothing there")
                .fact("body", exchange.body())
                .build());
      }
      walk.capture(capture.name(), value);
    }
  }

  private void invoke(Step.Invoke invoke, String root) throws StepFailed {
    var answer =
        walk.stage()
            .client(LambdaClient.class)
            .invoke(
                request ->
                    request
                        .functionName(walk.outputs().function(invoke.function()))
                        .payload(
                            SdkBytes.fromUtf8String(invoke.payload().resolve(walk).toString())));
    String result = answer.payload() == null ? "" : answer.payload().asUtf8String();
    if (answer.functionError() != null) {
      throw new StepFailed(
          Failure.of("The function " + invoke.function() + " failed", invoke.at())
              .fact("error", answer.functionError())
              .fact("result", result)
              .facts(Trail.of(walk, root).facts())
              .build());
    }
    if (invoke.result() != null) {
      Optional<String> expected = invoke.result().mismatch(json(result), walk);
      if (expected.isPresent()) {
        throw new StepFailed(
            Failure.of("The function's result is not as expected", invoke.at())
                .fact("expected", expected.get())
                .fact("but was", result)
                .build());
      }
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    pages.close();
  }
}
