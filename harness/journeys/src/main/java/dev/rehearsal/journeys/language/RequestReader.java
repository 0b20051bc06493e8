package dev.rehearsal.journeys.language;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads requests, what is expected of their answers, and captures. */
record RequestReader(Reading reading, ValueReader values) {

  static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Set<String> WAYS = Set.of("direct", "https", "http");
  static final Set<String> ANSWER = Set.of("status", "headers", "json", "body", "html");

  /** A request of the API, written {@code METHOD /path}. */
  Request api(Node node, Fields step) {
    Request.Door door =
        switch (way(step)) {
          case "direct" -> Request.Door.API_DIRECT;
          case "https" -> Request.Door.API_HTTPS;
          case "http" -> Request.Door.API_HTTP;
          default -> Request.Door.API;
        };
    Optional<Template> line = reading.template(node);
    String[] parts = line.map(Template::source).orElse("GET /").split(" ", 2);
    SourceSpan at = YamlDocument.at(node);
    if (!METHODS.contains(parts[0])) {
      reading.add(
          Rule.BAD_REQUEST,
          at.within(0, parts[0].length()),
          "`" + parts[0] + "` is no HTTP method",
          parts.length < 2
              ? "write a method and a path: GET /products"
              : Nearest.hint(parts[0], METHODS));
    } else if (parts.length < 2 || !parts[1].matches("/\\S*")) {
      reading.add(
          Rule.BAD_REQUEST, at, "a request is a method and a path", "such as GET /products");
    }
    Template target = line.map(RequestReader::target).orElse(Template.plain("/"));
    return new Request(door, visitor(step), parts[0], target, headers(step), body(step));
  }

  /** A page of the shop, written {@code /path}. */
  Request page(Node node, Fields step) {
    Request.Door door =
        switch (way(step)) {
          case "direct" -> Request.Door.BUCKET_DIRECT;
          case "https" -> Request.Door.SHOP_HTTPS;
          case "http" -> Request.Door.SHOP_HTTP;
          default -> Request.Door.SHOP;
        };
    Template target = reading.template(node).orElse(Template.plain("/"));
    if (!target.source().matches("/\\S*")) {
      reading.add(
          Rule.BAD_REQUEST, target.at(), "a page's path starts with /", "such as /index.html");
    }
    return new Request(door, visitor(step), "GET", target, headers(step), new Request.NoBody());
  }

  /** The answer expected; of any kind where nothing is. */
  Answer answer(Optional<Node> node, SourceSpan step) {
    return node.flatMap(each -> Fields.of(reading, each, "`expect`", ANSWER))
        .map(this::answer)
        .orElse(Answer.any(step));
  }

  List<Request.Capture> captures(Fields step) {
    List<Request.Capture> captures = new ArrayList<>();
    step.get("capture")
        .flatMap(node -> Fields.of(reading, node, "`capture`"))
        .ifPresent(
            fields ->
                fields
                    .all()
                    .forEach(
                        (name, node) -> {
                          reading.scope().addCapture(name, fields.place(name));
                          captures.add(new Request.Capture(name, path(node)));
                        }));
    return captures;
  }

  private Answer answer(Fields fields) {
    Map<String, SourceSpan> places = new LinkedHashMap<>();
    fields.all().keySet().forEach(key -> places.put(key, fields.place(key)));
    Map<String, Check> headers = new LinkedHashMap<>();
    each(fields, "headers", "header ", headers, places);
    Map<String, Check> html = new LinkedHashMap<>();
    each(fields, "html", "html ", html, places);
    html.keySet()
        .forEach(
            selector ->
                selector(selector, places.getOrDefault("html " + selector, SourceSpan.START)));
    Map<Request.Path, Check> json = new LinkedHashMap<>();
    fields.get("json").ifPresent(node -> json.putAll(json(node, places)));
    return new Answer(
        fields.get("status").flatMap(reading::status).orElse(null),
        headers,
        json,
        fields.get("body").map(values::check).orElse(null),
        html,
        fields.at(),
        places);
  }

