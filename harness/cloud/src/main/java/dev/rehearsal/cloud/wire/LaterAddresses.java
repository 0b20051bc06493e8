package dev.rehearsal.cloud.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses that AWS gave to operations after the SDK that is used here was made. There the members
 * are in the body; clients of either age are answered.
 */
final class LaterAddresses {

  private static final Map<String, Map<String, String>> POSTED =
      Map.of(
          "sesv2",
          Map.of(
              "/v2/email/list-identities", "ListEmailIdentities",
              "/v2/email/list-configuration-sets", "ListConfigurationSets"));

  private LaterAddresses() {}

  /** The operation that a request asks for at its later address; empty at any other. */
  static Optional<String> operation(ServicePlan service, HttpRequest request) {
    return request.method().equals("POST")
        ? Optional.ofNullable(
            POSTED.getOrDefault(service.service().id(), Map.of()).get(request.path()))
        : Optional.empty();
  }

  /**
   * The members in a body, as they would be in the query of the address before.
   *
   * @throws AwsServiceException where one cannot be: the operation did not know it then
   */
  static Query members(String operation, byte[] body) {
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, JsonNode> each : object(body).properties()) {
      JsonNode value = each.getValue();
      if (value.isContainerNode() && !value.isEmpty()) {
        throw AwsError.of(
            "NotImplemented",
            501,
            "The embedded AWS does not implement " + each.getKey() + " of " + operation + ".");
      }
      if (value.isValueNode() && !value.isNull()) {
        query
            .append(query.isEmpty() ? "" : "&")
            .append(Query.encode(each.getKey(), false))
            .append('=')
            .append(Query.encode(value.asText(), false));
      }
    }
    return Query.parse(query.toString());
  }

  private static JsonNode object(byte[] body) {
    try {
      JsonNode tree = Bodies.JSON.readTree(body.length == 0 ? new byte[] {'{', '}'} : body);
      if (tree.isObject()) {
        return tree;
      }
    } catch (IOException broken) {
      throw new Malformed("The body could not be parsed.", broken);
    }
    throw new Malformed("The body is not an object.");
  }
}
