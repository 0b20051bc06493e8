package dev.t2s.shop.incident;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.SignedCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers alarms. Of the firewall: keeps the addresses out that attack again and again. Of the
 * audit log: blocks a bucket that was made public, and revokes rules that let the whole world in.
 */
public final class IncidentResponseHandler implements RequestStreamHandler {

  private final Log log;
  private final Firewall firewall;
  private final int limit;
  private final Buckets buckets;
  private final SecurityGroups groups;

  /** What Lambda calls. */
  public IncidentResponseHandler() {
    this(Settings.ofProcess());
  }

  private IncidentResponseHandler(Settings settings) {
    this(new Log("incident-response"), new AwsClients(settings).signedCalls(), settings);
  }

  IncidentResponseHandler(Log log, SignedCalls calls, Settings settings) {
    this.log = log;
    this.firewall = new Firewall(calls, settings);
    this.limit = settings.number("BLOCK_AFTER", 10);
    this.buckets = new Buckets(calls, settings);
    this.groups = new SecurityGroups(calls, settings);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    log.invocation(context == null ? null : context.getAwsRequestId());
    Json event = Json.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
    for (Json record : event.objects("Records")) {
      Optional<String> message = record.object("Sns").text("Message");
      Optional<FirewallAlarm> attack = message.flatMap(FirewallAlarm::read);
      if (attack.isPresent()) {
        answer(attack.get());
      }
      Optional<ChangeAlarm> change = message.flatMap(ChangeAlarm::read);
      if (change.isPresent()) {
        answer(change.get());
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
    log.warn("alarm answered", "alarm", alarm.name(), "blocked", listed(added));
    log.count("AddressesBlocked", added.size());
  }

  private void answer(ChangeAlarm alarm) throws IOException {
    switch (alarm.change()) {
      case BUCKET_ACCESS -> {
        List<String> blocked = buckets.block();
        log.warn("alarm answered", "alarm", alarm.name(), "bucketsBlocked", listed(blocked));
        log.count("BucketsBlocked", blocked.size());
      }
      case NETWORK_ACCESS -> {
        List<String> revoked = groups.close();
        log.warn("alarm answered", "alarm", alarm.name(), "rulesRevoked", listed(revoked));
        log.count("RulesRevoked", revoked.size());
      }
    }
  }

  private static String listed(List<String> names) {
    return String.join(" ", names);
  }
}
