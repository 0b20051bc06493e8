package dev.rehearsal.terraform.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Every resource type and data source of the official provider, as the extract beside this class
 * lists them. A type is parsed when it is first asked for. Thread-safe.
 */
public final class SchemaLibrary {

  private final Map<String, List<String>> lines = new TreeMap<>();
  private final Map<String, Block> parsed = new ConcurrentHashMap<>();

  private SchemaLibrary() {}

  /** Loads the extract: some ten milliseconds. */
  public static SchemaLibrary load() {
    SchemaLibrary library = new SchemaLibrary();
    try (InputStream packed =
            Objects.requireNonNull(SchemaLibrary.class.getResourceAsStream("aws.txt.gz"));
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
      library.index(reader.lines().toList());
    } catch (IOException broken) {
      throw new UncheckedIOException("The extract of the provider's schema is broken.", broken);
    }
    return library;
  }

  private void index(List<String> all) {
    int start = -1;
    for (int i = 0; i <= all.size(); i++) {
      boolean head = i == all.size() || !all.get(i).startsWith(" ");
      if (head && start >= 0) {
        lines.put(all.get(start), all.subList(start + 1, i));
      }
      if (head) {
        start = i;
      }
    }
  }

  /** The provider's own block. */
  public Block provider() {
    return find("provider aws").orElseThrow();
  }

  /** A resource type, or empty where the official provider has none of that name. */
  public Optional<Block> resource(String name) {
    return find("resource " + name);
  }

  /** A data source, or empty where the official provider has none of that name. */
  public Optional<Block> dataSource(String name) {
    return find("data " + name);
  }

  /** The heads of all types: {@code resource aws_…} and {@code data aws_…}. */
  public Set<String> heads() {
    return lines.keySet();
  }

  private Optional<Block> find(String head) {
    List<String> body = lines.get(head);
    return body == null
        ? Optional.empty()
        : Optional.of(parsed.computeIfAbsent(head, any -> new Parser(whole(head, body)).block(1)));
  }

  private static List<String> whole(String head, List<String> body) {
    if (!head.equals("resource aws_wafv2_web_acl")) {
      return body;
    }
    List<String> whole = new ArrayList<>();
    for (String line : body) {
      if (line.equals("  statement o \"?\"")) {
        whole.addAll(WafStatement.lines(2));
      } else {
        whole.add(line);
      }
    }
    return whole;
  }

  /** A block's lines are indented by one space for each level. */
  private static final class Parser {

    private final List<String> lines;
    private int at;

    Parser(List<String> lines) {
      this.lines = lines;
    }

    Block block(int depth) {
      Map<String, Attribute> attributes = new LinkedHashMap<>();
      Map<String, NestedBlock> blocks = new LinkedHashMap<>();
      while (at < lines.size() && depth(lines.get(at)) == depth) {
        String[] words = lines.get(at++).substring(depth).split(" ", 4);
        String name = words[0];
        if (words[1].startsWith(":")) {
          NestedBlock.Nesting nesting =
              NestedBlock.Nesting.valueOf(words[1].substring(1).toUpperCase(java.util.Locale.ROOT));
          blocks.put(
              name,
              new NestedBlock(
                  name,
                  nesting,
                  Integer.parseInt(words[2]),
                  Integer.parseInt(words[3]),
                  block(depth + 1)));
        } else {
          attributes.put(
              name,
              new Attribute(
                  name,
                  TypeReader.read(words[2]),
                  words[1].contains("r"),
                  words[1].contains("o"),
                  words[1].contains("c")));
        }
      }
      return new Block(attributes, blocks);
    }

    private static int depth(String line) {
      int depth = 0;
      while (line.charAt(depth) == ' ') {
        depth++;
      }
      return depth;
    }
  }
}
