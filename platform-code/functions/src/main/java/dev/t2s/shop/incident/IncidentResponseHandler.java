package dev.t2s.shop.incident;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers alarms of the firewall: keeps the addresses out that attack again and again. */
public final class IncidentResponseHandler implements RequestStreamHandler {

  private final Log log;
  private final Firewall firewall;
  private final int limit;

  /** What Lambda calls. */
  public IncidentResponseHandler() {
    this(Settings.ofProcess());
  }

  private IncidentResponseHandler(Settings settings) {
    this(
        new Log("incident-response"),
        new Firewall(new AwsClients(settings).signedCalls(), settings),
        settings.number("BLOCK_AFTER", 10));
  }

  IncidentResponseHandler(Log log, Firewall firewall, int limit) {
    this.log = log;
    this.firewall = firewall;
    this.limit = limit;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    log.invocation(context == null ? null : context.getAwsRequestId());
    Json event = Json.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
    for (Json record : event.objects("Records")) {
      Optional<FirewallAlarm> alarm =
          record.object("Sns").text("Message").flatMap(FirewallAlarm::read);
      if (alarm.isPresent()) {
        answer(alarm.get());
      }
    }
  }

  private void answer(FirewallAlarm alarm) throws IOException {
    Set<String> attackers = new TreeSet<>();
    firewall
        .blocked(alarm.rule(), alarm.at())
        .forEach(
            (address, times) -> {
              if (times >= limit) {
                attackers.add(address);
              }
            });
    List<String> added = attackers.isEmpty() ? List.of() : firewall.block(attackers);
    log.warn("alarm answered", "alarm", alarm.name(), "blocked", String.join(" ", added));
    log.count("AddressesBlocked", added.size());
  }
}
