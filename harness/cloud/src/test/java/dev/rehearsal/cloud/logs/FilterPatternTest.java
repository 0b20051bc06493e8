package dev.rehearsal.cloud.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

class FilterPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "ERROR;an ERROR here;true",
        "ERROR;an error here;false",
        "ERROR order;order 7: ERROR;true",
        "ERROR order;order 7;false",
        "\"order 7\";an order 7 failed;true",
        "\"order 7\";7 order;false",
        "?WARN ?ERROR;WARN;true",
        "?WARN ?ERROR;INFO;false",
        "ERROR -expected;ERROR expected;false",
        "ERROR -expected;ERROR;true",
        "%timed out after \\d+%;Task timed out after 3.00 seconds;true",
        "{ $.status = 500 };{\"status\":500};true",
        "{ $.status = 500 };{\"status\":200};false",
        "{ $.status >= 500 && $.path = \"/orders*\" };{\"status\":503,\"path\":\"/orders/1\"};true",
        "{ $.status >= 500 && $.path = \"/orders*\" };{\"status\":503,\"path\":\"/cart\"};false",
        "{ ($.a = 1 || $.b = 2) && $.c != 3 };{\"b\":2,\"c\":4};true",
        "{ $.items[1].sku = mug };{\"items\":[{\"sku\":\"cup\"},{\"sku\":\"mug\"}]};true",
        "{ $.error NOT EXISTS };{\"ok\":true};true",
        "{ $.error IS NULL };{\"error\":null};true",
        "{ $.ok IS TRUE };{\"ok\":false};false",
        "{ $.status = 500 };status 500;false"
      })
  void matchesAsCloudWatchLogsDoes(String pattern, String message, boolean expected) {
    assertEquals(expected, FilterPattern.parse(pattern).matches(message));
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThrows(InvalidParameterException.class, () -> FilterPattern.parse("{ $.a ~ 3 }"));
    assertThrows(InvalidParameterException.class, () -> FilterPattern.parse("{ $.a > many }"));
    assertThrows(InvalidParameterException.class, () -> FilterPattern.parse("[ip, user]"));
  }
}
