package dev.rehearsal.cloud.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;

/** AddPermission and RemovePermission: statements of a queue's policy, by label. */
final class QueuePermissions {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Queues queues;

  QueuePermissions(Queues queues) {
    this.queues = queues;
  }

  void add(AddPermissionRequest request) {
    if (request.awsAccountIds().isEmpty() || request.actions().isEmpty()) {
      throw SqsErrors.missing(request.actions().isEmpty() ? "Actions" : "AWSAccountIds");
    }
    queues.locked(
        () -> {
          Queue queue = queues.at(request.queueUrl());
          ObjectNode policy = policy(queue);
          ArrayNode statements = policy.withArray("Statement");
          for (JsonNode statement : statements) {
            if (statement.path("Sid").asText().equals(request.label())) {
              throw SqsErrors.value(request.label(), "Label", "Already exists.");
            }
          }
          ObjectNode statement = statements.addObject().put("Sid", request.label());
          statement.put("Effect", "Allow");
          ArrayNode principals = statement.putObject("Principal").putArray("AWS");
          request
              .awsAccountIds()
              .forEach(account -> principals.add("arn:aws:iam::" + account + ":root"));
          ArrayNode actions = statement.putArray("Action");
          request.actions().forEach(action -> actions.add("SQS:" + action));
          statement.put("Resource", queue.arn);
          save(queue, policy);
        });
  }

  void remove(RemovePermissionRequest request) {
    queues.locked(
        () -> {
          Queue queue = queues.at(request.queueUrl());
          ObjectNode policy = policy(queue);
          boolean found = false;
          for (Iterator<JsonNode> all = policy.withArray("Statement").iterator(); all.hasNext(); ) {
            if (all.next().path("Sid").asText().equals(request.label())) {
              all.remove();
              found = true;
            }
          }
          if (!found) {
            throw SqsErrors.value(request.label(), "Label", "can't find label on existing policy.");
          }
          save(queue, policy);
        });
  }

  private static void save(Queue queue, ObjectNode policy) {
    boolean empty = policy.withArray("Statement").isEmpty();
    queue.attributes.set(Map.of("Policy", empty ? "" : policy.toString()));
  }

  private static ObjectNode policy(Queue queue) {
    @Nullable String document = queue.attributes.get("Policy");
    if (document == null) {
      ObjectNode fresh = JSON.createObjectNode().put("Version", "2008-10-17");
      return fresh.put("Id", queue.arn + "/SQSDefaultPolicy");
    }
    try {
      ObjectNode policy = (ObjectNode) JSON.readTree(document);
      JsonNode statement = policy.path("Statement");
      if (statement.isObject()) {
        policy.putArray("Statement").add(statement);
      }
      return policy;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A stored policy is not JSON: " + document, impossible);
    }
  }
}
