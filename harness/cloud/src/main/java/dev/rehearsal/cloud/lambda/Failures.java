package dev.rehearsal.cloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The error documents that Lambda itself answers. */
final class Failures {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Failures() {}

  static Outcome.Failed of(String type, String message) {
    return new Outcome.Failed(document(type, message), type, false);
  }

  static Outcome.Failed timeout(String requestId, int seconds) {
    String type = "Sandbox.Timedout";
    String message = "RequestId: " + requestId + " Error: " + timedOut(seconds);
    return new Outcome.Failed(document(type, message), type, true);
  }

  static String timedOut(int seconds) {
    return String.format(Locale.ROOT, "Task timed out after %.2f seconds", (double) seconds);
  }

  /** What Lambda says of a JVM that ended by itself. */
  static Outcome.Failed exit(String requestId, int status) {
    String how =
        status == 0
            ? "Runtime exited without providing a reason"
            : status > 128
                ? "Runtime exited with error: signal: " + signal(status - 128)
                : "Runtime exited with error: exit status " + status;
    return of("Runtime.ExitError", "RequestId: " + requestId + " Error: " + how);
  }

  private static String signal(int number) {
    return switch (number) {
      case 6 -> "aborted";
      case 9 -> "killed";
      case 11 -> "segmentation fault";
      case 15 -> "terminated";
      default -> Integer.toString(number);
    };
  }

  private static byte[] document(String type, String message) {
    Map<String, String> document = new LinkedHashMap<>();
    document.put("errorType", type);
    document.put("errorMessage", message);
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
