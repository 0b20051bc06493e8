package dev.rehearsal.journeys.language;

import dev.rehearsal.cloud.inbox.Message;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads expectations of the stage's state. */
record ExpectationReader(Reading reading, ValueReader values) {

  static final Set<String> KINDS =
      Set.of("inbox", "sql", "dynamodb", "s3", "logs", "queue", "call", "metric", "alarm", "aws");
  static final Set<String> INBOX = Set.of("to", "channel", "subject", "text", "count");
  static final Set<String> SQL = Set.of("query", "rows");
  static final Set<String> DYNAMODB = Set.of("table", "key", "item");
  static final Set<String> S3 = Set.of("bucket", "key", "body");
  static final Set<String> LOGS = Set.of("of", "contains", "count");
  static final Set<String> QUEUE = Set.of("name", "messages");
  static final Set<String> AWS = Set.of("call", "region", "json", "expect");
  static final Set<String> CALL = Set.of("action", "on", "by", "error", "decision", "count");
  static final Set<String> METRIC = Set.of("name", "namespace", "dimensions", "region", "sum");
  static final Set<String> ALARM = Set.of("name", "state", "region");
  private static final List<String> STATES = List.of("OK", "ALARM", "INSUFFICIENT_DATA");

  /** All expectations of a mapping by kind, each kind one or a list. */
  List<Expectation> all(Node node, String what) {
    List<Expectation> expectations = new ArrayList<>();
    Fields.of(reading, node, what, KINDS)
        .ifPresent(
            fields ->
                fields
                    .all()
                    .forEach(
                        (kind, value) ->
                            Reading.oneOrMore(value)
                                .forEach(
                                    each ->
                                        one(kind, each, fields.place(kind))
                                            .ifPresent(expectations::add))));
    return expectations;
  }

  private Optional<Expectation> one(String kind, Node node, SourceSpan at) {
    return switch (kind) {
      case "inbox" -> Fields.of(reading, node, "`inbox`", INBOX).flatMap(f -> inbox(f, at));
      case "sql" -> Fields.of(reading, node, "`sql`", SQL).flatMap(f -> sql(f, at));
      case "dynamodb" ->
          Fields.of(reading, node, "`dynamodb`", DYNAMODB).flatMap(f -> dynamoDb(f, at));
      case "s3" -> Fields.of(reading, node, "`s3`", S3).flatMap(f -> s3(f, at));
      case "logs" -> Fields.of(reading, node, "`logs`", LOGS).flatMap(f -> logs(f, at));
      case "queue" -> Fields.of(reading, node, "`queue`", QUEUE).flatMap(f -> queue(f, at));
      case "aws" -> Fields.of(reading, node, "`aws`", AWS).flatMap(f -> aws(f, at));
      case "call" -> Fields.of(reading, node, "`call`", CALL).flatMap(f -> call(f, at));
      case "metric" -> Fields.of(reading, node, "`metric`", METRIC).flatMap(f -> metric(f, at));
      case "alarm" -> Fields.of(reading, node, "`alarm`", ALARM).flatMap(f -> alarm(f, at));
      default -> Optional.empty();
    };
  }

  private Optional<Expectation> inbox(Fields fields, SourceSpan at) {
    Optional<Node> to = fields.need("to", "`inbox`");
    Optional<String> customer = to.flatMap(reading::name);
    customer.ifPresent(name -> reading.scope().customer(name, spanOf(to)));
    Message.@Nullable Channel channel = fields.get("channel").flatMap(this::channel).orElse(null);
    @Nullable Check subject = fields.get("subject").map(values::check).orElse(null);
    @Nullable Check text = fields.get("text").map(values::check).orElse(null);
    @Nullable Integer count = count(fields);
    return customer.map(name -> new Expectation.Inbox(at, name, channel, subject, text, count));
  }

