package dev.rehearsal.journeys.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The published schema of fragments is made of the journeys': a step is the same, but a reference
 * to what the fragment takes may stand for any single value. {@code -Ddocs.update} writes it.
 */
class FragmentSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path JOURNEY = Path.of("../../scenarios/journey.schema.json");
  private static final Path FRAGMENT = Path.of("../../scenarios/fragment.schema.json");

  /** Where only a part may be a reference: the reader looks at what comes before it. */
  private static final Set<String> LINES = Set.of("browse", "api", "race", "flood");

  @Test
  void itIsMadeOfTheJourneysSchema() throws IOException {
    String made = text(schema());
    if (System.getProperty("docs.update") != null) {
      Files.writeString(FRAGMENT, made);
    }
    assertEquals(made, Files.readString(FRAGMENT), "once again with -Ddocs.update");
  }

  @Test
  void aFragmentHasTheKeysOfTheReader() throws IOException {
    Set<String> keys = new TreeSet<>();
    schema().path("properties").fieldNames().forEachRemaining(keys::add);
    assertEquals(new TreeSet<>(Fragment.KEYS), keys);
  }

  private static ObjectNode schema() throws IOException {
    ObjectNode definitions = (ObjectNode) JSON.readTree(JOURNEY.toFile()).path("definitions");
    JsonNode captures = definitions.at("/browse/properties/from/pattern");
    definitions.remove(Set.of("given", "product", StepReader.USE));
    ArrayNode kinds = (ArrayNode) definitions.at("/step/oneOf");
    for (int i = kinds.size() - 1; i >= 0; i--) {
      if (kinds.get(i).path("$ref").asText().endsWith("/" + StepReader.USE)) {
        kinds.remove(i);
      }
    }
    definitions.forEach(FragmentSchemaTest::open);
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("$id", "https://rehearsal.dev/fragment.schema.json");
    schema.put("title", "A fragment");
    schema.put(
        "description",
        "Steps that journeys share. They know what the fragment takes, as ${NAME}, what they"
            + " capture, ${outputs.NAME}, ${uuid}, ${uuid.NAME}, ${run}, ${code.CAPTURE} and"
            + " ${each.COLUMN}.");
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode keys = schema.putObject("properties");
    keys.putObject("fragment")
        .put("type", "string")
        .put("description", "What happens in it, in one sentence.");
    ObjectNode takes = keys.putObject("takes").put("type", "array");
    takes.putObject("items").put("type", "string").set("pattern", captures);
    takes
        .put("uniqueItems", true)
        .put("description", "What a journey gives it: single values, each by its name.");
    ObjectNode steps = keys.putObject("steps").put("type", "array").put("minItems", 1);
    steps.putObject("items").put("$ref", "#/definitions/step");
    steps.put("description", "What happens, one after the other.");
    schema.putArray("required").add("fragment").add("steps");
    schema.set("definitions", definitions);
    return schema;
  }

  /** Lets references stand for the single values that a schema's keys and elements describe. */
  private static void open(JsonNode schema) {
    for (Map.Entry<String, JsonNode> each : schema.properties()) {
      JsonNode child = each.getValue();
      if (each.getKey().equals("properties")) {
        for (Map.Entry<String, JsonNode> key : child.properties()) {
          if (!LINES.contains(key.getKey())) {
            key.setValue(opened(key.getValue()));
          }
        }
      } else if (Set.of("items", "additionalProperties").contains(each.getKey())) {
        each.setValue(opened(child));
      }
      open(child);
    }
    if (schema.isArray()) {
      schema.forEach(FragmentSchemaTest::open);
    }
  }

  private static JsonNode opened(JsonNode schema) {
    boolean single =
        Set.of("integer", "number", "boolean").contains(schema.path("type").asText())
            || schema.has("enum")
            || schema.path("type").asText().equals("string") && schema.has("pattern")
            || schema.path("$ref").asText().equals("#/definitions/money");
    if (!single) {
      return schema;
    }
    ObjectNode either = JSON.createObjectNode();
    ObjectNode value = schema.deepCopy();
    JsonNode description = value.remove("description");
    either.putArray("anyOf").add(value).addObject().put("pattern", "\\$\\{").put("type", "string");
    if (description != null) {
      either.set("description", description);
    }
    return either;
  }

  private static String text(JsonNode schema) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    return JSON.writer(printer).writeValueAsString(schema) + "\n";
  }
}
