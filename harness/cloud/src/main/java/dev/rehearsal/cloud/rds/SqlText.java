package dev.rehearsal.cloud.rds;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a statement does, in two words: {@code INSERT orders}. */
final class SqlText {

  private static final Pattern LEADING =
      Pattern.compile("\\A(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)+", Pattern.DOTALL);
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(?:into|update|from|table(?:\\s+if\\s+(?:not\\s+)?exists)?|join)\\s+(?:only\\s+)?([\\w.\"]+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FIRST = Pattern.compile("\\A\\w+");

  private SqlText() {}

  static String action(String sql) {
    String text = LEADING.matcher(sql).replaceFirst("");
    Matcher first = FIRST.matcher(text);
    if (!first.find()) {
      return "SQL";
    }
    String verb = first.group().toUpperCase(Locale.ROOT);
    if (verb.equals("WITH")) {
      verb = inner(text);
    }
    Matcher table = TABLE.matcher(text);
    return switch (verb) {
      case "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "TRUNCATE", "COPY" ->
          table.find() ? verb + " " + name(table.group(1)) : verb;
      default -> verb;
    };
  }

  /** The verb of the statement that a WITH leads to. */
  private static String inner(String text) {
    Matcher verb =
        Pattern.compile("\\)\\s*(select|insert|update|delete)\\b", Pattern.CASE_INSENSITIVE)
            .matcher(text);
    String found = "WITH";
    while (verb.find()) {
      found = verb.group(1).toUpperCase(Locale.ROOT);
    }
    return found;
  }

  private static String name(String table) {
    String plain = table.replace("\"", "");
    return plain.substring(plain.lastIndexOf('.') + 1);
  }
}
