package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.Masks;
import dev.rehearsal.stage.Stage;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes down as a journey what somebody did in the shop, from the hops it left in the ledger.
 *
 * <p>Products and customers become the journey's own, ids become captures, and what the ledger
 * masked is made anew: a card's token is the one that makes the payment end as it did.
 */
public final class Recording {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api";
  private static final List<String> NAMES = List.of("ada", "bob", "cem", "dora", "eve");
  private static final Pattern SKU =
      Pattern.compile("^/(?:products|(?:guest/)?cart/items)/([^/]+)$");

  /** What a state or an error is called, and not what it is about. */
  private static final Pattern WORD = Pattern.compile("[A-Z][A-Z_]{2,}");

  /** Such a text may be an id that a later request speaks of. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{12,}");

  /** What a function reads as it starts. */
  private static final Set<String> START_UP =
      Set.of("ssm:GetParameter", "secretsmanager:GetSecretValue");

  private final Stage stage;
  private final Outputs outputs;
  private final List<Hop> hops;
  private final List<Hop> ever;
  private final Map<String, Map<String, AttributeValue>> products = new LinkedHashMap<>();
  private final Map<String, Integer> wanted = new TreeMap<>();
  private final Map<String, String> customers = new LinkedHashMap<>();
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final Map<String, String> captures = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> messages = new LinkedHashMap<>();

  /** A request that somebody sent. */
  private record Sent(Hop edge, @Nullable Hop api, @Nullable Hop invocation, JsonNode event) {

    String method() {
      return edge.action().substring(0, edge.action().indexOf(' '));
    }

    String path() {
      return edge.action().substring(edge.action().indexOf(' ') + 1);
    }

    boolean isApi() {
      return path().startsWith(API + "/");
    }

    String query() {
      String query = URI.create(String.valueOf(edge.resource()).replace(" ", "%20")).getRawQuery();
      return query == null ? "" : "?" + query;
    }

    JsonNode answer() {
      return api == null ? MissingNode.getInstance() : json(api.response());
    }
  }

  private Recording(Stage stage, List<Hop> hops, List<Hop> ever) {
    this.stage = stage;
    this.outputs = new Outputs(stage.outputs());
    this.hops = hops.stream().sorted(Comparator.comparing(Hop::start)).toList();
    this.ever = ever.stream().sorted(Comparator.comparing(Hop::start)).toList();
  }

  /**
   * The journey.
   *
   * @param title its first line
   * @param hops what happened while it was recorded
   * @param ever what happened before, too
   * @return its text; empty where nobody used the shop
   */
  public static Optional<String> journey(
      Stage stage, String title, List<Hop> hops, List<Hop> ever) {
    return new Recording(stage, hops, ever).write(title);
  }

