package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.language.Answer;
import dev.rehearsal.journeys.language.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sends one request for several customers at the same moment. */
record Race(Walk walk, HttpDoor door, Step.Race step) {

  /**
   * Runs the race and matches each answer with an outcome of its own.
   *
   * @throws StepFailed where an answer meets no outcome that is still free
   */
  void run(String root, List<Exchange> exchanges) throws StepFailed {
    exchanges.addAll(answers(root));
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      free.add(i);
    }
    if (!assign(0, exchanges, free)) {
      Failure.Builder failure =
          Failure.of("The outcomes of the race are not as expected", step.at());
      for (Answer outcome : step.outcomes()) {
        failure.fact("expected", "one answer of " + said(outcome));
      }
      for (int i = 0; i < exchanges.size(); i++) {
        failure.fact(
            "but was",
            step.customers().get(i)
                + ": status "
                + exchanges.get(i).status()
                + " "
                + exchanges.get(i).body());
      }
      throw new StepFailed(failure.facts(Trail.of(walk, root).facts()).fact("trace", root).build());
    }
  }

  private boolean assign(int outcome, List<Exchange> exchanges, List<Integer> free) {
    if (outcome == step.outcomes().size()) {
      return true;
    }
    for (Integer each : List.copyOf(free)) {
      AnswerCheck check = new AnswerCheck(exchanges.get(each), walk);
      if (check.failure(step.outcomes().get(outcome)).isEmpty()) {
        free.remove(each);
        if (assign(outcome + 1, exchanges, free)) {
          return true;
        }
        free.add(each);
      }
    }
    return false;
  }

  private List<Exchange> answers(String root) throws StepFailed {
    CountDownLatch gate = new CountDownLatch(1);
    ExecutorService racers = Executors.newFixedThreadPool(step.customers().size());
    try {
      List<Future<Exchange>> running = new ArrayList<>();
      for (String customer : step.customers()) {
        Callable<Exchange> racer =
            () -> {
              gate.await(10, TimeUnit.SECONDS);
              return door.send(step.request(), customer, root);
            };
        running.add(racers.submit(racer));
      }
      gate.countDown();
      List<Exchange> exchanges = new ArrayList<>();
      for (Future<Exchange> each : running) {
        exchanges.add(each.get());
      }
      return exchanges;
    } catch (ExecutionException failed) {
      throw new StepFailed(
          Failure.of("A request of the race could not be sent", step.at())
              .fact("error", String.valueOf(failed.getCause()))
              .build());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StepFailed(Failure.of("The race was interrupted", step.at()).build());
    } finally {
      racers.shutdownNow();
    }
  }

  private static String said(Answer outcome) {
    List<String> said = new ArrayList<>();
    if (outcome.status() != null) {
      said.add("status " + outcome.status());
    }
    outcome.json().forEach((path, check) -> said.add(path.text() + " " + check));
    return String.join(", ", said);
  }
}
