package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.language.Check;
import dev.rehearsal.journeys.language.Expectation;
import dev.rehearsal.journeys.language.Names;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.journeys.language.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Looks whether expectations hold. An error while looking is something seen, not a failure. */
final class Observer {

  private static final Pattern MINOR = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");

  /** An alarm that is not there, or not yet: a stack may make it. */
  private static final class NoSuchAlarm extends Names.UnknownName {
    private static final long serialVersionUID = 1L;

    NoSuchAlarm(String message) {
      super(message);
    }
  }

  private final Walk walk;
  private final InboxObserver inbox;
  private final LogObserver logs;
  private final SqlObserver sql;

  Observer(Walk walk) {
    this.walk = walk;
    this.inbox = new InboxObserver(walk);
    this.logs = new LogObserver(walk);
    this.sql = new SqlObserver(walk);
  }

  /**
   * What is seen; that nothing can be seen, with the reason, where the look itself fails.
   *
   * @throws InVain where it will fail as long as it is tried
   */
  Observation look(Expectation expectation) {
    try {
      return see(expectation);
    } catch (Names.NotCaptured nothing) {
      throw nothing; // Waiting does not help.
    } catch (NoSuchAlarm absent) {
      return unseen(expectation, String.valueOf(absent.getMessage()));
    } catch (Names.UnknownName unknown) {
      throw new InVain(unseen(expectation, String.valueOf(unknown.getMessage())));
    } catch (SdkException | SQLException | IllegalArgumentException error) {
      String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
      return unseen(expectation, error.getClass().getSimpleName() + ": " + message);
    }
  }

  private static Observation unseen(Expectation expectation, String why) {
    return Observation.of(false, "`" + expectation.key() + "` can be looked at", why);
  }

  /**
   * What is seen.
   *
   * @throws SdkException where AWS refuses the look
   * @throws SQLException where the database does
   * @throws IllegalArgumentException where it asks for what can't be asked for
   */
  Observation see(Expectation expectation) throws SQLException {
    if (expectation instanceof Expectation.Inbox messages) {
      return inbox.look(messages);
    } else if (expectation instanceof Expectation.Sql query) {
      return sql.look(query);
    } else if (expectation instanceof Expectation.DynamoDb item) {
      return dynamoDb(item);
    } else if (expectation instanceof Expectation.S3 object) {
      return s3(object);
    } else if (expectation instanceof Expectation.Logs lines) {
      return logs.look(lines);
    } else if (expectation instanceof Expectation.Queue queue) {
      return queue(queue);
    } else if (expectation instanceof Expectation.Aws aws) {
      return aws(aws);
    } else if (expectation instanceof Expectation.Metric metric) {
      return walk.metrics().look(metric);
    } else if (expectation instanceof Expectation.Alarm alarm) {
      return alarm(alarm);
    } else if (expectation instanceof Expectation.Behind chain) {
      return new BehindCheck(chain, walk.hops()).look();
    }
    return call((Expectation.Call) expectation);
  }

  private Observation dynamoDb(Expectation.DynamoDb expectation) {
    String table = walk.outputs().table(expectation.table());
    Map<String, AttributeValue> key = new HashMap<>();
    for (Map.Entry<String, Value> each : expectation.itemKey().entrySet()) {
      JsonNode value = each.getValue().resolve(walk);
      key.put(
          each.getKey(),
          value.isNumber()
              ? AttributeValue.fromN(value.asText())
              : AttributeValue.fromS(value.asText()));
    }
    var answer =
        walk.stage()
            .client(DynamoDbClient.class)
            .getItem(get -> get.tableName(table).key(key).consistentRead(true));
    JsonNode item = answer.hasItem() ? object(answer.item()) : MissingNode.getInstance();
    Optional<String> mismatch = expectation.item().mismatch(item, walk);
    String what = "the item of " + expectation.table();
    return Observation.of(
        mismatch.isEmpty(),
        what + " has " + mismatch.orElse("it"),
        item.isMissingNode() ? "no such item" : "item " + item);
  }

