package dev.t2s.shop.runtime;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads and makes DynamoDB attributes. */
public final class Attributes {

  private Attributes() {}

  public static AttributeValue s(String text) {
    return AttributeValue.builder().s(text).build();
  }

  public static AttributeValue n(long number) {
    return AttributeValue.builder().n(Long.toString(number)).build();
  }

  /** A text; empty where the item has none. */
  public static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null || value.s() == null ? "" : value.s();
  }

  /** A whole number; 0 where the item has none. */
  public static long number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null || value.n() == null ? 0 : Long.parseLong(value.n());
  }
}
