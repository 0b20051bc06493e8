package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.journeys.language.Given;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.Names;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.journeys.language.Value;
import dev.rehearsal.stage.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** One journey on its way: its own products, customers, captures and correlation ids. */
final class Walk implements Names {

  private static final Value NOTHING = new Value.Constant(NullNode.getInstance());

  private final Journey journey;
  private final Stage stage;
  private final Seeds seeds;
  private final Outputs outputs;
  private final Customers customers;
  private final Visitors visitors;
  private final Catalogue catalogue;
  private final MetricObserver metrics;
  private final Instant started = Instant.now();
  private final Instant begun;
  private final Map<String, JsonNode> captures = new HashMap<>();
  private final Set<String> roots = ConcurrentHashMap.newKeySet();
  private final List<ArmedFault> faults = new ArrayList<>();
  private final String run;
  private String preparation = "";
  private final BooleanSupplier stopped;
  private boolean cleaningUp;
  private Map<String, Value> row = Map.of();

  /**
   * Begins where nothing is made yet.
   *
   * @param run the run's own letters
   * @param stopped whether the run is to end before its journeys have
   */
  Walk(Journey journey, Stage stage, RunSettings settings, String run, BooleanSupplier stopped) {
    this.journey = journey;
    this.stage = stage;
    this.begun = stage.now();
    this.run = run;
    this.stopped = stopped;
    this.seeds = new Seeds(settings.seed(), journey.id());
    this.outputs = new Outputs(stage.outputs());
    this.visitors = new Visitors(journey.given().visitors(), seeds);
    this.customers = new Customers(stage, outputs, seeds, journey.given().customers());
    this.catalogue = new Catalogue(stage, outputs, seeds, journey.given().products(), this);
    this.metrics = new MetricObserver(this);
  }

  /**
   * Makes what the journey takes as given, and notes what is counted from here on, under a
   * correlation id that is not the journey's.
   */
  void prepare() {
    preparation = seeds.root();
    try (Trace.Scope scope = new Trace(preparation, null).open()) {
      catalogue.create();
      customers.create();
      for (String name : journey.given().customers()) {
        customers.token(name);
      }
      metrics.begin();
    }
  }

  /** A new correlation id, for the next step. */
  String nextRoot() {
    String root = seeds.root();
    roots.add(root);
    return root;
  }

  /** Whether no further step may be begun, and none waited for. */
  boolean stopped() {
    return !cleaningUp && stopped.getAsBoolean();
  }

  /** From here on only what was changed is put back, and for that there is time. */
  void cleanUp() {
    cleaningUp = true;
  }

  /** Lets something go wrong at this journey's own hops, until it ends. */
  void arm(Step.Fault fault) {
    faults.add(new ArmedFault(fault, stage.faults().arm(fault.spec(), this::caused)));
  }

  /** A fault that is planned; a step in a table or a fragment may plan the same one twice. */
  private record ArmedFault(Step.Fault step, FaultPlan.Armed armed) {}

  /** Whether a correlation id is one of this journey's steps. */
  boolean caused(String root) {
    return roots.contains(root);
  }

  /** Ends all faults; tells of one that found nothing to strike: it has proved nothing. */
  Optional<Failure> disarm() {
    Optional<Failure> idle = Optional.empty();
    for (ArmedFault each : faults) {
      FaultPlan.Armed armed = each.armed();
      armed.close();
      if (armed.struck() == 0 && armed.spec().chance() >= 1 && idle.isEmpty()) {
        idle =
            Optional.of(
                Failure.of("The fault never happened", each.step().at())
                    .fact("expected", "a hop " + armed.spec().on().text())
                    .fact("but was", armed.seen() + " such hops after the fault was planned")
                    .build());
      }
    }
    faults.clear();
    return idle;
  }

  /** Takes a row of a table for what {@code each} refers to. */
  void row(Map<String, Value> values) {
    row = values;
  }

  void capture(String name, JsonNode value) {
    captures.put(name, value);
  }

