package dev.rehearsal.cloud.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.Debugging;
import dev.rehearsal.cloud.call.Caller;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** A real debugger attaches to a function. */
class DebuggerTest {

  @TempDir Path folder;
  private Cloud cloud;
  private LambdaClient lambda;
  private int port;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    cloud =
        Cloud.with(
                new CloudSettings(
                    "000000000000",
                    "us-east-1",
                    1,
                    folder.resolve("work"),
                    Path.of("target", "test-cache").toAbsolutePath(),
                    3,
                    Duration.ofMillis(300),
                    new Debugging(Map.of("checkout", port))))
            .build();
    lambda = cloud.client(LambdaClient.class, new Caller.Root("000000000000", null), "us-east-1");
    Roles.create(cloud, "worker");
    SdkBytes zip = Packages.of(TestHandler.class);
    lambda.createFunction(
        create ->
            create
                .functionName("t2s-dev-checkout")
                .runtime("java17")
                .handler(TestHandler.class.getName())
                .role("arn:aws:iam::000000000000:role/worker")
                .timeout(1)
                .code(code -> code.zipFile(zip)));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private CompletableFuture<InvokeResponse> invoke() {
    return CompletableFuture.supplyAsync(
        () ->
            lambda.invoke(
                invoke ->
                    invoke
                        .functionName("t2s-dev-checkout")
                        .payload(SdkBytes.fromUtf8String("{}"))));
  }

  private VirtualMachine attach() {
    AttachingConnector socket =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = socket.defaultArguments();
    Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
    Objects.requireNonNull(arguments.get("port")).setValue(String.valueOf(port));
    return Awaitility.await("the debugger's port")
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> socket.attach(arguments), machine -> true);
  }

  @Test
  void nothingGivesUpWhileAFunctionIsHeldAtABreakpoint() throws Exception {
    var unused = cloud.peer(Lambda.class, "000000000000", "us-east-1").warm("t2s-dev-checkout");
    VirtualMachine machine = attach();
    breakAtHandler(machine);
    CompletableFuture<InvokeResponse> first = invoke();
    EventSet held = breakpoint(machine);
    CompletableFuture<InvokeResponse> second = invoke();
    // Longer than the function may take, and than an invocation waits for a JVM.
    assertFalse(isDone(first, Duration.ofMillis(2_500)));
    assertFalse(second.isDone());
    machine.eventRequestManager().deleteAllBreakpoints();
    held.resume();
    assertNull(first.get(20, TimeUnit.SECONDS).functionError());
    assertNull(second.get(20, TimeUnit.SECONDS).functionError());
    assertEquals(1, cloud.peer(Lambda.class, "000000000000", "us-east-1").processes().size());
    machine.dispose();
  }

  private static boolean isDone(CompletableFuture<?> future, Duration within) throws Exception {
    try {
      Object unused = future.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException held) {
      return false;
    } catch (ExecutionException failed) {
      return true;
    }
  }

  /**
   * Breaks where the handler begins, whether its class is loaded yet or not. Asks to hear of the
   * class before it looks for it: the function loads it meanwhile, and it must not fall between.
   */
  private static void breakAtHandler(VirtualMachine machine) throws Exception {
    var prepare = machine.eventRequestManager().createClassPrepareRequest();
    prepare.addClassFilter(TestHandler.class.getName());
    prepare.enable();
    Optional<ReferenceType> loaded =
        machine.classesByName(TestHandler.class.getName()).stream()
            .filter(ReferenceType::isPrepared)
            .findFirst();
    if (loaded.isPresent()) {
      breakIn(machine, loaded.get());
      return;
    }
    EventSet events = next(machine, ClassPrepareEvent.class);
    for (Event event : events) {
      if (event instanceof ClassPrepareEvent prepared) {
        breakIn(machine, prepared.referenceType());
      }
    }
    events.resume();
  }

  private static void breakIn(VirtualMachine machine, ReferenceType handler) {
    Location begin = handler.methodsByName("handleRequest").get(0).location();
    machine.eventRequestManager().createBreakpointRequest(begin).enable();
  }

  private static EventSet breakpoint(VirtualMachine machine) throws Exception {
    return next(machine, BreakpointEvent.class);
  }

  private static EventSet next(VirtualMachine machine, Class<? extends Event> kind)
      throws Exception {
    for (EventSet events = machine.eventQueue().remove(20_000);
        events != null;
        events = machine.eventQueue().remove(20_000)) {
      if (events.stream().anyMatch(kind::isInstance)) {
        return events;
      }
      events.resume();
    }
    throw new AssertionError("No " + kind.getSimpleName() + " in 20 s");
  }
}
