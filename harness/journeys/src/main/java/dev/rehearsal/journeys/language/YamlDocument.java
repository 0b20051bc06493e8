package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Findings;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.findings.SourceText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a text as one YAML document; what keeps it from being one becomes a finding. */
final class YamlDocument {

  private static final int DEEPEST = 40;
  private static final String FRAGMENT = "fragment";

  private YamlDocument() {}

  /**
   * The document's root; empty where a finding says why there is none.
   *
   * @param start how such a file starts
   */
  static Optional<Node> read(SourceText source, Findings findings, String start) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source.name()).setCodePointLimit(1_000_000).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(source.text());
      if (root.isEmpty()) {
        findings.add(Rule.EMPTY_JOURNEY, SourceSpan.START, "the file is empty", start);
        return root;
      }
      return root.filter(node -> plain(node, 0, findings));
    } catch (MarkedYamlEngineException error) {
      Optional<Mark> mark = error.getProblemMark().or(error::getContextMark);
      SourceSpan at = mark.map(YamlDocument::at).orElse(SourceSpan.START);
      String problem = error.getProblem() == null ? "this is not YAML" : error.getProblem();
      findings.add(
          Rule.YAML_SYNTAX, at, problem.strip().replace("\n", " "), hint(source.line(at.line())));
    } catch (YamlEngineException error) {
      String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
      findings.add(Rule.YAML_SYNTAX, SourceSpan.START, "this is not YAML: " + message, null);
    } catch (StackOverflowError deep) {
      findings.add(Rule.YAML_SYNTAX, SourceSpan.START, "the file nests too deeply", null);
    }
    return Optional.empty();
  }

  /** Where a node stands, its length that of its first line. */
  static SourceSpan at(Node node) {
    Mark start = node.getStartMark().orElse(null);
    if (start == null) {
      return SourceSpan.START;
    }
    Mark end = node.getEndMark().orElse(start);
    int length =
        node instanceof MappingNode || end.getLine() != start.getLine()
            ? 1
            : end.getColumn() - start.getColumn();
    return new SourceSpan(
        start.getLine() + 1, start.getColumn() + 1, Math.max(1, length), fragment(node));
  }

  /** Lets a node know that it stands in a fragment's file. */
  static void locate(Node node, @Nullable SourceText fragment) {
    if (fragment != null) {
      node.setProperty(FRAGMENT, fragment);
    }
  }

  /** The fragment's file that a node stands in; null where it is the file at hand. */
  static @Nullable SourceText fragment(Node node) {
    return (SourceText) node.getProperty(FRAGMENT);
  }

  private static SourceSpan at(Mark mark) {
    return new SourceSpan(mark.getLine() + 1, mark.getColumn() + 1, 1);
  }

  private static @Nullable String hint(String line) {
    if (line.contains("${") && line.contains("{ ")) {
      return "inside { } a value with ${…} stands in quotes: \"${…}\"";
    }
    if (line.contains("\t")) {
      return "YAML indents with spaces, never with tabs";
    }
    int colon = line.indexOf(": ");
    return colon >= 0 && line.indexOf(": ", colon + 1) > 0
        ? "a value that holds `: ` stands in quotes"
        : null;
  }

  private static boolean plain(Node node, int depth, Findings findings) {
    if (node.getAnchor().isPresent()) {
      findings.add(
          Rule.YAML_ALIAS,
          at(node),
          "anchors and aliases are not part of the journey language",
          "write the value out");
      return false;
    }
    if (depth > DEEPEST) {
      findings.add(Rule.YAML_SYNTAX, at(node), "this nests too deeply", null);
      return false;
    }
    boolean plain = true;
    if (node instanceof SequenceNode list) {
      for (Node each : list.getValue()) {
        plain &= plain(each, depth + 1, findings);
      }
    } else if (node instanceof MappingNode map) {
      for (NodeTuple each : map.getValue()) {
        plain &= plain(each.getKeyNode(), depth + 1, findings);
        plain &= plain(each.getValueNode(), depth + 1, findings);
      }
    }
    return plain;
  }
}
