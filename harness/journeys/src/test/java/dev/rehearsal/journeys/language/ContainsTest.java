package dev.rehearsal.journeys.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.journeys.findings.Findings;
import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.findings.SourceText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a list contains is compared as values are that stand alone. */
class ContainsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[4, 5]          | { contains: 5 }                  | true",
        "[4, 5]          | { not: { contains: 5 } }         | false",
        "[4, 5]          | { contains: 6 }                  | false",
        "[4, 5]          | { not: { contains: 6 } }         | true",
        "[4, 5.0]        | { contains: 5 }                  | true",
        "[5]             | { contains: 5.00 }               | true",
        "[50000000000]   | { contains: 50000000000 }        | true",
        "[5]             | { contains: '${five}' }          | true",
        "[5]             | { not: { contains: '${five}' } } | false",
        "['5']           | { contains: 5 }                  | false",
        "['5']           | { contains: '5' }                | true",
        "[5]             | { contains: '5' }                | false",
        "[true]          | { contains: true }               | true",
        "['a', 'b']      | { contains: b }                  | true",
        "['a', 'b']      | { contains: '${b}' }             | true",
        "['ab']          | { contains: b }                  | false",
        "'total 12.50'   | { contains: 12.50 }              | true",
        "'agent 007'     | { contains: 007 }                | true",
        "'agent 7'       | { contains: 007 }                | false",
        "1250            | { contains: 25 }                 | true"
      })
  void aListHoldsWhatEqualsOneOfItsElements(String actual, String check, boolean holds)
      throws JsonProcessingException {
    JsonNode value = JSON.readTree(actual.replace('\'', '"'));
    assertEquals(holds, check(check).mismatch(value, ContainsTest::lookup).isEmpty());
  }

  private static JsonNode lookup(String name) {
    return name.equals("five") ? LongNode.valueOf(5) : TextNode.valueOf(name);
  }

  private static Check check(String text) {
    SourceText source = SourceText.of(Path.of("check.yaml"), text);
    Findings findings = new Findings(source);
    Scope scope = new Scope(findings);
    List.of("five", "b").forEach(name -> scope.addCapture(name, SourceSpan.START));
    Check check =
        new ValueReader(new Reading(findings, scope))
            .check(YamlDocument.read(source, findings, "a check").orElseThrow());
    assertTrue(findings.all().isEmpty(), findings.all().toString());
    return check;
  }
}
