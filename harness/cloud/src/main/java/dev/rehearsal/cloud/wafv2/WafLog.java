package dev.rehearsal.cloud.wafv2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.logs.LogBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.wafv2.model.Condition;
import software.amazon.awssdk.services.wafv2.model.FieldToMatch;
import software.amazon.awssdk.services.wafv2.model.Filter;
import software.amazon.awssdk.services.wafv2.model.FilterBehavior;
import software.amazon.awssdk.services.wafv2.model.FilterRequirement;
import software.amazon.awssdk.services.wafv2.model.LoggingConfiguration;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/** Writes what web ACLs decide to CloudWatch Logs, some hundred milliseconds later. Thread-safe. */
final class WafLog {

  private static final System.Logger LOG = System.getLogger(WafLog.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long DELAY_MILLIS = 200;

  private final Surroundings aws;
  private final String group;
  private final String stream;
  private final List<InputLogEvent> waiting = new ArrayList<>();
  private boolean streamMade;

  /**
   * @param destination the log group's ARN
   */
  WafLog(Surroundings aws, String destination, String aclName) {
    this.aws = aws;
    this.group =
        destination.substring(destination.indexOf(":log-group:") + 11).replaceAll(":\\*$", "");
    this.stream = "cloudfront_" + aclName + "_0";
  }

  /** Writes a line, where the configuration's filters let it. */
  void write(
      LoggingConfiguration settings, WebACL acl, WebRequest request, Finding found, long millis) {
    if (!keeps(settings, found)) {
      return;
    }
    String line = line(settings, acl, request, found, millis);
    synchronized (waiting) {
      waiting.add(InputLogEvent.builder().timestamp(millis).message(line).build());
      if (waiting.size() == 1) {
        var unused =
            aws.scheduler()
                .schedule(
                    () -> aws.workers().execute(this::flush), DELAY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static boolean keeps(LoggingConfiguration settings, Finding found) {
    if (settings.loggingFilter() == null) {
      return true;
    }
    for (Filter filter : settings.loggingFilter().filters()) {
      boolean meets =
          filter.requirement() == FilterRequirement.MEETS_ALL
              ? filter.conditions().stream().allMatch(condition -> meets(condition, found))
              : filter.conditions().stream().anyMatch(condition -> meets(condition, found));
      if (meets) {
        return filter.behavior() == FilterBehavior.KEEP;
      }
    }
    return settings.loggingFilter().defaultBehavior() == FilterBehavior.KEEP;
  }

  private static boolean meets(Condition condition, Finding found) {
    if (condition.labelNameCondition() != null) {
      return found.verdict().labels().contains(condition.labelNameCondition().labelName());
    }
    String action = condition.actionCondition().actionAsString();
    return switch (action) {
      case "COUNT" ->
          !found.counted().isEmpty()
              || found.groups().stream().anyMatch(inside -> inside.action().equals("COUNT"));
      case "EXCLUDED_AS_COUNT" ->
          found.groups().stream().anyMatch(inside -> inside.action().equals("COUNT"));
      default -> action.equals(found.action());
    };
  }

  private static String line(
      LoggingConfiguration settings, WebACL acl, WebRequest request, Finding found, long millis) {
    ObjectNode line = JSON.createObjectNode();
    line.put("timestamp", millis);
    line.put("formatVersion", 1);
    line.put("webaclId", acl.arn());
    line.put("terminatingRuleId", found.verdict().rule());
    line.put("terminatingRuleType", type(found));
    line.put("action", found.action());
    line.put("httpSourceName", "CF");
    line.put("httpSourceId", request.source());
    ArrayNode groups = line.putArray("ruleGroupList");
    for (Finding.InGroup inside : found.groups()) {
      ObjectNode group = groups.addObject();
      group.put("ruleGroupId", CoreRuleSet.VENDOR + "#" + CoreRuleSet.NAME);
      boolean ends = !inside.action().equals("COUNT");
      ObjectNode rule =
          ends
              ? group.putObject("terminatingRule")
              : group.putArray("nonTerminatingMatchingRules").addObject();
      rule.put("ruleId", inside.name()).put("action", inside.action());
    }
    ArrayNode counted = line.putArray("nonTerminatingMatchingRules");
    for (Rule rule : found.counted()) {
      counted.addObject().put("ruleId", rule.name()).put("action", "COUNT");
    }
    Verdict.Response response = found.verdict().response();
    if (response != null && response.status() != 403) {
      line.put("responseCodeSent", response.status());
    }
    ObjectNode http = line.putObject("httpRequest");
    http.put("clientIp", request.address());
    http.put("country", "-");
    ArrayNode headers = http.putArray("headers");
    request
        .headers()
        .forEach(
            (name, value) ->
                headers
                    .addObject()
                    .put("name", name)
                    .put("value", redacts(settings, name) ? "REDACTED" : value));
    http.put("uri", redactsUri(settings) ? "REDACTED" : request.path());
    http.put("args", redactsQuery(settings) ? "REDACTED" : request.query());
    http.put("httpVersion", "HTTP/1.1");
    http.put("httpMethod", request.method());
    http.put("requestId", request.id());
    ArrayNode labels = line.putArray("labels");
    found.verdict().labels().forEach(label -> labels.addObject().put("name", label));
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String type(Finding found) {
    Rule rule = found.terminating();
    if (rule == null) {
      return "REGULAR";
    } else if (rule.statement().rateBasedStatement() != null) {
      return "RATE_BASED";
    }
    return rule.statement().managedRuleGroupStatement() != null ? "MANAGED_RULE_GROUP" : "REGULAR";
  }

  private static boolean redacts(LoggingConfiguration settings, String header) {
    return settings.redactedFields().stream()
        .map(FieldToMatch::singleHeader)
        .anyMatch(
            single ->
                single != null
                    && single
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .equals(header.toLowerCase(Locale.ROOT)));
  }

  private static boolean redactsUri(LoggingConfiguration settings) {
    return settings.redactedFields().stream().anyMatch(field -> field.uriPath() != null);
  }

  private static boolean redactsQuery(LoggingConfiguration settings) {
    return settings.redactedFields().stream().anyMatch(field -> field.queryString() != null);
  }

  private void flush() {
    List<InputLogEvent> events;
    synchronized (waiting) {
      events = List.copyOf(waiting);
      waiting.clear();
    }
    try {
      CloudWatchLogsClient logs =
          aws.client(
              CloudWatchLogsClient.class,
              aws.service("delivery.logs.amazonaws.com", aws.arn("logs", "*")));
      makeStream(logs);
      // Requests that are checked at the same time come here in any order.
      for (List<InputLogEvent> batch : LogBatches.of(events)) {
        logs.putLogEvents(put -> put.logGroupName(group).logStreamName(stream).logEvents(batch));
      }
    } catch (SdkException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The log of WAF could not be written to {0}: {1}",
          group,
          refused.getMessage());
    }
  }

  private synchronized void makeStream(CloudWatchLogsClient logs) {
    if (streamMade) {
      return;
    }
    try {
      logs.createLogStream(create -> create.logGroupName(group).logStreamName(stream));
    } catch (ResourceAlreadyExistsException known) {
      LOG.log(System.Logger.Level.TRACE, "The stream {0} exists.", stream);
    }
    streamMade = true;
  }
}
