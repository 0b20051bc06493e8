package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.call.Operation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  @SuppressWarnings("unchecked")
  <Q, R> R get(Q question, Function<Q, R> ask) {
    Object known = answers.get(question);
    if (known == null) {
      known = ask.apply(question);
      answers.put(question, known);
    }
    return (R) known;
  }

  /** Forgets everything where an operation may have changed what was remembered. */
  void after(Operation operation) {
    if (CHANGES.matcher(operation.name()).matches()) {
      answers.clear();
    }
  }
}
