package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The few files that pages load. */
final class Assets {

  private static final Map<String, String> TYPES =
      Map.of(
          "/desk.css", "text/css; charset=utf-8",
          "/desk.js", "text/javascript; charset=utf-8",
          "/ledger.js", "text/javascript; charset=utf-8",
          "/inbox.js", "text/javascript; charset=utf-8",
          "/icon.svg", "image/svg+xml");

  private Assets() {}

  static Optional<HttpResponse> find(String path) {
    String type = TYPES.get(path);
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream file = Assets.class.getResourceAsStream(path.substring(1))) {
      if (file == null) {
        return Optional.empty();
      }
      return Optional.of(
          HttpResponse.of(200, new Headers().set("content-type", type), file.readAllBytes()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
