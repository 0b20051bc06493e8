package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.util.Optional;

/** Finds the page of a path, and puts the same safeguards on every answer. */
final class DeskHandler implements HttpHandler {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Overview overview;
  private final InboxPages inbox;
  private final LedgerPages ledger;
  private final LogPages logs;
  private final Layout layout;

  DeskHandler(DeskSources sources) {
    layout = new Layout(sources.facts());
    overview = new Overview(sources, layout);
    inbox = new InboxPages(sources.inbox(), layout);
    ledger = new LedgerPages(sources.ledger(), layout);
    logs = new LogPages(sources.logs(), layout);
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    if (!local(request)) {
      // A page elsewhere whose name resolves to this machine must not read the desk.
      return safe(text(421, "The desk answers at its own address on this machine only."));
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      HttpResponse refused = text(405, "The desk shows things; it changes nothing.");
      refused.headers().set("allow", "GET, HEAD");
      return safe(refused);
    }
    return safe(
        answer(request.path(), new Query(request.query()))
            .orElseGet(
                () ->
                    layout.page(
                        404,
                        "Nothing here",
                        "",
                        body ->
                            body.leaf("h1", "Nothing here")
                                .leaf("p", "There is no page at " + request.path() + "."))));
  }

  private Optional<HttpResponse> answer(String path, Query query) {
    return switch (path) {
      case "/" -> Optional.of(overview.page());
      case "/inbox" -> Optional.of(inbox.list());
      case "/inbox.json" -> Optional.of(inbox.json());
      case "/ledger" -> Optional.of(ledger.page());
      case "/ledger.json" -> Optional.of(ledger.json(query));
      case "/logs" -> Optional.of(logs.page(query));
      case "/health" -> Optional.of(json("{\"status\":\"up\"}"));
      default -> {
        if (path.startsWith("/inbox/")) {
          yield inbox.message(path.substring("/inbox/".length()));
        }
        if (path.startsWith("/ledger/")) {
          yield ledger.hop(path.substring("/ledger/".length()));
        }
        yield Assets.find(path);
      }
    };
  }

  static HttpResponse json(String body) {
    return HttpResponse.of(200, "application/json", body);
  }

  private static HttpResponse text(int status, String text) {
    return HttpResponse.of(status, "text/plain; charset=utf-8", text + "\n");
  }

  private static boolean local(HttpRequest request) {
    String host = request.header("host").orElse("");
    String name = host.replaceFirst(":\\d+$", "");
    return name.equals("127.0.0.1")
        || name.equals("localhost")
        || name.equals("[::1]")
        || name.endsWith(".localhost");
  }

  private static HttpResponse safe(HttpResponse response) {
    Headers headers = response.headers();
    if (!headers.contains("content-security-policy")) {
      headers.set("content-security-policy", POLICY);
    }
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("cache-control", "no-store");
    return response;
  }
}
