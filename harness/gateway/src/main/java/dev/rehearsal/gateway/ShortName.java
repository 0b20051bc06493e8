package dev.rehearsal.gateway;

import java.util.Locale;

/** Says whether a short name, as journeys and plans write it, is a resource's. */
public final class ShortName {

  private ShortName() {}

  /** The last part of a resource's ARN, URL or path. */
  public static String last(String resource) {
    String text = resource.startsWith("arn:") ? resource.split(":", 6)[5] : resource;
    String last = text.substring(text.lastIndexOf('/') + 1);
    return last.isEmpty() ? text : last.substring(last.lastIndexOf(':') + 1);
  }

  /** {@code carts} is {@code t2s-dev-carts}; {@code application} is {@code application-tYuXgU}. */
  public static boolean fits(String name, String full) {
    String lower = full.toLowerCase(Locale.ROOT);
    String wanted = name.toLowerCase(Locale.ROOT);
    return lower.equals(wanted) || lower.endsWith("-" + wanted) || lower.startsWith(wanted + "-");
  }
}
