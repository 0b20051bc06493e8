package dev.rehearsal.cloud.lambda.child;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Starts AWS's Runtime Interface Client and ends the JVM when the harness does.
 *
 * <p>The harness holds the other end of standard input and never writes: end of file means that it
 * is gone, even where it was killed.
 */
public final class FunctionMain {

  private static final String RUNTIME =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private FunctionMain() {}

  /** Runs the handler named by the only argument. */
  public static void main(String[] arguments) throws Throwable {
    Thread watch = new Thread(null, FunctionMain::watch, "harness-watch", 128 * 1024);
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(RUNTIME).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause() == null ? failure : failure.getCause();
    }
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException broken) {
      // As good as end of file.
    }
    Runtime.getRuntime().halt(0);
  }
}
