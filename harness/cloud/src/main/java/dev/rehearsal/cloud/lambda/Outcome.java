package dev.rehearsal.cloud.lambda;

/** How an invocation ended. */
sealed interface Outcome {

  /** What the function answered, or the error document that describes its failure. */
  byte[] payload();

  /** The handler returned. */
  record Answered(byte[] payload) implements Outcome {}

  /**
   * The handler threw, ran out of time, or its JVM died.
   *
   * @param type the error's type, for example {@code java.lang.IllegalStateException}
   * @param timeout whether it ran out of time
   */
  record Failed(byte[] payload, String type, boolean timeout) implements Outcome {}
}
