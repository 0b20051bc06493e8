package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Trace;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.apigatewayv2.model.AccessLogSettings;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/** Writes a stage's access log to CloudWatch Logs. */
final class AccessLog {

  private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());
  private static final Pattern VARIABLE = Pattern.compile("\\$context\\.([A-Za-z0-9_.:-]*\\w)");

  private final Set<String> streams = ConcurrentHashMap.newKeySet();

  /** Writes one line, where the stage wants any. Returns at once; the line follows. */
  void write(Surroundings aws, Stage stage, String apiId, Map<String, String> facts, Trace trace) {
    AccessLogSettings settings = stage.accessLogSettings();
    if (settings == null || settings.destinationArn() == null || settings.format() == null) {
      return;
    }
    String line = format(settings.format(), facts);
    String arn = settings.destinationArn();
    String group = arn.substring(arn.indexOf(":log-group:") + 11).replaceAll(":\\*$", "");
    long time = aws.clock().millis();
    var unused =
        aws.workers()
            .submit(
                () -> {
                  try (Trace.Scope scope = trace.open()) {
                    put(aws, group, apiId, stage.stageName(), line, time);
                  } catch (RuntimeException failure) {
                    LOG.log(
                        System.Logger.Level.WARNING,
                        "The access log of " + apiId + " could not be written to " + group,
                        failure);
                  }
                });
  }

  static String format(String format, Map<String, String> facts) {
    return VARIABLE
        .matcher(format)
        .replaceAll(found -> Matcher.quoteReplacement(facts.getOrDefault(found.group(1), "-")));
  }

  private void put(
      Surroundings aws, String group, String apiId, String stage, String line, long time) {
    CloudWatchLogsClient logs =
        aws.client(
            CloudWatchLogsClient.class,
            aws.service("delivery.logs.amazonaws.com", aws.arn("logs", "*")));
    String stream = apiId + "/" + stage.replace("$", "");
    if (streams.add(group + "\n" + stream)) {
      try {
        logs.createLogStream(create -> create.logGroupName(group).logStreamName(stream));
      } catch (ResourceAlreadyExistsException known) {
        LOG.log(System.Logger.Level.TRACE, "The stream {0} exists.", stream);
      } catch (RuntimeException failure) {
        streams.remove(group + "\n" + stream);
        throw failure;
      }
    }
    logs.putLogEvents(
        put ->
            put.logGroupName(group)
                .logStreamName(stream)
                .logEvents(InputLogEvent.builder().timestamp(time).message(line).build()));
  }
}
