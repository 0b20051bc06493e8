package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.Findings;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.findings.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A fragment, read: steps that journeys share. It is closed: it knows what it takes, what it
 * captures, and what every journey knows, so it is right or wrong whoever uses it.
 */
public final class Fragment {

  /** How the names of their files end. */
  public static final String SUFFIX = ".fragment.yaml";

  static final Set<String> KEYS = Set.of("fragment", "takes", "steps");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

  private final SourceText source;
  private final List<String> takes = new ArrayList<>();
  private final List<Node> steps = new ArrayList<>();
  private final List<String> captures = new ArrayList<>();
  private List<Finding> findings = List.of();

  private Fragment(SourceText source) {
    this.source = source;
  }

  /** Reads a file; all that is wrong with it becomes findings. */
  public static Fragment read(SourceText source) {
    Fragment fragment = new Fragment(source);
    Findings findings = new Findings(source);
    try {
      YamlDocument.read(
              source, findings, "a fragment starts with a line `fragment: what happens in it`")
          .ifPresent(root -> fragment.read(root, findings));
    } catch (StackOverflowError deep) {
      findings.add(Rule.YAML_SYNTAX, SourceSpan.START, "the file nests too deeply", null);
    }
    fragment.findings = findings.all();
    return fragment;
  }

  private void read(Node root, Findings findings) {
    locate(root);
    Scope scope = new Scope(findings, true);
    Reading reading = new Reading(findings, scope);
    Optional<Fields> mapping = Fields.of(reading, root, "a fragment", KEYS);
    if (mapping.isEmpty()) {
      return;
    }
    Fields fields = mapping.get();
    fields.need("fragment", "a fragment").ifPresent(reading::text);
    for (Node each :
        fields.get("takes").map(node -> reading.list(node, "names")).orElse(List.of())) {
      reading
          .name(each)
          .ifPresent(
              name -> {
                takes.add(name);
                scope.addParameter(name, YamlDocument.at(each));
              });
    }
    ExpectationReader expectations = new ExpectationReader(reading, new ValueReader(reading));
    StepReader reader =
        new StepReader(reading, expectations, new FaultReader(reading, source.name()), null);
    Optional<Node> list = fields.need("steps", "a fragment");
    list.ifPresent(node -> steps.addAll(reading.list(node, "steps")));
    steps.forEach(reader::shared);
    if (list.isPresent() && steps.isEmpty()) {
      reading.add(
          Rule.EMPTY_JOURNEY,
          fields.place("steps"),
          "the fragment has no step",
          "add one: - browse: /");
    }
    scope.captures().keySet().stream()
        .filter(name -> !scope.parameters().contains(name))
        .forEach(captures::add);
    scope.reportUnusedParameters();
  }

  /** All that is wrong with it. */
  public List<Finding> findings() {
    return findings;
  }

  /** Its file. */
  public SourceText source() {
    return source;
  }

  /** What it is given by the journeys that use it. */
  List<String> takes() {
    return takes;
  }

  /** What is captured once it was used. */
  List<String> captures() {
    return captures;
  }

  /** Its steps, with what it is given in the places of what it takes. */
  List<Node> steps(Map<String, ScalarNode> given) {
    return steps.stream().map(step -> filled(step, given)).toList();
  }

  private void locate(Node node) {
    YamlDocument.locate(node, source);
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(this::locate);
    } else if (node instanceof MappingNode map) {
      for (NodeTuple each : map.getValue()) {
        locate(each.getKeyNode());
        locate(each.getValueNode());
      }
    }
  }

  private Node filled(Node node, Map<String, ScalarNode> given) {
    Node filled;
    if (node instanceof SequenceNode list) {
      filled =
          new SequenceNode(
              list.getTag(),
              true,
              list.getValue().stream().map(each -> filled(each, given)).toList(),
              list.getFlowStyle(),
              list.getStartMark(),
              list.getEndMark());
    } else if (node instanceof MappingNode map) {
      filled =
          new MappingNode(
              map.getTag(),
              true,
              map.getValue().stream()
                  .map(each -> new NodeTuple(each.getKeyNode(), filled(each.getValueNode(), given)))
                  .toList(),
              map.getFlowStyle(),
              map.getStartMark(),
              map.getEndMark());
    } else {
      return filled((ScalarNode) node, given);
    }
    YamlDocument.locate(filled, source);
    return filled;
  }

  /** A reference and nothing else is replaced as a whole: by a value of its own type and place. */
  private Node filled(ScalarNode node, Map<String, ScalarNode> given) {
    Matcher references = REFERENCE.matcher(node.getValue());
    if (references.matches() && given.containsKey(references.group(1))) {
      return given.get(references.group(1));
    }
    String text =
        references
            .reset()
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        given.containsKey(found.group(1))
                            ? given.get(found.group(1)).getValue()
                            : found.group()));
    if (text.equals(node.getValue())) {
      return node;
    }
    ScalarNode filled =
        new ScalarNode(
            Tag.STR, true, text, ScalarStyle.FOLDED, node.getStartMark(), node.getEndMark());
    YamlDocument.locate(filled, source);
    return filled;
  }

  /** What a journey gives it, by name; findings say what is missing, too much or no value. */
  Map<String, ScalarNode> given(Fields use, Reading reading, String name) {
    Map<String, ScalarNode> given = new LinkedHashMap<>();
    Optional<Fields> with = use.get("with").flatMap(node -> Fields.of(reading, node, "`with`"));
    with.ifPresent(
        fields ->
            fields
                .all()
                .forEach(
                    (key, node) -> {
                      if (takes.contains(key)) {
                        reading
                            .scalar(node, "a single value")
                            .ifPresent(
                                value -> {
                                  reading.template(value); // Its references are checked here.
                                  given.put(key, value);
                                });
                      } else {
                        reading.add(
                            Rule.UNKNOWN_KEY,
                            fields.place(key),
                            "the fragment `" + name + "` takes no `" + key + "`",
                            Nearest.hint(key, takes));
                      }
                    }));
    for (String each : takes) {
      if (with.isEmpty() || !with.get().has(each)) {
        reading.add(
            Rule.MISSING_KEY,
            use.place(use.has("with") ? "with" : "use"),
            "the fragment `" + name + "` needs `" + each + "`",
            "with: { " + each + ": … }");
      }
    }
    return given;
  }
}
