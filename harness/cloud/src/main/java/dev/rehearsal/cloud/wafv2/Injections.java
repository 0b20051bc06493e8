package dev.rehearsal.cloud.wafv2;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds SQL and script in the parts of a request. AWS keeps its own detection to itself; this one
 * knows the forms that injection takes in practice, and lets names with apostrophes pass.
 */
final class Injections {

  private static final List<Pattern> SQL =
      patterns(
          "['\"`)]\\s*(?:or|and|xor|\\|\\||&&)\\s*(?:not\\s+)?[('\"`]?\\s*[\\w'\"`]+\\s*"
              + "(?:=|<|>|!|like\\b|in\\b|between\\b|is\\b)",
          "\\b(?:or|and)\\s+(?:\\d+|'[^']*')\\s*(?:=|<|>)\\s*(?:\\d+|'[^']*'?)",
          "\\bunion\\b(?:\\s+(?:all|distinct))?[\\s(]+select\\b",
          "['\"`)\\d]\\s*;\\s*(?:drop|delete|insert|update|alter|create|truncate|exec|execute|grant"
              + "|shutdown|select|declare|waitfor)\\b",
          "['\"`]\\s*\\)*\\s*;?\\s*(?:--(?:\\s|$)|#\\s*$|/\\*)",
          "\\b(?:sleep|benchmark|pg_sleep|extractvalue|updatexml|load_file|xp_cmdshell)\\s*\\(",
          "\\bwaitfor\\s+delay\\b",
          "\\b(?:information_schema|pg_catalog|sysobjects|sqlite_master)\\b",
          "\\bselect\\s+(?:\\*|count\\s*\\(|concat|null\\b|version\\s*\\(|@@|[\\w.]+\\s*,).*\\bfrom\\b",
          "\\b(?:drop|truncate|alter)\\s+table\\b",
          "\\binsert\\s+into\\b.+\\bvalues\\s*\\(",
          "\\bdelete\\s+from\\s+\\w+(?:\\s+where\\b|\\s*;|\\s*--|\\s*$)");

  private static final List<Pattern> SQL_SENSITIVE =
      patterns(
          "['\"`].*\\b(?:select|union|insert|update|delete|drop|having|order\\s+by|group\\s+by)\\b",
          "['\"`]\\s*(?:\\+|\\|\\|)\\s*['\"`]",
          "--\\s*$",
          "\\b(?:char|ascii|substring|concat)\\s*\\(\\s*[\\d'@]");

  private static final List<Pattern> SCRIPT =
      patterns(
          "<\\s*/?\\s*(?:script|iframe|object|embed|applet|base|meta|svg|math|style|link)\\b",
          "<[^>]*[\\s/\"']on[a-z]{3,}\\s*=",
          "[\"'][\\s/]*on(?:error|load|click|focus|blur|mouse\\w+|key\\w+|toggle|submit)\\s*=",
          "(?:^|[\\s\"'=(])(?:javascript|vbscript|livescript)\\s*:",
          "\\bdata\\s*:\\s*text/html",
          "<[^>]*\\bexpression\\s*\\(");

  private Injections() {}

  static boolean sql(String text, boolean sensitive) {
    return finds(SQL, text) || (sensitive && finds(SQL_SENSITIVE, text));
  }

  static boolean script(String text) {
    return finds(SCRIPT, text);
  }

  private static boolean finds(List<Pattern> patterns, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> pattern.matcher(lower).find());
  }

  private static List<Pattern> patterns(String... texts) {
    return List.of(texts).stream().map(text -> Pattern.compile(text, Pattern.DOTALL)).toList();
  }
}
