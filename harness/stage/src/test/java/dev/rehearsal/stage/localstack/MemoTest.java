package dev.rehearsal.stage.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemoTest {

  private final Memo memo = new Memo();

  @Test
  void anAnswerIsRememberedUntilSomethingChanges() {
    assertEquals("old", memo.get("policy", any -> "old"));
    assertEquals("old", memo.get("policy", any -> "new"));
    memo.forget();
    assertEquals("new", memo.get("policy", any -> "new"));
  }

  @Test
  void anAnswerThatWasUnderWayDuringAChangeIsNotRemembered() {
    String underWay =
        memo.get(
            "policy",
            any -> {
              memo.forget(); // Another thread's change.
              return "old";
            });
    assertEquals("old", underWay);
    assertEquals("new", memo.get("policy", any -> "new"));
  }
}
