package dev.rehearsal.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateServerTest {

  @TempDir Path folder;
  private Path file;
  private StateServer server;

  @BeforeEach
  void start() {
    file = folder.resolve("state/terraform.tfstate");
    server = StateServer.on(file);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void keepsWhatItIsGivenInAFileOfItsOwnersOnly() throws Exception {
    assertEquals(404, ask("GET", "").statusCode());
    assertEquals(200, ask("POST", "{\"serial\":1}").statusCode());
    assertEquals(200, ask("POST", "{\"serial\":2}").statusCode());
    assertEquals("{\"serial\":2}", ask("GET", "").body());
    assertEquals("{\"serial\":2}", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void oneAtATimeHoldsTheLock() throws Exception {
    assertEquals(200, ask("LOCK", "{\"ID\":\"a\"}").statusCode());
    HttpResponse<String> second = ask("LOCK", "{\"ID\":\"b\"}");
    assertEquals(423, second.statusCode());
    assertEquals("{\"ID\":\"a\"}", second.body());
    assertEquals(200, ask("UNLOCK", "{\"ID\":\"a\"}").statusCode());
    assertEquals(200, ask("LOCK", "{\"ID\":\"b\"}").statusCode());
  }

  @Test
  void tellsNothingWithoutThePassword() throws Exception {
    ask("POST", "{\"secret\":\"s\"}");
    HttpResponse<String> refused = send("GET", "", "Basic " + encoded("rehearsal:guess"));
    assertEquals(401, refused.statusCode());
    assertFalse(refused.body().contains("secret"));
    assertEquals(401, send("POST", "{}", "Basic " + encoded("rehearsal:guess")).statusCode());
    assertEquals("{\"secret\":\"s\"}", Files.readString(file));
  }

  private HttpResponse<String> ask(String method, String body)
      throws IOException, InterruptedException {
    Map<String, String> told = server.environment();
    return send(
        method,
        body,
        "Basic " + encoded(told.get("TF_HTTP_USERNAME") + ":" + told.get("TF_HTTP_PASSWORD")));
  }

  private HttpResponse<String> send(String method, String body, String authorization)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.environment().get("TF_HTTP_ADDRESS") + ""))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", authorization)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
