package dev.rehearsal.cloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A function that does as its event says. Runs in a JVM of its own; uses the JDK only. */
public final class TestHandler implements RequestStreamHandler {

  static {
    if ("true".equals(System.getenv("FAIL_INIT"))) {
      throw new IllegalStateException("init refused");
    }
  }

  private int count;

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    count++;
    if (event.contains("\"throw\"")) {
      throw new IllegalStateException("as asked");
    } else if (event.contains("\"exit\"")) {
      System.out.println("leaving");
      System.exit(3);
    } else if (event.contains("\"hoard\"")) {
      hoard();
    } else if (event.contains("\"garbage\"")) {
      output.write(new byte[] {'<', '{', 0, (byte) 0xff});
      return;
    } else if (event.contains("\"sleep\"")) {
      sleep(30_000);
    } else if (event.contains("\"pause\"")) {
      sleep(300);
    } else if (event.contains("\"print\"")) {
      System.out.println("line one");
      System.err.println("line two");
      context.getLogger().log("line three\n");
    }
    String answer =
        String.format(
            "{\"event\":%s,\"count\":%d,\"pid\":%d,\"requestId\":\"%s\",\"arn\":\"%s\","
                + "\"trace\":\"%s\",\"greeting\":\"%s\",\"key\":\"%s\",\"left\":%d,\"home\":\"%s\"}",
            event,
            count,
            ProcessHandle.current().pid(),
            context.getAwsRequestId(),
            context.getInvokedFunctionArn(),
            System.getProperty("com.amazonaws.xray.traceHeader"),
            System.getenv("GREETING"),
            System.getenv("AWS_ACCESS_KEY_ID"),
            context.getRemainingTimeInMillis(),
            System.getenv("LAMBDA_TASK_ROOT"));
    output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static void hoard() {
    List<byte[]> kept = new ArrayList<>();
    while (!Thread.currentThread().isInterrupted()) {
      kept.add(new byte[8 << 20]);
    }
    throw new IllegalStateException(kept.size() + " pieces");
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
