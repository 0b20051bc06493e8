package dev.rehearsal.journeys.language;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads steps. The key that names a step's kind decides which others it may have. */
final class StepReader {

  /** Each kind of step with the keys it may have. */
  static final Map<String, Set<String>> KINDS =
      Map.ofEntries(
          Map.entry("browse", Set.of("browse", "via", "from", "headers", "expect", "capture")),
          Map.entry(
              "api",
              Set.of(
                  "api", "via", "from", "as", "headers", "json", "body", "expect", "capture",
                  "chain")),
          Map.entry(
              "race", Set.of("race", "via", "from", "as", "headers", "json", "body", "expect")),
          Map.entry(
              "flood",
              Set.of("flood", "via", "from", "headers", "json", "body", "times", "expect")),
          Map.entry("eventually", Set.of("eventually", "expect", "chain")),
          Map.entry("products", Set.of("products")),
          Map.entry("invoke", Set.of("invoke", "json", "expect")),
          Map.entry("fault", Set.of("fault")),
          Map.entry("clock", Set.of("clock")),
          Map.entry("handshake", Set.of("handshake", "name", "expect", "capture")),
          Map.entry(
              "aws",
              Set.of(
                  "aws", "region", "json", "credentials", "expect", "capture", AwsReader.ALREADY)),
          Map.entry("page", PageReader.KEYS),
          Map.entry("use", Set.of("use", "with")));

  /** The key of a step's table; any kind may have it but {@link #USE}. */
  static final String EACH = "each";

  /** The kind of step that stands for those of a fragment. */
  static final String USE = "use";

  static final Set<String> CHANGE = Set.of("price", "available");
  private static final Set<String> RACE = Set.of("outcomes");
  private static final Set<String> RESULT = Set.of("json");

  private final Reading reading;
  private final ValueReader values;
  private final RequestReader requests;
  private final ExpectationReader expectations;
  private final FaultReader faults;
  private final @Nullable Fragments fragments;
  private final Set<Path> used = new LinkedHashSet<>();

  /**
   * Reads steps of one file.
   *
   * @param fragments what they may use; null where they are a fragment's own
   */
  StepReader(
      Reading reading,
      ExpectationReader expectations,
      FaultReader faults,
      @Nullable Fragments fragments) {
    this.reading = reading;
    this.values = expectations.values();
    this.requests = new RequestReader(reading, values);
    this.expectations = expectations;
    this.faults = faults;
    this.fragments = fragments;
  }

  /** The files of the fragments that were used so far, whether they are there or not. */
  Set<Path> used() {
    return used;
  }

  /** Reads a step of a fragment, whatever it will be used for. */
  List<Step> shared(Node node) {
    return read(node, true);
  }

  /** Reads a step that puts something back. */
  List<Step> cleanup(Node node) {
    List<Step> steps = read(node, true);
    for (Step step : steps) {
      if (step instanceof Step.Fault || step instanceof Step.RestartDatabase) {
        reading.add(
            Rule.BAD_FINALLY,
            step.at().fragment() == null ? step.at() : YamlDocument.at(node),
            "a fault in `finally` would hinder the clean-up",
            "faults end by themselves; put it under `steps`");
      }
      if (step instanceof Step.Clock) {
        reading.add(
            Rule.BAD_FINALLY,
            step.at(),
            "time that has passed can't be put back",
            "move the clock under `steps`");
      }
    }
    return steps;
  }

  /** Reads a step: one, or one for each row of its table. */
  List<Step> read(Node node) {
    return read(node, false);
  }

  private List<Step> read(Node node, boolean cleanup) {
    Optional<Fields> mapping = Fields.of(reading, node, "a step");
    if (mapping.isEmpty()) {
      return List.of();
    }
    Fields fields = mapping.get();
    if (kinds(fields).equals(List.of(USE))) {
      return use(fields, cleanup);
    }
    if (!cleanup && fields.has("aws") && fields.has(AwsReader.ALREADY)) {
      reading.add(
          Rule.BAD_FINALLY,
          fields.place(AwsReader.ALREADY),
          "only a step in `finally` may find its work done",
          "say with `expect` what AWS answers here");
    }
    List<Map<String, Value>> rows = rows(fields);
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    Optional<Step> step = reading.scope().columns(columns, () -> step(fields));
    if (step.isEmpty() || rows.isEmpty()) {
      return step.stream().toList();
    }
    return rows.stream().<Step>map(row -> new Step.Row(step.get(), row)).toList();
  }