  /** What is expected at JSONPaths; {@code places} learns where each is written. */
  Map<Request.Path, Check> json(Node node, Map<String, SourceSpan> places) {
    Map<Request.Path, Check> json = new LinkedHashMap<>();
    Fields.of(reading, node, "`json`")
        .ifPresent(
            all ->
                all.all()
                    .forEach(
                        (path, check) -> {
                          places.put("json " + path, all.place(path));
                          json.put(path(path, all.place(path)), values.check(check));
                        }));
    return json;
  }

  private void each(
      Fields fields,
      String key,
      String prefix,
      Map<String, Check> checks,
      Map<String, SourceSpan> places) {
    fields
        .get(key)
        .flatMap(node -> Fields.of(reading, node, "`" + key + "`"))
        .ifPresent(
            all ->
                all.all()
                    .forEach(
                        (name, check) -> {
                          places.put(prefix + name, all.place(name));
                          checks.put(name, values.check(check));
                        }));
  }

  /** Whether a text is a CSS selector; a finding says so where not. */
  boolean selector(String selector, SourceSpan at) {
    try {
      QueryParser.parse(selector);
      return true;
    } catch (Selector.SelectorParseException | IllegalArgumentException error) {
      reading.add(Rule.BAD_SELECTOR, at, "`" + selector + "` is no CSS selector", null);
      return false;
    }
  }

  private Map<String, Template> headers(Fields step) {
    Map<String, Template> headers = new LinkedHashMap<>();
    step.get("headers")
        .flatMap(node -> Fields.of(reading, node, "`headers`"))
        .ifPresent(
            fields ->
                fields
                    .all()
                    .forEach(
                        (name, node) ->
                            reading.template(node).ifPresent(each -> headers.put(name, each))));
    return headers;
  }

  private Request.Body body(Fields step) {
    if (step.has("json") && step.has("body")) {
      reading.add(
          Rule.UNKNOWN_KEY, step.place("body"), "a request has `json` or `body`", "keep one");
    }
    if (step.has("json")) {
      return new Request.JsonBody(values.value(step.get("json").orElseThrow()));
    }
    return step.get("body")
        .flatMap(reading::template)
        .<Request.Body>map(Request.TextBody::new)
        .orElse(new Request.NoBody());
  }

  private @Nullable String visitor(Fields step) {
    Optional<Node> from = step.get("from");
    return from.flatMap(reading::name)
        .filter(name -> reading.scope().visitor(name, YamlDocument.at(from.orElseThrow())))
        .orElse(null);
  }

  /** The way a request takes; empty where the step says nothing of it. */
  private String way(Fields step) {
    Optional<Node> via = step.get("via");
    return via.flatMap(
            node ->
                reading.parsed(
                    node,
                    text -> WAYS.contains(text) ? Optional.of(text) : Optional.<String>empty(),
                    Rule.BAD_REQUEST,
                    "is no way",
                    "`via: direct` goes around the edge, `via: https` over TLS, `via: http` without;"
                        + " leave `via` out to go through the edge as if over TLS"))
        .orElse("");
  }

  private Request.Path path(Node node) {
    return reading
        .scalar(node, "a JSONPath")
        .map(scalar -> path(scalar.getValue(), YamlDocument.at(node)))
        .orElse(new Request.Path("$", null));
  }

  private Request.Path path(String text, SourceSpan at) {
    try {
      if (text.startsWith("$")) {
        return new Request.Path(text, JsonPath.compile(text));
      }
    } catch (InvalidPathException | IllegalArgumentException error) {
      // Reported below, in the language's own words.
    }
    String hint =
        text.startsWith("$") ? "such as $.items[0].sku" : "did you mean `$." + text + "`?";
    reading.add(Rule.BAD_JSONPATH, at, "`" + text + "` is no JSONPath", hint);
    return new Request.Path(text, null);
  }

  private static Template target(Template line) {
    List<Template.Part> parts = new ArrayList<>(line.parts());
    if (parts.get(0) instanceof Template.Plain first) {
      int space = first.text().indexOf(' ');
      parts.set(0, new Template.Plain(first.text().substring(space + 1)));
    }
    String source = line.source().substring(line.source().indexOf(' ') + 1);
    return new Template(source, List.copyOf(parts), line.at());
  }
}
