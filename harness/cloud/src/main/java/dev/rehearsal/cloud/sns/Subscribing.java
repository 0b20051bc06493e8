package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Trace;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;

/** Subscribe, confirm, describe, unsubscribe. */
final class Subscribing {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long TOKEN_MILLIS = 2 * 24 * 3600 * 1000L;
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ()-]{6,20}");
  private static final Set<String> PROTOCOLS =
      Set.of("sqs", "lambda", "http", "https", "email", "email-json", "sms");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "RawMessageDelivery",
          "FilterPolicy",
          "FilterPolicyScope",
          "RedrivePolicy",
          "DeliveryPolicy");

  private final Surroundings aws;
  private final Topics topics;
  private final Delivery delivery;

  Subscribing(Surroundings aws, Topics topics, Delivery delivery) {
    this.aws = aws;
    this.topics = topics;
    this.delivery = delivery;
  }

  /** Subscribes, or answers the subscription that is there already. */
  synchronized Subscription subscribe(SubscribeRequest request) {
    Topic topic = topics.at(request.topicArn());
    String protocol = String.valueOf(request.protocol());
    String endpoint = checkedEndpoint(topic, protocol, request.endpoint());
    request.attributes().forEach((name, value) -> check(protocol, name, value));
    Optional<Subscription> known =
        topic.subscriptions.stream()
            .filter(each -> each.protocol.equals(protocol) && each.endpoint.equals(endpoint))
            .findFirst();
    if (known.isPresent()) {
      request
          .attributes()
          .forEach(
              (name, value) -> {
                if (!value.equals(known.get().attributes.get(name))) {
                  throw SnsErrors.invalid(
                      "Attributes Reason: Subscription already exists with different attributes");
                }
              });
      return known.get();
    }
    Subscription made =
        new Subscription(
            topic.arn + ":" + aws.ids().uuid(),
            topic.arn,
            protocol,
            endpoint,
            aws.account(),
            aws.ids().hex(192),
            aws.clock().millis());
    made.attributes.putAll(request.attributes());
    applyFilter(made);
    topic.subscriptions.add(made);
    if (protocol.startsWith("http") || protocol.startsWith("email")) {
      Trace trace = CallScope.current().map(AwsCall::trace).orElse(new Trace("untraced", null));
      delivery.askToConfirm(made, trace);
    } else {
      made.confirm(true);
    }
    return made;
  }

  Subscription confirm(@Nullable String topicArn, @Nullable String token) {
    Topic topic = topics.at(topicArn);
    Subscription pending =
        topic.subscriptions.stream()
            .filter(each -> each.token.equals(token))
            .filter(each -> aws.clock().millis() - each.created < TOKEN_MILLIS)
            .findFirst()
            .orElseThrow(() -> SnsErrors.invalid("Token"));
    if (!pending.confirmed()) {
      pending.confirm(
          CallScope.current()
              .map(call -> !(call.caller() instanceof Caller.Anonymous))
              .orElse(false));
    }
    return pending;
  }

  /** Ends a subscription; one that is gone already is no error. */
  void unsubscribe(@Nullable String arn) {
    if (arn == null || arn.split(":", -1).length != 7) {
      throw SnsErrors.invalid("SubscriptionArn");
    }
    boolean anonymous =
        CallScope.current().map(call -> call.caller() instanceof Caller.Anonymous).orElse(false);
    for (Topic topic : topics.all()) {
      topic.subscriptions.removeIf(
          each -> {
            if (!each.arn.equals(arn)) {
              return false;
            }
            if (anonymous && each.confirmedWithAuthentication()) {
              throw AwsError.of(
                  AuthorizationErrorException.builder(),
                  "AuthorizationError",
                  403,
                  "This subscription was confirmed with authentication: unsubscribing needs it"
                      + " too.");
            }
            each.end();
            return true;
          });
    }
  }

  Map<String, String> describe(Subscription subscription) {
    Map<String, String> all = new TreeMap<>(subscription.attributes);
    all.put("SubscriptionArn", subscription.arn);
    all.put("TopicArn", subscription.topicArn);
    all.put("Protocol", subscription.protocol);
    all.put("Endpoint", subscription.endpoint);
    all.put("Owner", subscription.owner);
    all.put("PendingConfirmation", String.valueOf(!subscription.confirmed()));
    all.put(
        "ConfirmationWasAuthenticated", String.valueOf(subscription.confirmedWithAuthentication()));
    all.putIfAbsent("RawMessageDelivery", "false");
    all.put("SubscriptionPrincipal", "arn:aws:iam::" + aws.account() + ":root");
    if (all.containsKey("FilterPolicy")) {
      all.putIfAbsent("FilterPolicyScope", "MessageAttributes");
    }
    return all;
  }

  void set(Subscription subscription, @Nullable String name, @Nullable String value) {
    if (name == null) {
      throw SnsErrors.invalid("AttributeName");
    }
    String given = value == null ? "" : value;
    check(subscription.protocol, name, given);
    String before = subscription.attributes.get(name);
    if (given.isEmpty() || (name.equals("FilterPolicy") && given.equals("{}"))) {
      subscription.attributes.remove(name);
    } else {
      subscription.attributes.put(name, given);
    }
    try {
      applyFilter(subscription);
    } catch (RuntimeException invalid) {
      if (before == null) {
        subscription.attributes.remove(name);
      } else {
        subscription.attributes.put(name, before);
      }
      throw invalid;
    }
  }

  private static void applyFilter(Subscription subscription) {
    String document = subscription.attributes.get("FilterPolicy");
    subscription.filterBy(
        document == null || document.equals("{}")
            ? null
            : FilterPolicy.parse(
                document,
                subscription.attributes.getOrDefault("FilterPolicyScope", "MessageAttributes")));
  }

  private static String checkedEndpoint(Topic topic, String protocol, @Nullable String endpoint) {
    if (!PROTOCOLS.contains(protocol)) {
      throw SnsErrors.invalid("Amazon SNS does not support this protocol string here: " + protocol);
    }
    boolean valid =
        endpoint != null
            && switch (protocol) {
              case "sqs" -> endpoint.matches("arn:aws[a-z-]*:sqs:[^:]+:\\d{12}:[^:]+");
              case "lambda" ->
                  endpoint.matches("arn:aws[a-z-]*:lambda:[^:]+:\\d{12}:function:[^:]+(:[^:]+)?");
              case "http", "https" -> endpoint.startsWith(protocol + "://") && names(endpoint);
              case "sms" -> PHONE.matcher(endpoint).matches();
              default -> endpoint.indexOf('@') > 0;
            };
    if (!valid || endpoint == null) {
      throw SnsErrors.invalid(
          switch (protocol) {
            case "sqs" -> "SQS endpoint ARN";
            case "lambda" -> "Lambda endpoint ARN";
            case "sms" -> "Invalid SMS endpoint: " + endpoint;
            case "http", "https" -> "Endpoint must match the specified protocol";
            default -> "Email address";
          });
    }
    if (topic.fifo && !protocol.equals("sqs")) {
      throw SnsErrors.invalid(
          "Invalid protocol type: " + protocol + " (a FIFO topic delivers to SQS only)");
    }
    if (!topic.fifo && endpoint.endsWith(".fifo") && protocol.equals("sqs")) {
      throw SnsErrors.invalid(
          "Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
    }
    return endpoint;
  }

  /** Whether an address names a host. */
  private static boolean names(String address) {
    try {
      return new URI(address).getHost() != null;
    } catch (URISyntaxException noAddress) {
      return false;
    }
  }

  private static void check(String protocol, String name, String value) {
    if (!ATTRIBUTES.contains(name)) {
      throw SnsErrors.invalid("AttributeName");
    }
    if (value.isEmpty()) {
      return;
    }
    switch (name) {
      case "RawMessageDelivery" -> {
        if (!Set.of("true", "false").contains(value)) {
          throw SnsErrors.invalid(
              "RawMessageDelivery: Invalid value [" + value + "]. Must be true" + " or false.");
        }
        if (value.equals("true") && !Set.of("sqs", "http", "https").contains(protocol)) {
          throw SnsErrors.invalid(
              "RawMessageDelivery: Delivery protocol ["
                  + protocol
                  + "] does not support raw"
                  + " message delivery.");
        }
      }
      case "FilterPolicyScope" -> {
        if (!Set.of("MessageAttributes", "MessageBody").contains(value)) {
          throw SnsErrors.invalid(
              "FilterPolicyScope: Invalid value ["
                  + value
                  + "]. Please use either MessageBody or"
                  + " MessageAttributes");
        }
      }
      case "RedrivePolicy" -> {
        if (!SqsDelivery.target(value).matches("arn:aws[a-z-]*:sqs:[^:]+:\\d{12}:[^:]+")) {
          throw SnsErrors.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
        }
      }
      case "DeliveryPolicy" -> {
        try {
          JSON.readTree(value);
        } catch (JsonProcessingException invalid) {
          throw SnsErrors.invalid("DeliveryPolicy: failed to parse JSON");
        }
      }
      default -> {}
    }
  }
}
