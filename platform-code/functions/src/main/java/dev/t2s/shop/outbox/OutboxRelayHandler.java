package dev.t2s.shop.outbox;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.t2s.shop.orders.Database;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Secret;
import dev.t2s.shop.runtime.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Publishes what the outbox holds, on schedule and whenever checkout kicks it. */
public final class OutboxRelayHandler implements RequestStreamHandler {

  private final Log log;
  private final Relay relay;

  /** What Lambda calls. */
  public OutboxRelayHandler() {
    this(Settings.ofProcess(), new AwsClients(Settings.ofProcess()), new Log("outbox-relay"));
  }

  private OutboxRelayHandler(Settings settings, AwsClients aws, Log log) {
    this(
        log,
        new Relay(
            new Database(
                settings,
                new Secret(aws.secretsManager(), settings.required("DATABASE_SECRET_ARN")),
                log),
            aws.sns(),
            settings.required("ORDER_EVENTS_TOPIC_ARN"),
            log));
  }

  OutboxRelayHandler(Log log, Relay relay) {
    this.log = log;
    this.relay = relay;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    log.invocation(context == null ? null : context.getAwsRequestId());
    Relay.Result result = relay.run();
    log.info("relayed", "sent", result.sent(), "failed", result.failed());
    if (result.failed() > 0) {
      throw new IllegalStateException(
          result.failed() + " events could not be published; they stay in the outbox.");
    }
    output.write(Json.write(Json.of("sent", result.sent())).getBytes(StandardCharsets.UTF_8));
  }
}
