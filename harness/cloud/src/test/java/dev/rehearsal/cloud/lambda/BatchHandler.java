package dev.rehearsal.cloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function that fails the messages whose body is {@code poison} and prints the others. */
public final class BatchHandler implements RequestStreamHandler {

  private static final Pattern MESSAGE =
      Pattern.compile("\"messageId\":\"([^\"]+)\".*?\"body\":\"([^\"]*)\"");

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    List<String> failed = new ArrayList<>();
    for (Matcher each = MESSAGE.matcher(event); each.find(); ) {
      if (each.group(2).equals("poison")) {
        failed.add("{\"itemIdentifier\":\"" + each.group(1) + "\"}");
      }
    }
    output.write(
        ("{\"batchItemFailures\":[" + String.join(",", failed) + "]}")
            .getBytes(StandardCharsets.UTF_8));
  }
}
