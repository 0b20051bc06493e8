package dev.rehearsal.cloud.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatternTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":[\"x\",\"y\"]} | {\"a\":\"y\"} | true",
        "{\"a\":[\"x\"]} | {\"a\":\"y\"} | false",
        "{\"a\":[\"x\"],\"b\":[1]} | {\"a\":\"x\"} | false",
        "{\"a\":[{\"prefix\":\"or\"}]} | {\"a\":\"order\"} | true",
        "{\"a\":[{\"suffix\":\".png\"}]} | {\"a\":\"x.png\"} | true",
        "{\"a\":[{\"suffix\":\".png\"}]} | {\"a\":\"x.jpg\"} | false",
        "{\"a\":[{\"anything-but\":[\"x\",\"y\"]}]} | {\"a\":\"z\"} | true",
        "{\"a\":[{\"anything-but\":\"x\"}]} | {\"a\":\"x\"} | false",
        "{\"a\":[{\"anything-but\":\"x\"}]} | {\"b\":\"z\"} | false",
        "{\"a\":[{\"anything-but\":{\"prefix\":\"or\"}}]} | {\"a\":\"order\"} | false",
        "{\"a\":[{\"numeric\":[\">\",0,\"<=\",5]}]} | {\"a\":5} | true",
        "{\"a\":[{\"numeric\":[\">\",0,\"<=\",5]}]} | {\"a\":5.01} | false",
        "{\"a\":[{\"numeric\":[\"=\",3.0]}]} | {\"a\":3} | true",
        "{\"a\":[{\"exists\":true}]} | {\"a\":null} | true",
        "{\"a\":[{\"exists\":false}]} | {\"b\":1} | true",
        "{\"a\":[{\"exists\":false}]} | {\"a\":1} | false",
        "{\"a\":[{\"cidr\":\"10.0.0.0/24\"}]} | {\"a\":\"10.0.0.255\"} | true",
        "{\"a\":[{\"cidr\":\"10.0.0.0/24\"}]} | {\"a\":\"10.0.1.1\"} | false",
        "{\"a\":[{\"equals-ignore-case\":\"Eu\"}]} | {\"a\":\"EU\"} | true",
        "{\"a\":[{\"wildcard\":\"o*r\"}]} | {\"a\":\"order\"} | true",
        "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]} | {\"b\":2} | true",
        "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]} | {\"a\":2,\"b\":1} | false",
        "{\"d\":{\"a\":[1]}} | {\"d\":{\"a\":1,\"z\":9}} | true",
        "{\"d\":{\"a\":[1]}} | {\"d\":[{\"a\":2},{\"a\":1}]} | true",
        "{\"a\":[1]} | {\"a\":[3,1]} | true",
      })
  void matches(String pattern, String event, boolean expected) throws Exception {
    assertEquals(expected, EventPattern.parse(pattern).matches(JSON.readTree(event)));
  }

  @Test
  void anUnknownOperatorIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> EventPattern.parse("{\"a\":[{\"like\":\"x\"}]}"));
  }
}
