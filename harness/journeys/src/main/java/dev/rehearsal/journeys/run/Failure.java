package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a step failed.
 *
 * @param message one sentence
 * @param at what in the journey's file was not as expected
 * @param facts what is known about it, in the order to be read; secrets masked
 * @param deviation how the hops differ from what was expected of them
 */
public record Failure(String message, SourceSpan at, List<Fact> facts, Deviation deviation) {

  /** A key and its value, which may have several lines. */
  public record Fact(String key, String value) {}

  /** The value of the first fact of a key. */
  public Optional<String> fact(String key) {
    return facts.stream().filter(fact -> fact.key().equals(key)).map(Fact::value).findFirst();
  }

  /** The same with more facts at the end. */
  Failure with(String key, List<String> values) {
    List<Fact> more = new ArrayList<>(facts);
    values.forEach(value -> more.add(new Fact(key, value)));
    return new Failure(message, at, List.copyOf(more), deviation);
  }

  static Builder of(String message, SourceSpan at) {
    return new Builder(message, at);
  }

  /** Collects facts. */
  static final class Builder {

    private final String message;
    private final SourceSpan at;
    private final List<Fact> facts = new ArrayList<>();
    private Deviation deviation = Deviation.NONE;

    private Builder(String message, SourceSpan at) {
      this.message = message;
      this.at = at;
    }

    /** Adds a fact; nothing where the value is empty. */
    Builder fact(String key, String value) {
      if (!value.isEmpty()) {
        facts.add(new Fact(key, value));
      }
      return this;
    }

    Builder facts(String key, List<String> values) {
      values.forEach(value -> fact(key, value));
      return this;
    }

    Builder deviation(Deviation of) {
      deviation = of;
      return this;
    }

    Builder facts(List<Fact> others) {
      facts.addAll(others);
      return this;
    }

    /** Those of the facts so far that are about hops. */
    List<Fact> hops() {
      return facts.stream().filter(f -> f.key().equals("hop") || f.key().equals("also")).toList();
    }

    Failure build() {
      return new Failure(message, at, List.copyOf(facts), deviation);
    }
  }
}
