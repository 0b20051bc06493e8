package dev.t2s.shop.sweeper;

import dev.t2s.shop.checkout.Shop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Sweeps as if it were another time. */
public final class SweeperFixture {

  private SweeperFixture() {}

  public static void sweep(Shop shop, Instant at) throws IOException {
    new SweeperHandler(shop)
        .handleRequest(
            new ByteArrayInputStream(
                ("{\"time\":\"" + at + "\"}").getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            null);
  }
}
