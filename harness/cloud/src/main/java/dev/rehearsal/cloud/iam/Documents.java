package dev.rehearsal.cloud.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Policy documents: checked as IAM checks them, URL-encoded as it answers them. */
final class Documents {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** A policy of an identity: each statement has an effect, actions and resources. */
  static String identityPolicy(@Nullable String document, int longest) {
    JsonNode policy = parse(document, longest);
    for (JsonNode statement : statements(policy)) {
      if (statement.has("Principal") || statement.has("NotPrincipal")) {
        throw IamErrors.malformed("Policy document should not specify a principal.");
      }
      if (!statement.has("Action") && !statement.has("NotAction")) {
        throw IamErrors.malformed("Policy statement must contain actions.");
      }
      if (!statement.has("Resource") && !statement.has("NotResource")) {
        throw IamErrors.malformed("Policy statement must contain resources.");
      }
    }
    return String.valueOf(document);
  }

  /** A role's trust policy: each statement has an effect, principals and actions. */
  static String trustPolicy(@Nullable String document) {
    JsonNode policy = parse(document, 2048);
    for (JsonNode statement : statements(policy)) {
      if (statement.has("Resource") || statement.has("NotResource")) {
        throw IamErrors.malformed("Has prohibited field Resource");
      }
      if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
        throw IamErrors.malformed("AssumeRole policy must contain a principal.");
      }
      JsonNode action = statement.get("Action");
      if (action == null) {
        throw IamErrors.malformed("AssumeRole policy must contain actions.");
      }
      for (JsonNode each : action.isArray() ? action : JSON.createArrayNode().add(action)) {
        if (!each.asText().startsWith("sts:") && !each.asText().equals("*")) {
          throw IamErrors.malformed("AssumeRole policy may only specify STS AssumeRole actions.");
        }
      }
    }
    return String.valueOf(document);
  }

  /** A document as IAM answers it. */
  static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static JsonNode parse(@Nullable String document, int longest) {
    if (document == null || document.isEmpty()) {
      throw IamErrors.malformed("The policy document is missing.");
    }
    long characters = document.chars().filter(c -> !Character.isWhitespace(c)).count();
    if (characters > longest) {
      throw IamErrors.limit("Cannot exceed quota for PolicySize: " + longest);
    }
    try {
      JsonNode policy = JSON.readTree(document);
      if (policy.isObject() && policy.has("Statement")) {
        return policy;
      }
    } catch (JsonProcessingException noJson) {
      throw IamErrors.malformed("This policy contains invalid Json");
    }
    throw IamErrors.malformed("Syntax errors in policy.");
  }

  private static Iterable<JsonNode> statements(JsonNode policy) {
    JsonNode statements = policy.get("Statement");
    Iterable<JsonNode> all =
        statements.isArray() ? statements : JSON.createArrayNode().add(statements);
    for (JsonNode statement : all) {
      String effect = statement.path("Effect").asText();
      if (!effect.equals("Allow") && !effect.equals("Deny")) {
        throw IamErrors.malformed("Syntax errors in policy.");
      }
    }
    return all;
  }
}
