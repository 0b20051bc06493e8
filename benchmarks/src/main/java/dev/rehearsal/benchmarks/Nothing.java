package dev.rehearsal.benchmarks;

import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.http.HttpServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A server in a process of its own that does nothing but give ready answers: how fast a client can
 * be at best, which every emulator's rate is a part of.
 */
final class Nothing implements AutoCloseable {

  private static final String MD5_OF_M = "6f8f57715090da2632453988d9a1501b";

  private final Process process;
  private final URI address;

  private Nothing(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static Nothing start() throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + File.separator + "bin/java",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xlog:disable",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "nothing"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null) {
      throw new IOException("The server that does nothing did not start.");
    }
    return new Nothing(process, URI.create(line));
  }

  URI address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** What the child process does, until its parent ends. */
  static void serve() throws IOException {
    HttpServer server = HttpServer.start("nothing", "127.0.0.1", 0, Nothing::answer);
    System.out.println(server.address());
    System.out.flush();
    while (System.in.read() >= 0) {
      // The parent says nothing: its end closes the pipe.
    }
    server.close();
  }

  private static HttpResponse answer(HttpRequest request) throws IOException {
    byte[] body = request.bytes(1 << 20);
    String target = request.header("x-amz-target").orElse("");
    if (!target.isEmpty()) {
      return HttpResponse.of(200, "application/x-amz-json-1.0", json(target));
    }
    if (request.header("content-type").orElse("").startsWith("application/x-www-form")) {
      String form = new String(body, StandardCharsets.UTF_8);
      String action = form.replaceAll(".*Action=([A-Za-z]+).*", "$1");
      return HttpResponse.of(200, "text/xml", xml(action));
    }
    return HttpResponse.of(
        200, "application/octet-stream", request.method().equals("GET") ? "o".repeat(1024) : "");
  }

  private static String json(String target) {
    return switch (target.substring(target.lastIndexOf('.') + 1)) {
      case "CreateQueue" -> "{\"QueueUrl\":\"http://127.0.0.1/q\"}";
      case "SendMessage" -> "{\"MessageId\":\"m\",\"MD5OfMessageBody\":\"" + MD5_OF_M + "\"}";
      case "ReceiveMessage" ->
          "{\"Messages\":[{\"MessageId\":\"m\",\"ReceiptHandle\":\"r\",\"Body\":\"m\",\"MD5OfBody\":\""
              + MD5_OF_M
              + "\"}]}";
      case "CreateKey" -> "{\"KeyMetadata\":{\"KeyId\":\"k\"}}";
      case "GetItem" -> "{\"Item\":{\"id\":{\"S\":\"1\"}}}";
      case "Encrypt" -> "{\"CiphertextBlob\":\"" + "AAAA".repeat(360) + "\",\"KeyId\":\"k\"}";
      case "GetSecretValue" -> "{\"SecretString\":\"{}\"}";
      default -> "{}";
    };
  }

  private static String xml(String action) {
    String result =
        switch (action) {
          case "CreateTopic" -> "<TopicArn>arn:aws:sns:eu-west-1:000000000000:t</TopicArn>";
          case "Publish" -> "<MessageId>m</MessageId>";
          case "GetCallerIdentity" -> "<Account>000000000000</Account>";
          default -> "";
        };
    String name = action + "Result";
    return "<"
        + action
        + "Response><"
        + name
        + ">"
        + result
        + "</"
        + name
        + "></"
        + action
        + "Response>";
  }
}
