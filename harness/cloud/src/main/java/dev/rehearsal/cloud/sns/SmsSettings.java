package dev.rehearsal.cloud.sns;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** The account's settings for text messages. Thread-safe. */
final class SmsSettings {

  private static final Set<String> NAMES =
      Set.of(
          "MonthlySpendLimit",
          "DeliveryStatusIAMRole",
          "DeliveryStatusSuccessSamplingRate",
          "DefaultSenderID",
          "DefaultSMSType",
          "UsageReportS3Bucket");

  private final Map<String, String> values =
      new ConcurrentHashMap<>(Map.of("MonthlySpendLimit", "1"));

  void set(Map<String, String> given) {
    given.forEach(
        (name, value) -> {
          if (!NAMES.contains(name)) {
            throw SnsErrors.invalid(name + " is not a valid attribute");
          }
          if (name.equals("DefaultSMSType")
              && !Set.of("Promotional", "Transactional").contains(value)) {
            throw SnsErrors.invalid("DefaultSMSType is invalid");
          }
          values.put(name, value);
        });
  }

  Map<String, String> get(List<String> names) {
    Map<String, String> all = new TreeMap<>(values);
    if (!names.isEmpty()) {
      all.keySet().retainAll(names);
    }
    return all;
  }

  /** Who a text message comes from: its own sender id, the account's, or AWS's. */
  String sender(Map<String, MessageAttributeValue> attributes) {
    MessageAttributeValue own = attributes.get("AWS.SNS.SMS.SenderID");
    return own == null ? values.getOrDefault("DefaultSenderID", "NOTICE") : own.stringValue();
  }
}
