package dev.t2s.shop.incident;

import dev.t2s.shop.runtime.Json;
import java.util.Optional;

/**
 * An alarm of the audit log: somebody changed who may reach something of the shop's.
 *
 * @param name the alarm's name
 * @param change what was changed
 */
record ChangeAlarm(String name, Change change) {

  /** What the audit log counts, by the names of its metrics. */
  enum Change {
    /** Who may reach a bucket. */
    BUCKET_ACCESS("BucketAccessChanges"),
    /** Who may connect to what stands in the network. */
    NETWORK_ACCESS("NetworkAccessChanges");

    private final String metric;

    Change(String metric) {
      this.metric = metric;
    }
  }

  /**
   * Reads a message; empty where it is about something else. The new state does not matter: an
   * alarm that is on does not go off again, so there is another look when it calms down.
   */
  static Optional<ChangeAlarm> read(String message) {
    Json alarm = Json.parse(message);
    Json trigger = alarm.object("Trigger");
    if (trigger.text("Namespace").filter("T2S/Audit"::equals).isEmpty()) {
      return Optional.empty();
    }
    String metric = trigger.text("MetricName").orElse("");
    for (Change change : Change.values()) {
      if (change.metric.equals(metric)) {
        return Optional.of(new ChangeAlarm(alarm.text("AlarmName").orElse("?"), change));
      }
    }
    return Optional.empty();
  }
}