  @Override
  public JsonNode lookup(String reference) {
    String[] parts = reference.split("\\.", -1);
    return switch (parts[0]) {
      case "products" -> product(parts[1], parts[2]);
      case "customers" -> TextNode.valueOf(customer(parts[1], parts[2]));
      case "visitors" -> TextNode.valueOf(visitors.address(parts[1]));
      case "outputs" -> TextNode.valueOf(outputs.get(parts[1]));
      case "uuid" -> TextNode.valueOf(parts.length == 1 ? seeds.uuid() : seeds.uuid(parts[1]));
      case "each" -> row.getOrDefault(parts[1], NOTHING).resolve(this);
      case "run" -> TextNode.valueOf(run);
      case "code" ->
          TextNode.valueOf(
              Authenticator.code(
                  captured(parts[1]).asText(), parts.length < 3 ? "" : parts[2], stage.now()));
      default -> captured(reference);
    };
  }

  private JsonNode captured(String name) {
    JsonNode value = captures.get(name);
    if (value == null) {
      throw new NotCaptured(name);
    }
    return value;
  }

  private JsonNode product(String name, String field) {
    Given.Product product = catalogue.products().get(name);
    if (product == null) {
      throw new UnknownName("There is no product `" + name + "`.");
    }
    return switch (field) {
      case "sku" -> TextNode.valueOf(catalogue.sku(name));
      case "title" -> TextNode.valueOf(catalogue.title(name, product));
      case "price" -> LongNode.valueOf(product.price().minor());
      case "currency" -> TextNode.valueOf(product.price().currency());
      default -> IntNode.valueOf(product.available());
    };
  }

  private String customer(String name, String field) {
    Customers.Customer customer = customers.get(name);
    return switch (field) {
      case "email" -> customer.email();
      case "phone" -> customer.phone();
      case "password" -> customer.password();
      case "token" -> customers.token(name);
      default -> Tokens.subject(customers.token(name));
    };
  }

  /** What this journey caused so far: by correlation id, or because it speaks of a capture. */
  List<Hop> hops() {
    List<String> marks = new ArrayList<>();
    captures.values().stream()
        .map(JsonNode::asText)
        .filter(text -> text.length() >= 12)
        .forEach(marks::add);
    return stage.ledger().hops().stream()
        .filter(hop -> !hop.start().isBefore(started) && !isOwn(hop))
        .filter(hop -> roots.contains(hop.trace().root()) || speaksOf(hop, marks))
        .sorted(Comparator.comparing(Hop::start))
        .toList();
  }

  /** What was refused since the journey began, by whomever it was caused. */
  List<Hop> refusals() {
    return stage.ledger().hops().stream()
        .filter(hop -> !hop.start().isBefore(started) && hop.error() != null && !isOwn(hop))
        .toList();
  }

  /** Which of the calls that make what is given was refused. */
  List<Hop> refusedPreparation() {
    return stage.ledger().hops().stream()
        .filter(hop -> hop.trace().root().equals(preparation) && hop.error() != null)
        .toList();
  }

  /** Whether the engine made this call itself, to look at the stage or to set it. */
  private static boolean isOwn(Hop hop) {
    String caller = hop.facts().getOrDefault("caller", "");
    return hop.kind() == Hop.Kind.AWS && (caller.endsWith(":root") || caller.contains(":user/"));
  }

  private static boolean speaksOf(Hop hop, List<String> marks) {
    String request = hop.request();
    return request != null && marks.stream().anyMatch(request::contains);
  }

  Journey journey() {
    return journey;
  }

  Stage stage() {
    return stage;
  }

  Outputs outputs() {
    return outputs;
  }

  Visitors visitors() {
    return visitors;
  }

  Customers customers() {
    return customers;
  }

  MetricObserver metrics() {
    return metrics;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Instant started() {
    return started;
  }

  /** When the journey began by the stage's clock, which stamps what functions log. */
  Instant begun() {
    return begun;
  }
}
