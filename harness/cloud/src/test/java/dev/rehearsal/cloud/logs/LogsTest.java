package dev.rehearsal.cloud.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

class LogsTest {

  @TempDir Path folder;
  private Cloud cloud;
  private CloudWatchLogsClient logs;
  private final long now = System.currentTimeMillis();

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    logs =
        cloud.client(
            CloudWatchLogsClient.class, new Caller.Root("000000000000", null), "us-east-1");
    logs.createLogGroup(create -> create.logGroupName("/shop").tags(Map.of("env", "dev")));
    logs.createLogStream(create -> create.logGroupName("/shop").logStreamName("one"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void put(String stream, String... messages) {
    List<InputLogEvent> events =
        IntStream.range(0, messages.length)
            .mapToObj(i -> InputLogEvent.builder().timestamp(now + i).message(messages[i]).build())
            .toList();
    logs.putLogEvents(put -> put.logGroupName("/shop").logStreamName(stream).logEvents(events));
  }

  @Test
  void pagesForwardUntilTheTokenStaysTheSame() {
    put("one", "a", "b", "c");
    GetLogEventsResponse first =
        logs.getLogEvents(
            get -> get.logGroupName("/shop").logStreamName("one").limit(2).startFromHead(true));
    GetLogEventsResponse second =
        logs.getLogEvents(
            get ->
                get.logGroupName("/shop")
                    .logStreamName("one")
                    .limit(2)
                    .nextToken(first.nextForwardToken()));
    GetLogEventsResponse third =
        logs.getLogEvents(
            get ->
                get.logGroupName("/shop")
                    .logStreamName("one")
                    .nextToken(second.nextForwardToken()));
    assertEquals(List.of("a", "b"), messages(first));
    assertEquals(List.of("c"), messages(second));
    assertEquals(second.nextForwardToken(), third.nextForwardToken());
  }

  private static List<String> messages(GetLogEventsResponse response) {
    return response.events().stream().map(OutputLogEvent::message).toList();
  }

  @Test
  void filtersAcrossStreamsInTheOrderOfTime() {
    logs.createLogStream(create -> create.logGroupName("/shop").logStreamName("two"));
    put("two", "ERROR first", "fine", "ERROR third");
    put("one", "quiet", "ERROR second");
    List<FilteredLogEvent> found =
        logs
            .filterLogEventsPaginator(
                filter -> filter.logGroupName("/shop").filterPattern("ERROR").limit(2))
            .events()
            .stream()
            .toList();
    assertEquals(
        List.of("ERROR first", "ERROR second", "ERROR third"),
        found.stream().map(FilteredLogEvent::message).toList());
  }

  @Test
  void answersTheErrorsOfAws() {
    assertThrows(
        ResourceAlreadyExistsException.class,
        () -> logs.createLogGroup(create -> create.logGroupName("/shop")));
    assertThrows(ResourceNotFoundException.class, () -> put("missing", "a"));
    assertThrows(
        InvalidParameterException.class,
        () ->
            logs.putLogEvents(
                put ->
                    put.logGroupName("/shop")
                        .logStreamName("one")
                        .logEvents(
                            InputLogEvent.builder().timestamp(now).message("b").build(),
                            InputLogEvent.builder().timestamp(now - 9).message("a").build())));
    assertThrows(
        InvalidParameterException.class,
        () -> logs.putRetentionPolicy(put -> put.logGroupName("/shop").retentionInDays(2)));
  }

  @Test
  void describesGroupsAsTerraformReadsThem() {
    logs.putRetentionPolicy(put -> put.logGroupName("/shop").retentionInDays(14));
    var group =
        logs.describeLogGroups(describe -> describe.logGroupNamePrefix("/sh")).logGroups().get(0);
    assertEquals(14, group.retentionInDays());
    assertTrue(group.arn().endsWith(":log-group:/shop:*"), group.arn());
    assertEquals(
        Map.of("env", "dev"),
        logs.listTagsForResource(list -> list.resourceArn(group.logGroupArn())).tags());
  }
}
