package dev.rehearsal.cloud.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A queue's redrive policy: where messages go that were received too often. */
record RedrivePolicy(String deadLetterTargetArn, int maxReceiveCount) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Optional<RedrivePolicy> parse(@Nullable String document) {
    if (document == null || document.isEmpty()) {
      return Optional.empty();
    }
    JsonNode policy = read(document, "RedrivePolicy");
    String target = policy.path("deadLetterTargetArn").asText();
    int count = policy.path("maxReceiveCount").asInt(0);
    if (target.isEmpty()) {
      throw SqsErrors.value(
          document,
          "RedrivePolicy",
          "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
    }
    if (!policy.has("maxReceiveCount")) {
      throw SqsErrors.value(
          document,
          "RedrivePolicy",
          "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
    }
    if (count < 1 || count > 1000) {
      throw SqsErrors.value(
          document,
          "RedrivePolicy",
          "Invalid value for maxReceiveCount: "
              + count
              + ", valid values are from 1 to 1000"
              + " both inclusive.");
    }
    return Optional.of(new RedrivePolicy(target, count));
  }

  /** Whether a dead-letter queue's redrive allow policy lets {@code sourceArn} use it. */
  static boolean allows(@Nullable String allowPolicy, String sourceArn) {
    if (allowPolicy == null || allowPolicy.isEmpty()) {
      return true;
    }
    JsonNode policy = read(allowPolicy, "RedriveAllowPolicy");
    return switch (policy.path("redrivePermission").asText()) {
      case "denyAll" -> false;
      case "byQueue" -> {
        for (JsonNode arn : policy.path("sourceQueueArns")) {
          if (arn.asText().equals(sourceArn)) {
            yield true;
          }
        }
        yield false;
      }
      default -> true;
    };
  }

  /** Checks a redrive allow policy. */
  static void checkAllow(@Nullable String document) {
    if (document == null || document.isEmpty()) {
      return;
    }
    JsonNode policy = read(document, "RedriveAllowPolicy");
    String permission = policy.path("redrivePermission").asText();
    int sources = policy.path("sourceQueueArns").size();
    boolean valid =
        switch (permission) {
          case "allowAll", "denyAll" -> sources == 0;
          case "byQueue" -> sources >= 1 && sources <= 10;
          default -> false;
        };
    if (!valid) {
      throw SqsErrors.value(
          document,
          "RedriveAllowPolicy",
          "redrivePermission must be allowAll, denyAll or byQueue with 1 to 10 sourceQueueArns.");
    }
  }

  private static JsonNode read(String document, String name) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException invalid) {
      throw SqsErrors.value(document, name, "It is not valid JSON.");
    }
  }
}
