package dev.rehearsal.journeys.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The published schema knows the keys that the reader knows, no more and no fewer: what an editor
 * offers is what runs, and each key comes with an explanation.
 */
class SchemaTest {

  private final JsonNode schema = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Path.of("../../scenarios/journey.schema.json").toFile());
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @Test
  void aJourneyHasTheKeysOfTheReader() {
    assertEquals(new TreeSet<>(JourneyReader.JOURNEY), keys(schema));
    assertEquals(new TreeSet<>(GivenReader.GIVEN), keys(definition("given")));
    assertEquals(new TreeSet<>(GivenReader.PRODUCT), keys(definition("product")));
  }

  @Test
  void eachKindOfStepHasTheKeysOfTheReader() {
    Map<String, Set<String>> expected = new TreeMap<>();
    StepReader.KINDS.forEach(
        (kind, keys) -> {
          Set<String> all = new TreeSet<>(keys);
          if (!kind.equals(StepReader.USE)) {
            all.add(StepReader.EACH);
          }
          expected.put(kind, all);
        });
    Map<String, Set<String>> offered = new TreeMap<>();
    for (JsonNode each : definition("step").path("oneOf")) {
      String kind = each.path("$ref").asText().replace("#/definitions/", "");
      offered.put(kind, keys(definition(kind)));
    }
    assertEquals(expected, offered);
  }

  @Test
  void eachKindOfExpectationIsOffered() {
    assertEquals(new TreeSet<>(ExpectationReader.KINDS), keys(definition("state")));
  }

  @Test
  void everyKeyIsExplained() {
    List<String> silent = new ArrayList<>();
    collect(schema, "", silent);
    assertEquals(List.of(), silent);
  }

  private void collect(JsonNode node, String path, List<String> silent) {
    node.path("properties")
        .fields()
        .forEachRemaining(
            each -> {
              JsonNode said = each.getValue();
              JsonNode referred = said.has("$ref") ? definition(name(said)) : said;
              if (!said.has("description") && !referred.has("description")) {
                silent.add(path + "/" + each.getKey());
              }
            });
    node.fields()
        .forEachRemaining(
            each -> {
              if (each.getValue().isContainerNode()) {
                collect(each.getValue(), path + "/" + each.getKey(), silent);
              }
            });
    assertFalse(schema.isEmpty());
  }

  private static String name(JsonNode reference) {
    return reference.path("$ref").asText().replace("#/definitions/", "");
  }

  private JsonNode definition(String name) {
    return schema.path("definitions").path(name);
  }

  private static Set<String> keys(JsonNode node) {
    Set<String> keys = new TreeSet<>();
    node.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
