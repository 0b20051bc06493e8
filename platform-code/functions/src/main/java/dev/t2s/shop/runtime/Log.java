package dev.t2s.shop.runtime;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON object a line. Callers pass ids and codes, never tokens, secrets, bodies or card
 * data.
 */
public final class Log {

  private final String function;
  private final PrintStream out;
  private volatile String requestId = "";

  public Log(String function) {
    this(function, new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  public Log(String function, PrintStream out) {
    this.function = function;
    this.out = out;
  }

  /** Starts an invocation: its id goes on every line. */
  public void invocation(@Nullable String id) {
    requestId = id == null ? "" : id;
  }

  public void info(String message, @Nullable Object... namesAndValues) {
    line("INFO", message, namesAndValues);
  }

  public void warn(String message, @Nullable Object... namesAndValues) {
    line("WARN", message, namesAndValues);
  }

  /** An error with its stack; the exception's message must be free of secrets. */
  public void error(String message, Throwable failure, @Nullable Object... namesAndValues) {
    Map<String, Object> line = fields("ERROR", message, namesAndValues);
    line.put("error", String.valueOf(failure));
    StringBuilder stack = new StringBuilder();
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.t2s") || stack.isEmpty()) {
        stack.append(frame).append('\n');
      }
    }
    line.put("stack", stack.toString());
    if (failure.getCause() != null) {
      line.put("cause", String.valueOf(failure.getCause()));
    }
    out.println(Json.write(line));
  }

  /** Counts in CloudWatch, by the embedded metric format. */
  public void count(String metric, long value) {
    Map<String, Object> line =
        Json.of(
            "_aws",
            Json.of(
                "Timestamp",
                System.currentTimeMillis(),
                "CloudWatchMetrics",
                List.of(
                    Json.of(
                        "Namespace",
                        "T2S/Shop",
                        "Dimensions",
                        List.of(List.of()),
                        "Metrics",
                        List.of(Json.of("Name", metric, "Unit", "Count"))))),
            metric,
            value);
    out.println(Json.write(line));
  }

  private void line(String level, String message, @Nullable Object... namesAndValues) {
    out.println(Json.write(fields(level, message, namesAndValues)));
  }

  private Map<String, Object> fields(
      String level, String message, @Nullable Object... namesAndValues) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", Instant.now().toString());
    line.put("level", level);
    line.put("function", function);
    line.put("requestId", requestId);
    TraceHeader.current().ifPresent(trace -> line.put("trace", trace));
    line.put("message", message);
    line.putAll(Json.of(namesAndValues));
    return line;
  }
}