  private Optional<Message.Channel> channel(Node node) {
    List<String> known = List.of("email", "sms");
    Optional<String> text = reading.isOpen(node) ? Optional.empty() : reading.text(node);
    if (text.isPresent() && !known.contains(text.get())) {
      reading.add(
          Rule.BAD_CHANNEL,
          YamlDocument.at(node),
          "unknown channel `" + text.get() + "`",
          Nearest.hint(text.get(), known));
      return Optional.empty();
    }
    return text.map(name -> Message.Channel.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private Optional<Expectation> sql(Fields fields, SourceSpan at) {
    Optional<Node> node = fields.need("query", "`sql`");
    Optional<Template> query = node.flatMap(reading::template);
    if (query.isPresent() && !query.get().source().strip().matches("(?is)(select|with)\\b.*")) {
      reading.add(
          Rule.SQL_WRITES, spanOf(node), "a query starts with select or with", "`sql` only reads");
    }
    List<List<Check>> rows = new ArrayList<>();
    fields
        .need("rows", "`sql`")
        .ifPresent(
            all -> {
              for (Node row : reading.list(all, "rows")) {
                rows.add(reading.list(row, "columns").stream().map(values::check).toList());
              }
            });
    return query.map(template -> new Expectation.Sql(at, template, rows));
  }

  private Optional<Expectation> dynamoDb(Fields fields, SourceSpan at) {
    Optional<String> table = fields.need("table", "`dynamodb`").flatMap(reading::name);
    Map<String, Value> key = new LinkedHashMap<>();
    fields
        .need("key", "`dynamodb`")
        .flatMap(node -> Fields.of(reading, node, "`key`"))
        .ifPresent(all -> all.all().forEach((name, node) -> key.put(name, values.value(node))));
    Check item =
        fields.need("item", "`dynamodb`").map(values::check).orElse(new Check.Exists(true));
    return table.map(name -> new Expectation.DynamoDb(at, name, key, item));
  }

  private Optional<Expectation> s3(Fields fields, SourceSpan at) {
    Optional<String> bucket = fields.need("bucket", "`s3`").flatMap(reading::name);
    Optional<Template> key = fields.need("key", "`s3`").flatMap(reading::template);
    Check body = fields.get("body").map(values::check).orElse(new Check.Exists(true));
    return bucket.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Expectation.S3(at, bucket.get(), key.get(), body));
  }

  private Optional<Expectation> logs(Fields fields, SourceSpan at) {
    @Nullable String function = fields.get("of").flatMap(reading::name).orElse(null);
    return fields
        .need("contains", "`logs`")
        .flatMap(reading::template)
        .map(contains -> new Expectation.Logs(at, function, contains, count(fields)));
  }

  private Optional<Expectation> queue(Fields fields, SourceSpan at) {
    Optional<String> name = fields.need("name", "`queue`").flatMap(reading::name);
    Optional<Integer> messages =
        fields.need("messages", "`queue`").flatMap(node -> reading.integer(node, 0));
    return name.isEmpty() || messages.isEmpty()
        ? Optional.empty()
        : Optional.of(new Expectation.Queue(at, name.get(), messages.get()));
  }

  private Optional<Expectation> call(Fields fields, SourceSpan at) {
    @Nullable Template on = fields.get("on").flatMap(reading::template).orElse(null);
    @Nullable String by = fields.get("by").flatMap(reading::text).orElse(null);
    @Nullable String error = fields.get("error").flatMap(reading::text).orElse(null);
    @Nullable Check decision = fields.get("decision").map(values::check).orElse(null);
    return fields
        .need("action", "`call`")
        .flatMap(reading::text)
        .map(action -> new Expectation.Call(at, action, on, by, error, decision, count(fields)));
  }

  private Optional<Expectation> metric(Fields fields, SourceSpan at) {
    @Nullable String namespace = fields.get("namespace").flatMap(reading::text).orElse(null);
    @Nullable String region = fields.get("region").flatMap(reading::text).orElse(null);
    Map<String, Value> dimensions = new LinkedHashMap<>();
    fields
        .get("dimensions")
        .flatMap(node -> Fields.of(reading, node, "`dimensions`"))
        .ifPresent(
            all ->
                all.all()
                    .forEach(
                        (name, node) ->
                            reading
                                .scalar(node, "a dimension's value")
                                .ifPresent(value -> dimensions.put(name, values.value(value)))));
    Optional<Check> sum = fields.need("sum", "`metric`").map(values::check);
    Optional<String> name = fields.need("name", "`metric`").flatMap(reading::text);
    return name.isEmpty() || sum.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Expectation.Metric(at, name.get(), namespace, dimensions, region, sum.get()));
  }

  private Optional<Expectation> alarm(Fields fields, SourceSpan at) {
    @Nullable String region = fields.get("region").flatMap(reading::text).orElse(null);
    Optional<Template> name = fields.need("name", "`alarm`").flatMap(reading::template);
    Optional<String> state = fields.need("state", "`alarm`").flatMap(this::state);
    return name.isEmpty() || state.isEmpty()
        ? Optional.empty()
        : Optional.of(new Expectation.Alarm(at, name.get(), state.get(), region));
  }

  private Optional<String> state(Node node) {
    Optional<String> text = reading.isOpen(node) ? Optional.empty() : reading.text(node);
    if (text.isPresent() && !STATES.contains(text.get())) {
      reading.add(
          Rule.BAD_STATE,
          YamlDocument.at(node),
          "`" + text.get() + "` is no state of an alarm",
          Nearest.hint(text.get(), STATES));
      return Optional.empty();
    }
    return text;
  }

  private Optional<Expectation> aws(Fields fields, SourceSpan at) {
    return fields
        .need("call", "`aws`")
        .flatMap(
            operation ->
                new AwsReader(reading, new RequestReader(reading, values))
                    .read(fields, operation, at))
        .map(call -> new Expectation.Aws(at, call));
  }

  private @Nullable Integer count(Fields fields) {
    return fields.get("count").flatMap(node -> reading.integer(node, 0)).orElse(null);
  }

  private static SourceSpan spanOf(Optional<Node> node) {
    return node.map(YamlDocument::at).orElse(SourceSpan.START);
  }
}
