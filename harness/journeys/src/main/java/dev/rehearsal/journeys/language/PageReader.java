package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what a visitor does in a browser. */
record PageReader(Reading reading, ValueReader values, RequestReader requests) {

  static final Set<String> KEYS = Set.of("page", "width", "do", "expect");
  static final Set<String> ACTIONS = Set.of("click", "fill");
  static final Set<String> EXPECTED = Set.of("text");

  /** The path of the page that is open already. */
  private static final String OPEN = ".";

  private static final int USUAL_WIDTH = 1_280;

  Step read(Fields fields, Node value, SourceSpan at) {
    Map<String, Check> text = new LinkedHashMap<>();
    Map<String, SourceSpan> places = new LinkedHashMap<>();
    fields
        .get("expect")
        .flatMap(node -> Fields.of(reading, node, "`expect` of a page", EXPECTED))
        .flatMap(expect -> expect.need("text", "`expect` of a page"))
        .flatMap(node -> Fields.of(reading, node, "`text`"))
        .ifPresent(
            all ->
                all.all()
                    .forEach(
                        (selector, check) -> {
                          requests.selector(selector, all.place(selector));
                          places.put(selector, all.place(selector));
                          text.put(selector, values.check(check));
                        }));
    if (text.isEmpty()) {
      reading.add(
          Rule.NOTHING_EXPECTED, at, "this step expects nothing", "at least `expect: { text: … }`");
    }
    int width = fields.get("width").flatMap(node -> reading.integer(node, 200)).orElse(USUAL_WIDTH);
    return new Step.Page(at, path(value), width, actions(fields.get("do")), text, places);
  }

  private @Nullable Template path(Node value) {
    Optional<Template> path = reading.template(value);
    if (path.isEmpty() || path.get().source().equals(OPEN)) {
      return null;
    }
    if (!path.get().source().startsWith("/")) {
      reading.add(
          Rule.BAD_REQUEST,
          YamlDocument.at(value),
          "a page's path starts with /",
          "such as /, or . for the page that is open");
    }
    return path.get();
  }

  private List<Step.Page.Action> actions(Optional<Node> node) {
    List<Step.Page.Action> actions = new ArrayList<>();
    for (Node each : node.map(list -> reading.list(list, "actions")).orElse(List.of())) {
      Fields.of(reading, each, "an action", ACTIONS).ifPresent(fields -> action(fields, actions));
    }
    return actions;
  }

  private void action(Fields fields, List<Step.Page.Action> actions) {
    fields
        .get("click")
        .flatMap(
            node ->
                reading
                    .text(node)
                    .filter(selector -> requests.selector(selector, YamlDocument.at(node)))
                    .map(selector -> new Step.Page.Click(selector, YamlDocument.at(node))))
        .ifPresent(actions::add);
    fields
        .get("fill")
        .flatMap(node -> Fields.of(reading, node, "`fill`"))
        .ifPresent(
            all ->
                all.all()
                    .forEach(
                        (selector, node) -> {
                          requests.selector(selector, all.place(selector));
                          reading
                              .template(node)
                              .map(text -> new Step.Page.Fill(selector, text, all.place(selector)))
                              .ifPresent(actions::add);
                        }));
  }
}
