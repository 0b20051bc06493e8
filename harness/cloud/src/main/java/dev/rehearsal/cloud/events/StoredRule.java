package dev.rehearsal.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.cloud.pattern.EventPattern;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** One rule with its targets; an update makes a new one. */
record StoredRule(
    String name,
    String arn,
    @Nullable String scheduleExpression,
    @Nullable String eventPattern,
    boolean enabled,
    @Nullable String description,
    @Nullable String roleArn,
    Instant created,
    Map<String, Target> targets,
    Map<String, String> tags) {

  boolean matches(JsonNode event) {
    return enabled && eventPattern != null && EventPattern.parse(eventPattern).matches(event);
  }
}
