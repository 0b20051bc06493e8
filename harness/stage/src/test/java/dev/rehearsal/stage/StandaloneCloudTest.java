package dev.rehearsal.stage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Caller;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.Endpoint;

class StandaloneCloudTest {

  private static final Path CACHE = Folders.cacheFolder(System.getenv());

  @TempDir Path folder;

  @Test
  void apisAndDistributionsAnswerOnTheAwsPort() throws IOException {
    try (StandaloneCloud cloud = start(folder)) {
      ApiGatewayV2Client gateway = client(cloud, ApiGatewayV2Client.class);
      String api =
          gateway
              .createApi(request -> request.name("shop").protocolType(ProtocolType.HTTP))
              .apiId();
      String host = api + ".execute-api.us-east-1.amazonaws.com";
      assertTrue(answer(cloud, host).contains("apigw-requestid"), () -> "no API answered " + host);
      assertTrue(answer(cloud, "d123.cloudfront.net").contains("x-amz-cf-id"));
      assertTrue(answer(cloud, "bucket.s3.us-east-1.amazonaws.com").contains("NoSuchBucket"));
    }
  }

  @Test
  void aResetEndsDatabases() throws Exception {
    try (StandaloneCloud cloud = start(folder)) {
      Endpoint database = database(cloud);
      assertTrue(listens(database.port()));
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(cloud.address().resolve("/_rehearsal/reset"))
                      .POST(HttpRequest.BodyPublishers.noBody())
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertEquals(List.of(), client(cloud, RdsClient.class).describeDBInstances().dbInstances());
      await().atMost(Duration.ofSeconds(5)).until(() -> !listens(database.port()));
    }
  }

  @Test
  void aSigkillLeavesNothing() throws Exception {
    Path work = folder.resolve("work");
    Process harness =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Harness.class.getName(),
                work.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = harness.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.startsWith("database ")) {
      line = said.readLine();
    }
    int database = Integer.parseInt(String.valueOf(line).replace("database ", ""));
    // PostgreSQL is nobody's child: its starter has ended.
    List<ProcessHandle> children =
        Stream.concat(
                harness.descendants(),
                ProcessHandle.allProcesses()
                    .filter(one -> one.pid() != harness.pid())
                    .filter(one -> one.info().commandLine().orElse("").contains(work.toString())))
            .distinct()
            .toList();
    harness.destroyForcibly().waitFor();
    assertTrue(children.size() > 1, () -> "the guard and PostgreSQL: " + children);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                children.stream().noneMatch(ProcessHandle::isAlive)
                    && !Files.exists(work)
                    && !listens(database));
  }

  /** A process that waits to be killed. */
  static final class Harness {
    private Harness() {}

    public static void main(String[] arguments) throws InterruptedException {
      StandaloneCloud cloud =
          StandaloneCloud.start("127.0.0.1", 0, false, Path.of(arguments[0]), CACHE);
      System.out.println("database " + database(cloud).port());
      System.out.flush();
      Thread.sleep(120_000);
    }
  }

  private static StandaloneCloud start(Path folder) {
    return StandaloneCloud.start("127.0.0.1", 0, false, folder.resolve("work"), CACHE);
  }

  private static Endpoint database(StandaloneCloud cloud) {
    return client(cloud, RdsClient.class)
        .createDBInstance(
            request ->
                request
                    .dbInstanceIdentifier("orders")
                    .engine("postgres")
                    .dbInstanceClass("db.t4g.micro")
                    .allocatedStorage(20)
                    .masterUsername("shop_admin")
                    .masterUserPassword("correct-horse"))
        .dbInstance()
        .endpoint();
  }

  private static <C extends SdkClient> C client(StandaloneCloud cloud, Class<C> type) {
    return cloud.cloud().client(type, new Caller.Root("000000000000", null), "us-east-1");
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** What the AWS port answers a request for a host: java.net.http lets nobody choose the Host. */
  private static String answer(StandaloneCloud cloud, String host) throws IOException {
    URI address = cloud.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /nothing HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
