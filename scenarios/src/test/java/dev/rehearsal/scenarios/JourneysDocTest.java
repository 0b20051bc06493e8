package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/journeys.md} and the README tell of the language as it is. */
class JourneysDocTest {

  private static final Path DOCUMENT = Path.of("../docs/journeys.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final YAMLMapper YAML = new YAMLMapper();

  static List<String> examples() throws IOException {
    return Stream.of(DOCUMENT, Path.of("../README.md"))
        .map(JourneysDocTest::read)
        .flatMap(text -> EXAMPLE.matcher(text).results().map(found -> found.group(1)))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleFitsTheSchema(String example) throws IOException {
    String schema = isFragment(example) ? "fragment.schema.json" : "journey.schema.json";
    assertEquals(Set.of(), Set.copyOf(validate(schema, whole(example))), example);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyWholeExampleHasNoError(String example) throws IOException {
    if (isFragment(example)) {
      // It is the one that is there.
      String there = Files.readString(Path.of("fragments/order.fragment.yaml"));
      assertEquals(there.substring(there.indexOf("fragment: ")), example);
    } else if (whole(example).equals(example)) {
      assertEquals(
          "",
          JourneyReader.read("doc", SourceText.of(Path.of("doc.journey.yaml"), example))
              .findings()
              .stream()
              .filter(Finding::isError)
              .map(Finding::format)
              .collect(Collectors.joining()));
    }
  }

  @Test
  void everyKeyOfTheSchemaIsExplained() throws IOException {
    String text = read(DOCUMENT);
    Set<String> keys = new TreeSet<>();
    for (String file : List.of("journey.schema.json", "fragment.schema.json")) {
      keys(new ObjectMapper().readTree(Path.of(file).toFile()), keys);
    }
    assertTrue(keys.size() > 40, keys.toString());
    keys.removeIf(key -> text.contains("`" + key + "`") || text.contains(key + ":"));
    assertEquals(Set.of(), keys);
  }

  @Test
  void everyRuleIsNamed() {
    String text = read(DOCUMENT);
    assertEquals(
        List.of(),
        Stream.of(Rule.values())
            .map(Rule::id)
            .filter(id -> !text.contains("`" + id + "`"))
            .toList());
  }

  private static boolean isFragment(String example) {
    return example.startsWith("fragment:");
  }

  /** A part of a journey, such as a step, with the rest around it. */
  private static String whole(String example) {
    if (isFragment(example)) {
      return example;
    }
    String first = example.lines().filter(line -> !line.startsWith("#")).findFirst().orElse("");
    if (first.strip().startsWith("- ")) {
      return "journey: a\nsteps:\n" + example;
    }
    return first.startsWith("journey:")
        ? example
        : "journey: a\nsteps: [{ browse: /, expect: { status: 200 } }]\n" + example;
  }

  private static List<String> validate(String file, String yaml) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(new ObjectMapper().readTree(Path.of(file).toFile()));
    return schema.validate(YAML.readTree(yaml)).stream().map(Object::toString).toList();
  }

  private static void keys(JsonNode schema, Set<String> keys) {
    schema.path("properties").fieldNames().forEachRemaining(keys::add);
    schema.forEach(each -> keys(each, keys));
  }
}
