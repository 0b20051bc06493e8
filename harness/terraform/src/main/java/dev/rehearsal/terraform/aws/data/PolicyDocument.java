package dev.rehearsal.terraform.aws.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Builds IAM policies, laid out to the byte as the official provider lays them out. */
final class PolicyDocument implements DataSource {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "2012-10-17";

  @Override
  public String name() {
    return "aws_iam_policy_document";
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    ObjectNode merged = JSON.createObjectNode();
    List<String> sources = new ArrayList<>(values.strings("source_policy_documents"));
    if (values.has("source_json")) {
      sources.add(0, values.string("source_json"));
    }
    for (String source : sources) {
      merge(merged, read(source), false);
    }
    merge(merged, own(values), true);
    List<String> overrides = new ArrayList<>(values.strings("override_policy_documents"));
    if (values.has("override_json")) {
      overrides.add(0, values.string("override_json"));
    }
    for (String override : overrides) {
      merge(merged, read(override), true);
    }
    ObjectNode ordered = ordered(merged);
    String json = PolicyLayout.pretty(ordered);
    values.set("json", json);
    values.set("minified_json", PolicyLayout.minified(ordered));
    values.set("version", merged.path("Version").asText(VERSION));
    CRC32 checksum = new CRC32();
    checksum.update(json.getBytes(StandardCharsets.UTF_8));
    it.id(String.valueOf(checksum.getValue()));
  }

  private static ObjectNode own(Values values) {
    ObjectNode policy = JSON.createObjectNode();
    String version = values.text("version");
    policy.put("Version", version == null ? VERSION : version);
    if (values.has("policy_id")) {
      policy.put("Id", values.string("policy_id"));
    }
    ArrayNode statements = policy.putArray("Statement");
    values.blocks("statement").forEach(block -> statements.add(StatementJson.of(block)));
    return policy;
  }

  /** Statements of a later document replace those of the same sid; others are added. */
  private static void merge(ObjectNode into, JsonNode from, boolean replaces) {
    if (from.hasNonNull("Version") && (!into.has("Version") || replaces)) {
      into.set("Version", from.get("Version"));
    }
    if (from.hasNonNull("Id")) {
      into.set("Id", from.get("Id"));
    }
    ArrayNode statements =
        into.has("Statement") ? (ArrayNode) into.get("Statement") : into.putArray("Statement");
    JsonNode more = from.path("Statement");
    for (JsonNode statement : more.isObject() ? List.of(more) : more) {
      String sid = statement.path("Sid").asText("");
      int at = sid.isEmpty() ? -1 : indexOf(statements, sid);
      if (at < 0) {
        statements.add(statement);
      } else {
        statements.set(at, statement);
      }
    }
  }

  private static int indexOf(ArrayNode statements, String sid) {
    for (int i = 0; i < statements.size(); i++) {
      if (sid.equals(statements.get(i).path("Sid").asText(""))) {
        return i;
      }
    }
    return -1;
  }

  private static ObjectNode ordered(ObjectNode merged) {
    ObjectNode ordered = JSON.createObjectNode();
    for (String key : List.of("Version", "Id", "Statement")) {
      JsonNode value = merged.get(key);
      if (value != null && !(value.isArray() && value.isEmpty())) {
        ordered.set(key, value.isArray() ? statements((ArrayNode) value) : value);
      }
    }
    return ordered;
  }

  private static ArrayNode statements(ArrayNode statements) {
    ArrayNode all = JSON.createArrayNode();
    statements.forEach(statement -> all.add(StatementJson.ordered(statement)));
    return all;
  }

  private static JsonNode read(@Nullable String json) {
    try {
      return JSON.readTree(Objects.requireNonNullElse(json, "{}"));
    } catch (JsonProcessingException notJson) {
      throw new ProviderException("policy document is not JSON: " + json);
    }
  }
}
