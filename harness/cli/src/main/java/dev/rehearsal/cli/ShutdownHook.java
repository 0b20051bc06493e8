package dev.rehearsal.cli;

/** What is done if the process is ended before the hook is closed. Safe to close while it ends. */
final class ShutdownHook implements AutoCloseable {

  private final Thread hook;

  /** Sets the hook; {@code name} is its thread's. */
  ShutdownHook(String name, Runnable task) {
    this.hook = new Thread(task, name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // The process is about to end, and the hook runs.
      return;
    }
  }
}