  private static ObjectNode object(Map<String, AttributeValue> item) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    item.forEach((name, value) -> object.set(name, json(value)));
    return object;
  }

  private static JsonNode json(AttributeValue value) {
    return switch (value.type()) {
      case S -> TextNode.valueOf(value.s());
      case N ->
          MINOR.matcher(value.n()).matches()
              ? DecimalNode.valueOf(new BigDecimal(value.n()))
              : TextNode.valueOf(value.n());
      case BOOL -> BooleanNode.valueOf(value.bool());
      case M -> object(value.m());
      case L -> {
        var list = JsonNodeFactory.instance.arrayNode();
        value.l().forEach(each -> list.add(json(each)));
        yield list;
      }
      case SS -> {
        var list = JsonNodeFactory.instance.arrayNode();
        value.ss().forEach(list::add);
        yield list;
      }
      case NUL -> NullNode.getInstance();
      default -> TextNode.valueOf(value.toString());
    };
  }

  private Observation s3(Expectation.S3 expectation) {
    String key = expectation.objectKey().text(walk);
    JsonNode body;
    try {
      body =
          TextNode.valueOf(
              walk.stage()
                  .client(S3Client.class)
                  .getObject(
                      get -> get.bucket(walk.outputs().bucket(expectation.bucket())).key(key),
                      ResponseTransformer.toBytes())
                  .asUtf8String());
    } catch (NoSuchKeyException absent) {
      body = MissingNode.getInstance();
    }
    Optional<String> mismatch = expectation.body().mismatch(body, walk);
    return Observation.of(
        mismatch.isEmpty(),
        "the object " + key + ": " + mismatch.orElse(""),
        body.isMissingNode() ? "no such object" : body.asText());
  }

  private Observation aws(Expectation.Aws expectation) {
    Step.Aws call = expectation.call();
    Exchange exchange = new AwsDoor(walk).call(call);
    if (call.answer() == null) {
      return Observation.of(
          exchange.status() < 300, call.operation() + " succeeds", exchange.body());
    }
    return new AnswerCheck(exchange, walk)
        .failure(call.answer())
        .map(Failure.Builder::build)
        .map(
            failure ->
                Observation.of(
                    false,
                    call.operation() + ": " + failure.fact("expected").orElse(failure.message()),
                    failure.fact("but was").orElse(exchange.body())))
        .orElseGet(() -> Observation.of(true, call.operation() + " as expected", exchange.body()));
  }

  private Observation queue(Expectation.Queue expectation) {
    Map<QueueAttributeName, String> attributes =
        walk.stage()
            .client(SqsClient.class)
            .getQueueAttributes(
                get ->
                    get.queueUrl(walk.outputs().queueUrl(expectation.name()))
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    int messages = attributes.values().stream().mapToInt(Observer::digits).sum();
    return Observation.of(
        messages == expectation.messages(),
        expectation.messages() + " messages in " + expectation.name(),
        messages + " messages in " + expectation.name());
  }

  private static int digits(String text) {
    Matcher matcher = Pattern.compile("\\d{1,9}").matcher(text);
    return matcher.matches() ? Integer.parseInt(text) : 0;
  }

  /** A name is whole, or stands without the platform's own before it. */
  private Observation alarm(Expectation.Alarm expectation) {
    String name = expectation.name().text(walk);
    String region = expectation.region() == null ? walk.stage().region() : expectation.region();
    String whole = walk.outputs().all().getOrDefault("name", "") + "-" + name;
    Map<String, String> states = new TreeMap<>();
    walk.stage()
        .client(CloudWatchClient.class, region)
        .describeAlarmsPaginator(
            describe -> describe.alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .forEach(
            page -> {
              page.metricAlarms().forEach(a -> states.put(a.alarmName(), a.stateValueAsString()));
              page.compositeAlarms()
                  .forEach(a -> states.put(a.alarmName(), a.stateValueAsString()));
            });
    @Nullable String state = states.containsKey(name) ? states.get(name) : states.get(whole);
    if (state == null) {
      String hint = Nearest.hint(whole, states.keySet());
      throw new NoSuchAlarm(
          "no such alarm in " + region + ": " + name + (hint == null ? "" : "; " + hint));
    }
    return new Observation(
        expectation.state().equals(state),
        "the alarm " + name + " is " + expectation.state(),
        "the alarm " + name + " is " + state,
        states.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList());
  }

  private Observation call(Expectation.Call expectation) {
    String on =
        expectation.on() == null ? "" : expectation.on().text(walk).toLowerCase(Locale.ROOT);
    List<Hop> hops = walk.hops();
    List<Hop> same =
        hops.stream().filter(hop -> hop.action().equalsIgnoreCase(expectation.action())).toList();
    List<Hop> found =
        same.stream()
            .filter(hop -> lower(hop.resource()).contains(on))
            .filter(hop -> expectation.by() == null || hop.from().endsWith(expectation.by()))
            .filter(hop -> expectation.error() == null || expectation.error().equals(hop.error()))
            .filter(hop -> decided(hop, expectation.decision()))
            .toList();
    boolean holds = Observation.counts(found.size(), expectation.count());
    List<String> near =
        same.stream().filter(hop -> holds == found.contains(hop)).limit(3).map(Hops::line).toList();
    String what = expectation.action() + (on.isEmpty() ? "" : " on " + on);
    return new Observation(
        holds,
        Observation.wanted("call", what, expectation.count()),
        found.size() + " of " + hops.size() + " hops of this journey",
        near);
  }

  private boolean decided(Hop hop, @Nullable Check expected) {
    String decision = hop.facts().get("decision");
    JsonNode actual = decision == null ? MissingNode.getInstance() : TextNode.valueOf(decision);
    return expected == null || expected.mismatch(actual, walk).isEmpty();
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