  /** The rows of a step's table; none where it has no table. */
  private List<Map<String, Value>> rows(Fields fields) {
    List<Map<String, Value>> rows = new ArrayList<>();
    Optional<Node> table = fields.get(EACH);
    for (Node each : table.map(node -> reading.list(node, "rows")).orElse(List.of())) {
      Map<String, Value> row = new LinkedHashMap<>();
      Fields.of(reading, each, "a row")
          .ifPresent(all -> all.all().forEach((name, value) -> row.put(name, values.value(value))));
      if (!rows.isEmpty() && !rows.get(0).keySet().equals(row.keySet())) {
        reading.add(
            Rule.BAD_TABLE,
            YamlDocument.at(each),
            "this row has other columns than the first",
            "the first has " + String.join(", ", rows.get(0).keySet()));
      }
      rows.add(row);
    }
    if (table.isPresent() && rows.isEmpty()) {
      reading.add(
          Rule.BAD_TABLE,
          fields.place(EACH),
          "this table has no row",
          "add one: - { name: value }");
    }
    if (!rows.isEmpty() && fields.has("capture")) {
      reading.add(
          Rule.BAD_TABLE,
          fields.place("capture"),
          "a step with `each` captures nothing: each row would overwrite it",
          "capture in a step without a table");
    }
    return rows;
  }

  private static List<String> kinds(Fields fields) {
    return fields.all().keySet().stream().filter(KINDS::containsKey).toList();
  }

