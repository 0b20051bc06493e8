package dev.rehearsal.cloud.call;

/** Takes hops as they end. Called from many threads; must not block for long. */
@FunctionalInterface
public interface HopSink {

  /** Keeps a hop. */
  void accept(Hop hop);
}