  private Optional<String> write(String title) {
    List<Sent> sent = sent();
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    sent.forEach(this::learn);
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < sent.size(); i++) {
      step(steps, sent.get(i), sent.subList(i + 1, sent.size()));
    }
    told(steps);
    StringBuilder text = new StringBuilder();
    text.append("# yaml-language-server: $schema=../../journey.schema.json\n");
    text.append("journey: ").append(quoted(title)).append('\n');
    given(text);
    return Optional.of(text.append("steps:\n").append(steps).toString());
  }

  /**
   * What a person asked for: pages and the API, each once where it was asked for again and again.
   */
  private List<Sent> sent() {
    List<Sent> all = new ArrayList<>();
    for (Hop hop : hops) {
      if (hop.kind() != Hop.Kind.EDGE) {
        continue;
      }
      List<Hop> caused =
          hops.stream().filter(each -> each.trace().root().equals(hop.trace().root())).toList();
      @Nullable Hop api =
          caused.stream().filter(each -> each.kind() == Hop.Kind.API).findFirst().orElse(null);
      @Nullable Hop invocation = ChainCheck.invocation(caused);
      Sent one =
          new Sent(hop, api, invocation, json(invocation == null ? null : invocation.request()));
      boolean page = one.path().equals("/") || one.path().endsWith(".html");
      boolean again =
          !all.isEmpty()
              && one.method().equals("GET")
              && all.get(all.size() - 1).edge().action().equals(hop.action())
              && all.get(all.size() - 1).query().equals(one.query());
      if ((one.isApi() || page) && !again && !one.method().equals("OPTIONS")) {
        all.add(one);
      }
    }
    return all;
  }

  /** Learns which products and customers there were. */
  private void learn(Sent sent) {
    JsonNode claims = claims(sent);
    if (claims.has("sub") && !customers.containsKey(claims.path("sub").asText())) {
      String name = NAMES.get(customers.size() % NAMES.size());
      String number = customers.size() < NAMES.size() ? "" : String.valueOf(customers.size());
      customers.put(claims.path("sub").asText(), name + number);
      addresses.put(claims.path("email").asText("-"), name + number);
      addresses.put(claims.path("phone_number").asText("-"), name + number);
    }
    Matcher sku = SKU.matcher(below(sent.path()));
    if (sent.isApi() && sku.matches()) {
      String id = sku.group(1);
      Map<String, AttributeValue> item =
          stage
              .client(DynamoDbClient.class)
              .getItem(
                  get ->
                      get.tableName(outputs.table("products"))
                          .key(Map.of("sku", AttributeValue.fromS(id))))
              .item();
      if (!item.isEmpty()) {
        products.putIfAbsent(id, item);
        int quantity = body(sent).path("quantity").asInt(1);
        wanted.merge(id, Math.max(1, quantity), Integer::sum);
      }
    }
    if (sent.invocation() != null && customers.containsKey(claims.path("sub").asText())) {
      String who = customers.get(claims.path("sub").asText());
      for (Hop hop : hops) {
        if (hop.trace().root().equals(sent.edge().trace().root())
            && (hop.kind() == Hop.Kind.MAIL || hop.kind() == Hop.Kind.SMS)
            && who.equals(addresses.get(String.valueOf(hop.resource())))) {
          messages
              .computeIfAbsent(who, any -> new TreeMap<>())
              .merge(hop.kind() == Hop.Kind.MAIL ? "email" : "sms", 1, Integer::sum);
        }
      }
    }
  }

  private void given(StringBuilder text) {
    if (products.isEmpty() && customers.isEmpty()) {
      return;
    }
    text.append("given:\n");
    if (!products.isEmpty()) {
      text.append("  products:\n");
      products.forEach(
          (sku, item) -> {
            BigDecimal price = new BigDecimal(number(item, "price")).movePointLeft(2);
            String currency = item.containsKey("currency") ? item.get("currency").s() : "EUR";
            int available =
                Math.max(Integer.parseInt(number(item, "available")), 0)
                    + wanted.getOrDefault(sku, 1);
            text.append("    ").append(product(sku)).append(": { price: ");
            text.append(price.setScale(2).toPlainString()).append(' ').append(currency);
            text.append(", available: ").append(available);
            if (item.containsKey("name")) {
              text.append(", title: ").append(quoted(item.get("name").s()));
            }
            text.append(" }\n");
          });
    }
    if (!customers.isEmpty()) {
      text.append("  customers: [").append(String.join(", ", customers.values())).append("]\n");
    }
  }

  private void step(StringBuilder text, Sent sent, List<Sent> later) {
    int status = sent.edge().status() == 304 ? 200 : sent.edge().status();
    if (!sent.isApi()) {
      text.append("  - browse: ").append(sent.path()).append('\n');
      text.append("    expect: { status: ").append(status).append(" }\n");
      return;
    }
    String target = named(below(sent.path())) + named(sent.query());
    text.append("  - api: ").append(quoted(sent.method() + " " + target)).append('\n');
    String who = customers.get(claims(sent).path("sub").asText());
    if (who != null) {
      text.append("    as: ").append(who).append('\n');
    }
    headers(text, sent);
    JsonNode body = body(sent);
    if (!body.isMissingNode()) {
      text.append("    json: ").append(named(unmasked(sent, body.toString()))).append('\n');
    }
    Map<String, String> expected = expected(sent.answer());
    text.append("    expect:\n      status: ").append(status).append('\n');
    if (!expected.isEmpty()) {
      text.append("      json:\n");
      expected.forEach(
          (path, value) ->
              text.append("        ").append(path).append(": ").append(value).append('\n'));
    }
    capture(text, sent, later);
    chain(text, sent, status);
  }

  private void headers(StringBuilder text, Sent sent) {
    List<String> all = new ArrayList<>();
    JsonNode headers = sent.event().path("headers");
    if (headers.has("idempotency-key")) {
      String name =
          keys.computeIfAbsent(
              headers.path("idempotency-key").asText(),
              any -> "${uuid.key" + (keys.size() + 1) + "}");
      all.add("Idempotency-Key: \"" + name + "\"");
    }
    if (headers.has("x-guest-session") && below(sent.path()).contains("cart")) {
      all.add("X-Guest-Session: \"${uuid.guest}\"");
    }
    if (!all.isEmpty()) {
      text.append("    headers: { ").append(String.join(", ", all)).append(" }\n");
    }
  }

  /** What is as sure as the status: words for states and errors, and sums of money. */
  private static Map<String, String> expected(JsonNode answer) {
    Map<String, String> expected = new LinkedHashMap<>();
    answer
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isTextual() && WORD.matcher(each.getValue().asText()).matches()) {
                expected.put("$." + each.getKey(), each.getValue().asText());
              } else if (each.getValue().has("amount") && each.getValue().has("currency")) {
                expected.put("$." + each.getKey(), each.getValue().toString());
              }
            });
    return expected;
  }

  /** Keeps what later requests speak of. */
  private void capture(StringBuilder text, Sent sent, List<Sent> later) {
    List<String> all = new ArrayList<>();
    sent.answer()
        .properties()
        .forEach(
            each -> {
              String value = each.getValue().asText();
              if (each.getValue().isTextual()
                  && ID.matcher(value).matches()
                  && !products.containsKey(value)
                  && !captures.containsKey(value)
                  && later.stream().anyMatch(one -> speaksOf(one, value))) {
                String name = captureName(below(sent.path()), each.getKey());
                captures.put(value, name);
                all.add(name + ": $." + each.getKey());
              }
            });
    if (!all.isEmpty()) {
      text.append("    capture: { ").append(String.join(", ", all)).append(" }\n");
    }
  }

  private static boolean speaksOf(Sent sent, String value) {
    return sent.edge().action().contains(value)
        || sent.query().contains(value)
        || body(sent).toString().contains(value);
  }

  /** {@code orderId} of {@code /orders}. */
  private String captureName(String path, String key) {
    String place = path.replaceFirst("^/", "").replaceFirst("/.*", "").replaceFirst("s$", "");
    String base = key.equals("id") && place.matches("[a-z]+") ? place + "Id" : key;
    String name = base.replaceAll("[^A-Za-z0-9]", "");
    return captures.containsValue(name) ? name + (captures.size() + 1) : name;
  }

  /** All that a change caused; of reads the answer says enough. */
  private void chain(StringBuilder text, Sent sent, int status) {
    Hop invocation = sent.invocation();
    if (invocation == null || sent.method().equals("GET") || status >= 400) {
      return;
    }
    List<String> calls = new ArrayList<>(calls(hops, invocation));
    // A JVM that has just started reads more: what, and before which call, one that did so tells.
    for (Hop other : ever) {
      if (other.kind() == Hop.Kind.INVOKE && other.to().equals(invocation.to())) {
        startUp(calls(ever, other), calls);
      }
    }
    text.append("    chain:\n      - cloudfront -> apigateway -> lambda:");
    text.append(outputs.shortName(invocation.to().substring("lambda:".length()))).append('\n');
    for (String call : calls) {
      text.append("      - ").append(call).append(isStartUp(call) ? " (cold)" : "").append('\n');
    }
  }

  private static boolean isStartUp(String call) {
    return START_UP.stream().anyMatch(call::startsWith);
  }

  /** Adds what another invocation read as it started before the call that followed there. */
  private static void startUp(List<String> other, List<String> calls) {
    for (int i = other.size() - 2; i >= 0; i--) {
      int place = calls.indexOf(other.get(i + 1));
      if (isStartUp(other.get(i)) && !calls.contains(other.get(i)) && place >= 0) {
        calls.add(place, other.get(i));
      }
    }
  }

  private List<String> calls(List<Hop> all, Hop invocation) {
    List<String> lines = new ArrayList<>();
    List<Hop> caused =
        all.stream().filter(hop -> hop.trace().root().equals(invocation.trace().root())).toList();
    for (ChainCheck.Seen seen : ChainCheck.calls(caused, invocation)) {
      String on =
          seen.on().stream()
              .map(name -> shortened(seen.what(), name))
              .collect(Collectors.joining(", "));
      String refused = seen.hop().error() == null ? "" : " (refused)";
      boolean aws = seen.hop().kind() == Hop.Kind.AWS;
      String line = seen.what() + (on.isEmpty() ? "" : (aws ? " on " : ": ") + on) + refused;
      lines.add(line);
    }
    return lines;
  }

  private String shortened(String what, String name) {
    String platform = outputs.all().getOrDefault("name", "") + "-";
    String last = name.startsWith(platform) ? name.substring(platform.length()) : name;
    return what.startsWith("secretsmanager:") ? last.replaceFirst("-[A-Za-z0-9]{6}$", "") : last;
  }

  private void told(StringBuilder text) {
    Set<String> lines = new LinkedHashSet<>();
    messages.forEach(
        (who, channels) ->
            channels.forEach(
                (channel, count) ->
                    lines.add(
                        "{ to: " + who + ", channel: " + channel + ", count: " + count + " }")));
    if (!lines.isEmpty()) {
      text.append("  - eventually: 30s\n    expect:\n      inbox:\n");
      lines.forEach(line -> text.append("        - ").append(line).append('\n'));
    }
  }

  /** What was recorded by its name in the journey. */
  private String named(String text) {
    String named = text;
    for (String sku : products.keySet()) {
      named =
          named.replaceAll(
              "(?<![\\w-])" + Pattern.quote(sku) + "(?![\\w-])",
              Matcher.quoteReplacement("${products." + product(sku) + ".sku}"));
    }
    for (Map.Entry<String, String> each : captures.entrySet()) {
      named = named.replace(each.getKey(), "${" + each.getValue() + "}");
    }
    for (Map.Entry<String, String> each : addresses.entrySet()) {
      String field = each.getKey().contains("@") ? "email" : "phone";
      named =
          named.replace(
              "\"" + each.getKey() + "\"",
              "\"${customers." + each.getValue() + "." + field + "}\"");
    }
    return named;
  }

  /** The card that makes the payment end as it did. */
  private String unmasked(Sent sent, String body) {
    Optional<Hop> charge =
        hops.stream()
            .filter(hop -> hop.trace().root().equals(sent.edge().trace().root()))
            .filter(hop -> hop.kind() == Hop.Kind.HTTP && hop.action().contains("/charges"))
            .findFirst();
    int status = charge.map(Hop::status).orElse(201);
    String card =
        status == 0
            ? "tok_timeout"
            : status == 402 ? "tok_declined" : status >= 500 ? "tok_error" : "tok_visa";
    return body.replace("\"" + Masks.MASK + "\"", "\"" + card + "\"");
  }

  private static String product(String sku) {
    String name = sku.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return name.matches("[a-z].*") && name.length() <= 31
        ? name
        : "p" + Math.floorMod(sku.hashCode(), 100_000);
  }

  private static JsonNode claims(Sent sent) {
    return sent.event().at("/requestContext/authorizer/jwt/claims");
  }

  private static JsonNode body(Sent sent) {
    return sent.api() == null ? MissingNode.getInstance() : json(sent.api().request());
  }

  private static String below(String path) {
    return path.startsWith(API) ? path.substring(API.length()) : path;
  }

  private static String number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? "0" : value.n();
  }

  private static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private static JsonNode json(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException noJson) {
      return MissingNode.getInstance();
    }
  }
}