  /** Reads the steps of a fragment as if they stood here, with what it is given. */
  private List<Step> use(Fields fields, boolean cleanup) {
    fields.restrict("a step `" + USE + "`", KINDS.getOrDefault(USE, Set.of()));
    SourceSpan at = fields.place(USE);
    @Nullable Fragments all = fragments;
    if (all == null) {
      reading.add(
          Rule.BAD_FRAGMENT, at, "a fragment uses no other", "write the steps of the other here");
      return List.of();
    }
    Optional<String> name = fields.get(USE).flatMap(reading::name);
    Optional<Fragment> found =
        name.isEmpty() ? Optional.empty() : fragment(name.get(), all, fields.get(USE));
    if (found.isEmpty()) {
      reading.scope().setIncomplete();
      return List.of();
    }
    Fragment fragment = found.get();
    List<Finding> errors = fragment.findings().stream().filter(Finding::isError).toList();
    errors.forEach(reading.findings()::add);
    int before = reading.findings().all().size();
    Map<String, ScalarNode> given = fragment.given(fields, reading, name.orElseThrow());
    boolean sound = errors.isEmpty() && reading.findings().all().size() == before;
    for (String capture : fragment.captures()) {
      SourceSpan taken = reading.scope().captures().get(capture);
      if (taken != null) {
        sound = false;
        reading.add(
            Rule.CAPTURE_TAKEN,
            at,
            "this fragment captures `"
                + capture
                + "`, which is captured in "
                + taken.place()
                + " already",
            "use a fragment that captures once; or write the steps out here");
      }
    }
    if (!sound) {
      reading.scope().setIncomplete();
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    fragment.steps(given).forEach(each -> steps.addAll(read(each, cleanup)));
    return steps;
  }

  private Optional<Fragment> fragment(String name, Fragments all, Optional<Node> at) {
    SourceSpan place = at.map(YamlDocument::at).orElse(SourceSpan.START);
    used.add(all.file(name));
    try {
      Optional<Fragment> fragment = all.named(name);
      if (fragment.isEmpty()) {
        String hint = Nearest.hint(name, all.names());
        reading.add(
            Rule.UNKNOWN_FRAGMENT,
            place,
            "unknown fragment `" + name + "`",
            hint != null ? hint : "its file would be fragments/" + name + Fragment.SUFFIX);
      }
      return fragment;
    } catch (IOException unreadable) {
      reading.add(
          Rule.UNKNOWN_FRAGMENT,
          place,
          "the fragment `" + name + "` can't be read: " + unreadable.getMessage(),
          null);
      return Optional.empty();
    }
  }

  private Optional<Step> step(Fields fields) {
    List<String> kinds = kinds(fields);
    if (kinds.size() != 1) {
      unknown(fields, kinds);
      return Optional.empty();
    }
    String kind = kinds.get(0);
    Set<String> known = new HashSet<>(KINDS.getOrDefault(kind, Set.of()));
    known.add(EACH);
    fields.restrict("a step `" + kind + "`", known);
    Node value = fields.get(kind).orElseThrow();
    SourceSpan at = fields.place(kind);
    return switch (kind) {
      case "browse" -> Optional.of(browse(fields, value, at));
      case "api" -> Optional.of(api(fields, value, at));
      case "race" -> Optional.of(race(fields, value, at));
      case "flood" -> Optional.of(flood(fields, value, at));
      case "eventually" -> Optional.of(eventually(fields, value, at));
      case "products" -> Optional.of(products(value, at));
      case "fault" -> fault(value, at);
      case "clock" -> reading.leap(value).map(by -> new Step.Clock(at, by));
      case "handshake" -> handshake(fields, value, at);
      case "aws" -> new AwsReader(reading, requests).read(fields, value, at).map(Step.class::cast);
      case "page" -> Optional.of(new PageReader(reading, values, requests).read(fields, value, at));
      default -> invoke(fields, value, at);
    };
  }

  private void unknown(Fields fields, List<String> kinds) {
    if (kinds.size() > 1) {
      reading.add(
          Rule.UNKNOWN_STEP,
          fields.place(kinds.get(1)),
          "a step is `" + kinds.get(0) + "` or `" + kinds.get(1) + "`, not both",
          "make two steps of it");
      return;
    }
    String first =
        fields.all().keySet().stream().filter(key -> !key.equals(EACH)).findFirst().orElse("");
    reading.add(
        Rule.UNKNOWN_STEP,
        fields.place(first),
        first.isEmpty() ? "this step is empty" : "unknown step `" + first + "`",
        Nearest.hint(first, KINDS.keySet()));
  }

  private Step browse(Fields fields, Node value, SourceSpan at) {
    Request request = requests.page(value, fields);
    Answer answer = expected(fields, at);
    return new Step.Browse(at, request, answer, requests.captures(fields));
  }

  private Step api(Fields fields, Node value, SourceSpan at) {
    Optional<Node> as = fields.get("as");
    Optional<String> customer = as.flatMap(reading::name);
    customer.ifPresent(name -> reading.scope().customer(name, as.map(YamlDocument::at).orElse(at)));
    Request request = requests.api(value, fields);
    Answer answer = expected(fields, at);
    return new Step.Api(
        at,
        request,
        customer.orElse(null),
        answer,
        requests.captures(fields),
        new ChainReader(reading).read(fields.get("chain")));
  }

  private Step race(Fields fields, Node value, SourceSpan at) {
    List<String> customers = new ArrayList<>();
    for (Node each :
        fields
            .need("as", "`race`")
            .map(node -> reading.list(node, "customers"))
            .orElse(List.of())) {
      reading
          .name(each)
          .filter(name -> reading.scope().customer(name, YamlDocument.at(each)))
          .ifPresent(customers::add);
    }
    Request request = requests.api(value, fields);
    List<Answer> outcomes = new ArrayList<>();
    fields
        .need("expect", "`race`")
        .flatMap(node -> Fields.of(reading, node, "`expect` of a race", RACE))
        .flatMap(expect -> expect.need("outcomes", "`expect` of a race"))
        .ifPresent(
            node -> {
              for (Node each : reading.list(node, "outcomes")) {
                outcomes.add(requests.answer(Optional.of(each), at));
              }
            });
    if (customers.size() < 2 || customers.size() != outcomes.size()) {
      reading.add(
          Rule.BAD_RACE,
          at,
          "a race of " + customers.size() + " has " + outcomes.size() + " outcomes",
          "name at least two customers, and one outcome for each");
    }
    return new Step.Race(at, request, customers, outcomes);
  }

  private Step flood(Fields fields, Node value, SourceSpan at) {
    fields.need("from", "`flood`");
    Optional<Node> times = fields.need("times", "`flood`");
    int count = times.flatMap(node -> reading.integer(node, 1)).orElse(1);
    if (count > Step.Flood.MOST) {
      reading.add(
          Rule.BAD_NUMBER,
          times.map(YamlDocument::at).orElse(at),
          count + " is too many",
          "at most " + Step.Flood.MOST);
    }
    return new Step.Flood(at, requests.api(value, fields), count, expected(fields, at));
  }

  private Step eventually(Fields fields, Node value, SourceSpan at) {
    Duration within = reading.duration(value).orElse(Duration.ofSeconds(1));
    List<Expectation> all = new ArrayList<>();
    fields
        .need("expect", "`eventually`")
        .ifPresent(node -> all.addAll(expectations.all(node, "`expect` of `eventually`")));
    fields.get("chain").map(new ChainReader(reading)::behind).stream()
        .flatMap(List::stream)
        .map(chain -> new Expectation.Behind(chain.at(), chain))
        .forEach(all::add);
    return new Step.Eventually(at, within, List.copyOf(all));
  }

  private Step products(Node value, SourceSpan at) {
    Map<String, Step.Products.Change> changes = new LinkedHashMap<>();
    Fields.of(reading, value, "`products`")
        .ifPresent(
            fields ->
                fields
                    .all()
                    .forEach(
                        (name, node) -> {
                          reading.scope().product(name, fields.place(name));
                          Fields.of(reading, node, "a changed product", CHANGE)
                              .ifPresent(change -> changes.put(name, change(change)));
                        }));
    return new Step.Products(at, changes);
  }

  private Step.Products.Change change(Fields fields) {
    return new Step.Products.Change(
        fields.get("price").flatMap(reading::money).orElse(null),
        fields.get("available").flatMap(node -> reading.integer(node, 0)).orElse(null));
  }

  private Optional<Step> invoke(Fields fields, Node value, SourceSpan at) {
    Value payload =
        fields.get("json").map(values::value).orElse(new Value.Constant(NullNode.getInstance()));
    Optional<Check> result =
        fields
            .get("expect")
            .flatMap(node -> Fields.of(reading, node, "`expect` of `invoke`", RESULT))
            .flatMap(expect -> expect.need("json", "`expect` of `invoke`"))
            .map(values::check);
    return reading
        .name(value)
        .map(function -> new Step.Invoke(at, function, payload, result.orElse(null)));
  }

  private Optional<Step> handshake(Fields fields, Node value, SourceSpan at) {
    Optional<String> protocol =
        reading.parsed(
            value,
            text -> Optional.of(text).filter(Step.Handshake.PROTOCOLS::contains),
            Rule.BAD_REQUEST,
            "is no version of TLS",
            "one of " + String.join(", ", Step.Handshake.PROTOCOLS));
    Optional<Template> name = fields.get("name").flatMap(reading::template);
    Answer answer = expected(fields, at);
    List<Request.Capture> captures = requests.captures(fields);
    return protocol.map(
        offered -> new Step.Handshake(at, offered, name.orElse(null), answer, captures));
  }

  /** {@code restart-database} alone happens at once; every other fault waits for its hop. */
  private Optional<Step> fault(Node value, SourceSpan at) {
    return value instanceof ScalarNode now
            && now.getValue().equals(Fault.Kind.RESTART_DATABASE.text())
        ? Optional.of(new Step.RestartDatabase(at))
        : faults.read(value).map(spec -> new Step.Fault(at, spec));
  }

  private Answer expected(Fields fields, SourceSpan at) {
    if (!fields.has("expect")) {
      reading.add(
          Rule.NOTHING_EXPECTED,
          at,
          "this step expects nothing",
          "at least `expect: { status: 200 }`");
    }
    return requests.answer(fields.get("expect"), at);
  }

  /** Every key that some step may have, for the schema's test. */
  static Set<String> keys() {
    Set<String> keys = new HashSet<>();
    KINDS.values().forEach(keys::addAll);
    return keys;
  }
}
