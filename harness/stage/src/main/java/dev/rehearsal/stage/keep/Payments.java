package dev.rehearsal.stage.keep;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.stage.PaymentProvider;
import java.io.IOException;
import java.nio.file.Path;

/** What the payment provider's stand-in knows: a kept order can still be refunded. */
final class Payments implements Part {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PaymentProvider provider;

  Payments(PaymentProvider provider) {
    this.provider = provider;
  }

  @Override
  public String name() {
    return "payments.json";
  }

  @Override
  public void save(Path to) throws IOException {
    JSON.writeValue(to.toFile(), provider.books());
  }

  @Override
  public void load(Path from) throws IOException {
    provider.restore(JSON.readValue(from.toFile(), PaymentProvider.Books.class));
  }
}
