package dev.rehearsal.terraform.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The block {@code statement} of a web ACL's rule. Statements stand within statements, in the
 * official schema three levels deep; the extract has no more than its name.
 */
final class WafStatement {

  private static final int LEVELS = 3;

  private final Map<String, List<String>> parts = new HashMap<>();

  private WafStatement() {}

  /** The block's lines, its own head first, indented by {@code depth} and more. */
  static List<String> lines(int depth) {
    WafStatement statement = new WafStatement();
    statement.read();
    List<String> lines = new ArrayList<>();
    lines.add(" ".repeat(depth) + "statement :list 1 1");
    for (String part : List.of("simple", "nested", "root")) {
      statement.expand(part, depth + 1, LEVELS, lines);
    }
    return lines;
  }

  private void read() {
    try (InputStream in =
            Objects.requireNonNull(WafStatement.class.getResourceAsStream("waf-statement.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> part = new ArrayList<>();
      for (String line : reader.lines().toList()) {
        if (line.startsWith(":")) {
          part = new ArrayList<>();
          parts.put(line.substring(1), part);
        } else if (!line.startsWith("#")) {
          part.add(line);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("waf-statement.txt is broken.", broken);
    }
  }

  private void expand(String part, int depth, int levels, List<String> into) {
    if (part.equals("nested") && levels == 1) {
      return;
    }
    for (String line : Objects.requireNonNull(parts.get(part))) {
      String text = line.stripLeading();
      int inside = depth + line.length() - text.length();
      if (text.equals("+nested")) {
        expand("simple", inside, levels - 1, into);
        expand("nested", inside, levels - 1, into);
      } else if (text.startsWith("+")) {
        expand(text.substring(1), inside, levels, into);
      } else {
        into.add(" ".repeat(inside) + text);
      }
    }
  }
}
