package dev.t2s.shop.sweeper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.t2s.shop.checkout.Shop;
import dev.t2s.shop.runtime.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finishes on schedule what was left half done. */
public final class SweeperHandler implements RequestStreamHandler {

  private final Shop shop;

  /** What Lambda calls. */
  public SweeperHandler() {
    this(Shop.ofProcess("sweeper"));
  }

  SweeperHandler(Shop shop) {
    this.shop = shop;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    shop.log.invocation(context == null ? null : context.getAwsRequestId());
    Instant now = now(new String(input.readAllBytes(), StandardCharsets.UTF_8));
    Sweeper.Result result = new Sweeper(shop).sweep(now);
    shop.log.info(
        "swept",
        "settled",
        result.settled(),
        "refunds",
        result.refunds(),
        "holds",
        result.holds(),
        "failed",
        result.failed());
    if (result.failed() > 0) {
      throw new IllegalStateException(
          result.failed() + " orders could not be swept; the next run tries again.");
    }
    output.write(
        Json.write(
                Json.of(
                    "settled", result.settled(),
                    "refunds", result.refunds(),
                    "holds", result.holds()))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The time that a scheduled event carries, so that a late run judges as of its schedule. */
  private static Instant now(String event) {
    try {
      return Json.parse(event).text("time").map(Instant::parse).orElseGet(Instant::now);
    } catch (Json.Malformed | DateTimeException noEvent) {
      return Instant.now();
    }
  }
}
