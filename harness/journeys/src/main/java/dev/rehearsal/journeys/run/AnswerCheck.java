package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.language.Answer;
import dev.rehearsal.journeys.language.Check;
import dev.rehearsal.journeys.language.Names;
import dev.rehearsal.journeys.language.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Compares an answer with what is expected of it. */
final class AnswerCheck {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Configuration PATHS =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider(JSON))
          .mappingProvider(new JacksonMappingProvider(JSON))
          .build();
  private static final int SHOWN = 2_000;

  private final Exchange exchange;
  private final Names names;

  AnswerCheck(Exchange exchange, Names names) {
    this.exchange = exchange;
    this.names = names;
  }

  /** The first expectation the answer does not meet; empty where it meets all. */
  Optional<Failure.Builder> failure(Answer answer) {
    if (answer.status() != null && answer.status() != exchange.status()) {
      return fail(
          "The status is not as expected",
          answer.place("status"),
          "status " + answer.status(),
          "status " + exchange.status());
    }
    for (Map.Entry<String, Check> each : answer.headers().entrySet()) {
      JsonNode actual = header(each.getKey());
      Optional<String> expected = each.getValue().mismatch(actual, names);
      if (expected.isPresent()) {
        return fail(
            "The header " + each.getKey() + " is not as expected",
            answer.place("header " + each.getKey()),
            each.getKey() + ": " + expected.get(),
            actual.isMissingNode() ? "no such header" : each.getKey() + ": " + actual.asText());
      }
    }
    for (Map.Entry<Request.Path, Check> each : answer.json().entrySet()) {
      JsonNode actual = json(each.getKey());
      Optional<String> expected = each.getValue().mismatch(actual, names);
      if (expected.isPresent()) {
        String path = each.getKey().text();
        return fail(
            "The answer's " + path + " is not as expected",
            answer.place("json " + path),
            path + " is " + expected.get(),
            actual.isMissingNode() ? "no " + path + " in the answer" : path + " is " + actual);
      }
    }
    return text(answer);
  }

  /** What a JSONPath finds in the body; a missing node where it finds nothing. */
  JsonNode json(Request.Path path) {
    try {
      return at(JSON.readTree(exchange.body()), path);
    } catch (JsonProcessingException noJson) {
      return MissingNode.getInstance();
    }
  }

  /** What a JSONPath finds; a missing node where it finds nothing. */
  static JsonNode at(JsonNode root, Request.Path path) {
    if (path.compiled() == null || root.isMissingNode()) {
      return MissingNode.getInstance();
    }
    try {
      JsonNode found = path.compiled().read(root, PATHS);
      return found == null ? MissingNode.getInstance() : found;
    } catch (PathNotFoundException absent) {
      return MissingNode.getInstance();
    }
  }

  private Optional<Failure.Builder> text(Answer answer) {
    if (answer.body() != null) {
      Optional<String> expected = answer.body().mismatch(TextNode.valueOf(exchange.body()), names);
      if (expected.isPresent()) {
        return fail(
            "The body is not as expected", answer.place("body"), expected.get(), "the body below");
      }
    }
    if (answer.html().isEmpty()) {
      return Optional.empty();
    }
    Document page = Jsoup.parse(exchange.body());
    for (Map.Entry<String, Check> each : answer.html().entrySet()) {
      Element element = page.selectFirst(each.getKey());
      JsonNode actual =
          element == null ? MissingNode.getInstance() : TextNode.valueOf(element.text());
      Optional<String> expected = each.getValue().mismatch(actual, names);
      if (expected.isPresent()) {
        return fail(
            "The page's `" + each.getKey() + "` is not as expected",
            answer.place("html " + each.getKey()),
            expected.get(),
            element == null ? "no such element" : actual.toString());
      }
    }
    return Optional.empty();
  }

  private JsonNode header(String name) {
    List<String> values = exchange.headers().get(name.toLowerCase(Locale.ROOT));
    return values == null ? MissingNode.getInstance() : TextNode.valueOf(String.join(", ", values));
  }

  private Optional<Failure.Builder> fail(
      String message, SourceSpan at, String expected, String actual) {
    String body = exchange.body();
    return Optional.of(
        Failure.of(message, at)
            .fact("request", exchange.method() + " " + exchange.url())
            .fact("expected", expected)
            .fact("but was", actual)
            .fact("body", body.length() > SHOWN ? body.substring(0, SHOWN) + " …" : body));
  }
}
