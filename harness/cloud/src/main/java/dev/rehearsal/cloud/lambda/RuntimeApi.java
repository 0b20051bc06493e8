package dev.rehearsal.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lambda's Runtime API, which the Runtime Interface Client in each function's JVM polls. The first
 * segment of a path tells which JVM asks. Thread-safe.
 */
final class RuntimeApi implements AutoCloseable {

  private static final int LIMIT = 6_291_556;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, FunctionProcess> processes = new ConcurrentHashMap<>();
  private final HttpServer server;

  RuntimeApi() {
    server =
        HttpServer.start("runtime-api", "127.0.0.1", 0, Duration.ZERO, Duration.ZERO, this::answer);
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API} for a process. */
  String address(String processId) {
    return "127.0.0.1:" + server.port() + "/" + processId;
  }

  void add(FunctionProcess process) {
    processes.put(process.id(), process);
  }

  void remove(FunctionProcess process) {
    processes.remove(process.id(), process);
  }

  private HttpResponse answer(HttpRequest request) throws IOException {
    // /{process}/2018-06-01/runtime/{init|invocation}/…
    List<String> path = List.of(request.path().split("/", -1));
    FunctionProcess process = path.size() < 6 ? null : processes.get(path.get(1));
    if (process == null) {
      return error(403, "InvalidProcess", "No function runs under this address.");
    }
    String step = request.method() + " " + path.get(4) + "/" + path.get(path.size() - 1);
    return switch (step) {
      case "GET invocation/next" -> next(process);
      case "POST invocation/response" -> respond(process, path.get(5), request);
      case "POST invocation/error" -> fail(process, path.get(5), request);
      case "POST init/error" -> {
        byte[] document = request.bytes(LIMIT);
        process.initFailed(new Outcome.Failed(document, type(request, document), false));
        yield accepted();
      }
      default -> error(404, "UnknownOperation", "The Runtime API has no " + step + ".");
    };
  }

  private static HttpResponse next(FunctionProcess process) {
    Optional<Invocation> next = process.awaitInvocation();
    if (next.isEmpty()) {
      return error(410, "Shutdown", "This execution environment is being shut down.");
    }
    Invocation invocation = next.get();
    Headers headers =
        new Headers()
            .set("content-type", "application/json")
            .set("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
            .set("Lambda-Runtime-Deadline-Ms", Long.toString(process.deadlineMillis()))
            .set("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn())
            .set("Lambda-Runtime-Trace-Id", invocation.traceHeader());
    if (invocation.clientContext() != null) {
      headers.set("Lambda-Runtime-Client-Context", invocation.clientContext());
    }
    return HttpResponse.of(200, headers, invocation.payload());
  }

  private static HttpResponse respond(FunctionProcess process, String id, HttpRequest request)
      throws IOException {
    byte[] payload;
    try {
      payload = request.bytes(LIMIT);
    } catch (HttpRequest.BodyTooLarge tooLarge) {
      String message =
          "Response payload size exceeded maximum allowed payload size (" + LIMIT + " bytes).";
      process.ended(id, Failures.of("Function.ResponseSizeTooLarge", message));
      return error(413, "RequestEntityTooLarge", message);
    }
    process.ended(id, new Outcome.Answered(payload));
    return accepted();
  }

  private static HttpResponse fail(FunctionProcess process, String id, HttpRequest request)
      throws IOException {
    byte[] document = request.bytes(LIMIT);
    process.ended(id, new Outcome.Failed(document, type(request, document), false));
    return accepted();
  }

  private static String type(HttpRequest request, byte[] document) {
    try {
      JsonNode type = JSON.readTree(document).get("errorType");
      if (type != null && type.isTextual()) {
        return type.textValue();
      }
    } catch (IOException notJson) {
      // The header says it, less precisely.
    }
    return request.header("Lambda-Runtime-Function-Error-Type").orElse("Runtime.Unknown");
  }

  private static HttpResponse accepted() {
    return HttpResponse.of(202, "application/json", "{\"status\":\"OK\"}");
  }

  private static HttpResponse error(int status, String type, String message) {
    return HttpResponse.of(
        status,
        "application/json",
        "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}");
  }

  @Override
  public void close() {
    server.close();
  }
}
