package dev.rehearsal.journeys.language;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rehearsal.journeys.findings.Rule;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads JSON values and what is expected of them. */
record ValueReader(Reading reading) {

  /** The words that make a mapping a check of its own instead of an object's fields. */
  static final Set<String> WORDS =
      Set.of("contains", "matches", "exists", "size", "least", "most", "not");

  Value value(Node node) {
    if (node instanceof SequenceNode list) {
      return new Value.Items(list.getValue().stream().map(this::value).toList());
    }
    if (node instanceof MappingNode) {
      Map<String, Value> values = new LinkedHashMap<>();
      Fields.of(reading, node, "an object")
          .ifPresent(fields -> fields.all().forEach((key, each) -> values.put(key, value(each))));
      return new Value.Fields(values);
    }
    return scalar((ScalarNode) node);
  }

  Check check(Node node) {
    if (node instanceof SequenceNode list) {
      return new Check.Items(list.getValue().stream().map(this::check).toList());
    }
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream().anyMatch(ValueReader::isWord) ? words(node) : fields(node);
    }
    return new Check.Is(scalar((ScalarNode) node));
  }

  /** A check for each field of an object. */
  Check fields(Node node) {
    Map<String, Check> checks = new LinkedHashMap<>();
    Fields.of(reading, node, "an object")
        .ifPresent(fields -> fields.all().forEach((key, each) -> checks.put(key, check(each))));
    return new Check.Fields(checks);
  }

  private static boolean isWord(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key && WORDS.contains(key.getValue());
  }

  private Check words(Node node) {
    Optional<Fields> all = Fields.of(reading, node, "a check", WORDS);
    if (all.isEmpty()) {
      return new Check.Exists(true);
    }
    Fields fields = all.get();
    List<String> used = fields.all().keySet().stream().filter(WORDS::contains).toList();
    boolean bounds = Set.of("least", "most").containsAll(used);
    if (used.size() > 1 && !bounds) {
      reading.add(
          Rule.WRONG_TYPE,
          fields.place(used.get(1)),
          "a check has one word, only `least` and `most` go together",
          "leave `" + used.get(1) + "` out");
    }
    if (bounds) {
      BigDecimal least = fields.get("least").flatMap(reading::number).orElse(MIN);
      BigDecimal most = fields.get("most").flatMap(reading::number).orElse(MAX);
      return new Check.Between(least, most);
    }
    return word(used.get(0), fields.all().get(used.get(0)));
  }

  private static final BigDecimal MAX = BigDecimal.TEN.pow(18);
  private static final BigDecimal MIN = MAX.negate();

  private Check word(String word, @org.jspecify.annotations.Nullable Node node) {
    Check none = new Check.Exists(true);
    if (node == null) {
      return none;
    }
    return switch (word) {
      case "contains" ->
          reading
              .scalar(node, "a text or a number")
              .<Check>map(each -> new Check.Contains(reading.template(each), scalar(each)))
              .orElse(none);
      case "matches" -> pattern(node).<Check>map(Check.Matches::new).orElse(none);
      case "exists" -> reading.truth(node).<Check>map(Check.Exists::new).orElse(none);
      case "size" -> reading.integer(node, 0).<Check>map(Check.Size::new).orElse(none);
      default -> new Check.Not(check(node));
    };
  }

  private Optional<Pattern> pattern(Node node) {
    return reading.parsed(
        node,
        text -> {
          try {
            return Optional.of(Pattern.compile(text));
          } catch (PatternSyntaxException error) {
            return Optional.empty();
          }
        },
        Rule.BAD_PATTERN,
        "is no regular expression",
        null);
  }

  private Value scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (Tag.NULL.equals(tag)) {
      return new Value.Constant(NullNode.getInstance());
    }
    if (Tag.BOOL.equals(tag)) {
      return new Value.Constant(BooleanNode.valueOf(text.equalsIgnoreCase("true")));
    }
    if (Tag.INT.equals(tag) && text.matches("-?\\d{1,18}")) {
      long number = Long.parseLong(text);
      return new Value.Constant(
          number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number));
    }
    if (Tag.FLOAT.equals(tag) && text.matches("-?\\d{1,18}\\.\\d{1,18}")) {
      return new Value.Constant(DecimalNode.valueOf(new BigDecimal(text)));
    }
    return new Value.Text(reading.template(node));
  }
}
