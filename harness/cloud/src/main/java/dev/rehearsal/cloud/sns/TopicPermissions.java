package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;

/** AddPermission and RemovePermission: statements of a topic's policy, by label. */
final class TopicPermissions {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TopicPermissions() {}

  static void add(Topic topic, AddPermissionRequest request) {
    synchronized (topic) {
      ObjectNode policy = policy(topic);
      ArrayNode statements = policy.withArray("Statement");
      for (JsonNode statement : statements) {
        if (statement.path("Sid").asText().equals(request.label())) {
          throw SnsErrors.invalid("Statement already exists");
        }
      }
      ObjectNode statement = statements.addObject().put("Sid", request.label());
      statement.put("Effect", "Allow");
      ArrayNode principals = statement.putObject("Principal").putArray("AWS");
      request.awsAccountIds().forEach(id -> principals.add("arn:aws:iam::" + id + ":root"));
      ArrayNode actions = statement.putArray("Action");
      request.actionNames().forEach(action -> actions.add("SNS:" + action));
      statement.put("Resource", topic.arn);
      topic.attributes.put("Policy", policy.toString());
    }
  }

  static void remove(Topic topic, RemovePermissionRequest request) {
    synchronized (topic) {
      ObjectNode policy = policy(topic);
      for (Iterator<JsonNode> all = policy.withArray("Statement").iterator(); all.hasNext(); ) {
        if (all.next().path("Sid").asText().equals(request.label())) {
          all.remove();
        }
      }
      topic.attributes.put("Policy", policy.toString());
    }
  }

  private static ObjectNode policy(Topic topic) {
    try {
      ObjectNode policy = (ObjectNode) JSON.readTree(topic.attributes.getOrDefault("Policy", "{}"));
      JsonNode statement = policy.path("Statement");
      if (statement.isObject()) {
        policy.putArray("Statement").add(statement);
      }
      return policy;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("The stored policy of " + topic.arn, impossible);
    }
  }
}
