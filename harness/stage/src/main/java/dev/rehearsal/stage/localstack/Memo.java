package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.call.Operation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Remembers what the gateway asks of a resource before each call on it, until a call may have
 * changed it. All calls pass the gateway, so that nothing changes unseen. Thread-safe.
 */
final class Memo {

  private static final Pattern CHANGES =
      Pattern.compile(
          "(Set|Add|Remove|Put|Delete|Create|Update|Schedule|Cancel)"
              + "(Queue|Topic|Bucket|Key|Alias|Permission|PublicAccess)\\w*|.*ubscri.*");

  private final Map<Object, Object> answers = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  @SuppressWarnings("unchecked")
  <Q, R> R get(Q question, Function<Q, R> ask) {
    Object known = answers.get(question);
    if (known == null) {
      long asked = changes.get();
      known = ask.apply(question);
      remember(question, known, asked);
    }
    return (R) known;
  }

  /** What was asked before a change may be what was before it. */
  private synchronized void remember(Object question, Object answer, long asked) {
    if (changes.get() == asked) {
      answers.put(question, answer);
    }
  }

  synchronized void forget() {
    changes.incrementAndGet();
    answers.clear();
  }

  /** Forgets everything where an operation may have changed what was remembered. */
  void after(Operation operation) {
    if (CHANGES.matcher(operation.name()).matches()) {
      forget();
    }
  }
}
