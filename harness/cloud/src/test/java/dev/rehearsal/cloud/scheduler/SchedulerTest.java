package dev.rehearsal.cloud.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

class SchedulerTest {

  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:sweeper";
  private static final Caller.RoleSession SESSION =
      new Caller.RoleSession("000000000000", "scheduler", "AROAX", "sweep", "ASIAX", null);

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private final List<AwsCall> invocations = new CopyOnWriteArrayList<>();
  private Cloud cloud;
  private SchedulerClient scheduler;

  @BeforeEach
  void start() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .clock(clock)
            .filter(
                (call, next) ->
                    switch (call.operation().toString()) {
                      case "sts:AssumeRole" ->
                          new CallResult(
                              AssumeRoleResponse.builder()
                                  .credentials(c -> c.accessKeyId("ASIAX"))
                                  .build(),
                              null);
                      case "lambda:Invoke" -> {
                        invocations.add(call);
                        yield new CallResult(
                            InvokeResponse.builder().statusCode(202).build(), null);
                      }
                      default -> next.handle(call);
                    })
            .build();
    cloud.accessKeys().register(new AccessKeys.Key("ASIAX", "s", "t", null, SESSION));
    scheduler = client(SchedulerClient.class);
  }

  private <C extends software.amazon.awssdk.core.SdkClient> C client(Class<C> type) {
    return cloud.client(type, new Caller.Root("000000000000", null), "eu-west-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void schedule(String expression, ScheduleState state, ActionAfterCompletion after) {
    scheduler.createSchedule(
        s ->
            s.name("sweep")
                .scheduleExpression(expression)
                .state(state)
                .actionAfterCompletion(after)
                .flexibleTimeWindow(f -> f.mode(FlexibleTimeWindowMode.OFF))
                .target(
                    t ->
                        t.arn(FUNCTION)
                            .roleArn("arn:aws:iam::000000000000:role/scheduler")
                            .input("{\"at\":\"<aws.scheduler.schedule-arn>\"}")));
  }

  @Test
  void aMovedClockFiresWhatIsDueAsTheRoleOfTheSchedule() {
    schedule("rate(5 minutes)", ScheduleState.ENABLED, ActionAfterCompletion.NONE);
    assertTrue(invocations.isEmpty());
    clock.move(Duration.ofMinutes(5));
    Awaitility.await().until(() -> invocations.size() == 1);
    AwsCall call = invocations.get(0);
    assertEquals(SESSION, call.caller());
    InvokeRequest request = (InvokeRequest) call.request();
    assertEquals(FUNCTION, request.functionName());
    assertEquals("Event", request.invocationTypeAsString());
    assertEquals(
        "{\"at\":\"arn:aws:scheduler:eu-west-1:000000000000:schedule/default/sweep\"}",
        request.payload().asUtf8String());
    clock.move(Duration.ofMinutes(5));
    Awaitility.await().until(() -> invocations.size() == 2);
  }

  @Test
  void aScheduleThatIsOverDeletesItselfWhereItShould() {
    schedule("rate(1 minute)", ScheduleState.DISABLED, ActionAfterCompletion.NONE);
    String at = clock.instant().plusSeconds(60).toString().substring(0, 19);
    scheduler.updateSchedule(
        s ->
            s.name("sweep")
                .scheduleExpression("at(" + at + ")")
                .actionAfterCompletion(ActionAfterCompletion.DELETE)
                .flexibleTimeWindow(f -> f.mode(FlexibleTimeWindowMode.OFF))
                .target(t -> t.arn(FUNCTION).roleArn("arn:aws:iam::000000000000:role/scheduler")));
    clock.move(Duration.ofMinutes(2));
    Awaitility.await().until(() -> invocations.size() == 1);
    assertThrows(
        ResourceNotFoundException.class, () -> scheduler.getSchedule(g -> g.name("sweep")));
  }

  @Test
  void aWrongExpressionIsRefused() {
    assertThrows(
        ValidationException.class,
        () -> schedule("rate(5 minute)", ScheduleState.ENABLED, ActionAfterCompletion.NONE));
  }

  @Test
  void aRuleGivesMatchingEventsAndItsScheduleToItsTargets() {
    EventBridgeClient events = client(EventBridgeClient.class);
    SqsClient sqs = client(SqsClient.class);
    String url = sqs.createQueue(q -> q.queueName("orders")).queueUrl();
    events.putRule(r -> r.name("orders").eventPattern("{\"source\":[\"shop\"]}"));
    events.putTargets(
        t ->
            t.rule("orders")
                .targets(
                    x ->
                        x.id("q")
                            .arn("arn:aws:sqs:eu-west-1:000000000000:orders")
                            .inputPath("$.detail")));
    events.putEvents(
        p ->
            p.entries(
                e -> e.source("other").detailType("Order").detail("{\"id\":1}"),
                e -> e.source("shop").detailType("Order").detail("{\"id\":2}")));
    assertEquals(
        "{\"id\":2}",
        sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(3)).messages().get(0).body());

    events.putRule(r -> r.name("sweep").scheduleExpression("rate(1 hour)"));
    events.putTargets(t -> t.rule("sweep").targets(x -> x.id("f").arn(FUNCTION)));
    clock.move(Duration.ofHours(1));
    Awaitility.await().until(() -> invocations.size() == 1);
    assertEquals(
        new Caller.Service(
            "000000000000",
            "events.amazonaws.com",
            "arn:aws:events:eu-west-1:000000000000:rule/sweep"),
        invocations.get(0).caller());
  }
}
