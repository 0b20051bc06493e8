package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.language.Fragment;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema says what the reader says. */
class JourneySchemaTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String FRAGMENT = "fragment.schema.json";

  static List<JourneyFile> journeys() throws IOException {
    return JourneyFiles.read(List.of(Path.of("journeys")));
  }

  @ParameterizedTest
  @MethodSource("journeys")
  void everyJourneyHasNoFindingAndFitsTheSchema(JourneyFile file) throws IOException {
    assertEquals("", file.findings().stream().map(Finding::format).collect(Collectors.joining()));
    assertEquals(Set.of(), validate(file.source().text()));
  }

  static List<Fragment> fragments() throws IOException {
    return JourneyFiles.fragments(List.of(Path.of("fragments")));
  }

  @ParameterizedTest
  @MethodSource("fragments")
  void everyFragmentHasNoFindingFitsItsSchemaAndIsUsedTwice(Fragment file) throws IOException {
    assertEquals("", file.findings().stream().map(Finding::format).collect(Collectors.joining()));
    assertEquals(Set.of(), validate(FRAGMENT, file.source().text()));
    Path path = file.source().path();
    assertTrue(journeys().stream().filter(each -> each.fragments().contains(path)).count() >= 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fragment: a",
        "fragment: a\nsteps: []",
        "fragment: a\nsteps: [{ use: order }]",
        "fragment: a\ngiven: {}\nsteps: [{ browse: / }]",
        "fragment: a\nsteps: [{ browse: '${path}' }]",
        "fragment: a\nsteps: [{ browse: /, expect: { status: all } }]",
        "fragment: a\ntakes: customer\nsteps: [{ browse: / }]"
      })
  void whatAFragmentsReaderRefusesForItsShapeItsSchemaRefuses(String text) throws IOException {
    assertFalse(validate(FRAGMENT, text).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "journey: a",
        "journey: a\nsteps: []",
        "journey: a\nsteps: [{ browse: nowhere }]",
        "journey: a\nsteps: [{ api: FETCH / }]",
        "journey: a\nsteps: [{ browse: /, expects: {} }]",
        "journey: a\nsteps: [{ browse: /, expect: { status: 999 } }]",
        "journey: a\nsteps: [{ eventually: soon, expect: { queue: { name: q, messages: 0 } } }]",
        "journey: a\ngiven: { products: { mug: { price: 12, available: 1 } } }\nsteps: [{ browse: / }]"
      })
  void whatTheReaderRefusesForItsShapeTheSchemaRefuses(String text) throws IOException {
    assertFalse(validate(text).isEmpty());
  }

  private static Set<String> validate(String yaml) throws IOException {
    return validate("journey.schema.json", yaml);
  }

  private static Set<String> validate(String file, String yaml) throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Path.of(file).toFile());
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    return compiled.validate(YAML.readTree(yaml)).stream()
        .map(ValidationMessage::getMessage)
        .collect(Collectors.toSet());
  }

  @Test
  void thereAreJourneys() throws IOException {
    assertFalse(journeys().isEmpty());
  }
}
