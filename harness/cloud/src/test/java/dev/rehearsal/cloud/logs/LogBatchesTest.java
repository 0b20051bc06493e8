package dev.rehearsal.cloud.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

class LogBatchesTest {

  private static InputLogEvent event(long time, String message) {
    return InputLogEvent.builder().timestamp(time).message(message).build();
  }

  private static List<List<Long>> times(List<List<InputLogEvent>> batches) {
    return batches.stream()
        .map(all -> all.stream().map(InputLogEvent::timestamp).toList())
        .toList();
  }

  @Test
  void eventsThatCameAtOnceStandInTheOrderOfTheirTimes() {
    assertEquals(
        List.of(List.of(1L, 2L, 3L)),
        times(LogBatches.of(List.of(event(2, "b"), event(3, "c"), event(1, "a")))));
  }

  @Test
  void whatIsTooLargeForOneRequestIsSeveral() {
    String half = "ü".repeat(262_144 - 13); // Two bytes each: exactly half with what an event adds.
    assertEquals(
        List.of(List.of(1L, 2L), List.of(3L)),
        times(LogBatches.of(List.of(event(1, half), event(2, half), event(3, half)))));
    assertEquals(
        List.of(List.of(1L), List.of(2L)),
        times(LogBatches.of(List.of(event(1, half), event(2, half + "a")))));
  }

  @Test
  void aRequestHasNoMoreThanTenThousandEvents() {
    List<InputLogEvent> many = Collections.nCopies(10_001, event(1, "a"));
    assertEquals(List.of(10_000, 1), LogBatches.of(many).stream().map(List::size).toList());
  }

  @Test
  void nothingIsNoRequest() {
    assertEquals(List.of(), LogBatches.of(List.of()));
  }
}
