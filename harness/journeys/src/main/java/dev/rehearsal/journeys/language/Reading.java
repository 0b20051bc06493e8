package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Findings;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single values of one file; what is wrong with them becomes findings. */
record Reading(Findings findings, Scope scope) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
  private static final Pattern LEAP = Pattern.compile("\\+(\\d{1,5})([smh])");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}?");

  /** Adds a finding. */
  void add(Rule rule, SourceSpan at, String message, @Nullable String hint) {
    findings.add(rule, at, message, hint);
  }

  /** A scalar that is neither a list nor a mapping nor nothing. */
  Optional<ScalarNode> scalar(Node node, String what) {
    if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
      return Optional.of(scalar);
    }
    add(
        Rule.WRONG_TYPE,
        YamlDocument.at(node),
        what + " is expected here, not " + kind(node),
        null);
    return Optional.empty();
  }

  /** A text; numbers are taken as they are written. */
  Optional<String> text(Node node) {
    return scalar(node, "a text").map(ScalarNode::getValue);
  }

  /**
   * Whether what stands here depends on what a fragment takes, so that only each use of the
   * fragment can tell whether it is right.
   */
  boolean isOpen(Node node) {
    if (!scope.isFragment() || !(node instanceof ScalarNode scalar)) {
      return false;
    }
    Template template = template(scalar);
    return template.parts().stream()
        .anyMatch(
            part -> part instanceof Template.Reference reference && scope.isOpen(reference.name()));
  }

  /** A name as captures, products and customers have them. */
  Optional<String> name(Node node) {
    if (isOpen(node)) {
      return Optional.of(((ScalarNode) node).getValue());
    }
    Optional<String> text = scalar(node, "a name").map(ScalarNode::getValue);
    if (text.isPresent() && !NAME.matcher(text.get()).matches()) {
      add(
          Rule.BAD_NAME,
          YamlDocument.at(node),
          "`" + text.get() + "` is no name",
          "a letter, then letters, digits, - and _, at most 64");
      return Optional.empty();
    }
    return text;
  }

  /** A template; its references are checked. */
  Optional<Template> template(Node node) {
    return scalar(node, "a text").map(this::template);
  }

  Template template(ScalarNode node) {
    SourceSpan at = YamlDocument.at(node);
    String text = node.getValue();
    List<Template.Part> parts = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() > end) {
        parts.add(new Template.Plain(text.substring(end, matcher.start())));
      }
      end = matcher.end();
      SourceSpan place = inside(node, at, text, matcher.start(), matcher.group().length());
      if (!matcher.group().endsWith("}")) {
        add(Rule.BAD_REFERENCE, place, "this reference does not end", "close it with }");
        continue;
      }
      parts.add(new Template.Reference(matcher.group(1)));
      scope.reference(matcher.group(1), place.within(0, place.length()));
    }
    if (end < text.length() || parts.isEmpty()) {
      parts.add(new Template.Plain(text.substring(end)));
    }
    return new Template(text, List.copyOf(parts), at);
  }

  /** A whole number of at least {@code least}. */
  Optional<Integer> integer(Node node, int least) {
    return parsed(
        node,
        text -> text.matches("-?\\d{1,9}") ? whole(text, least) : Optional.empty(),
        Rule.BAD_NUMBER,
        "is no whole number from " + least + " up",
        null);
  }

  Optional<BigDecimal> number(Node node) {
    return parsed(
        node,
        text ->
            text.matches("-?\\d{1,15}(\\.\\d{1,9})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty(),
        Rule.BAD_NUMBER,
        "is no number",
        null);
  }

  Optional<Integer> status(Node node) {
    return parsed(
        node,
        text -> text.matches("[1-5]\\d\\d") ? whole(text, 100) : Optional.empty(),
        Rule.BAD_STATUS,
        "is no HTTP status",
        "a number from 100 to 599");
  }

  Optional<Duration> duration(Node node) {
    return parsed(
        node, Reading::duration, Rule.BAD_DURATION, "is no duration", "such as 500ms, 10s or 2m");
  }

  /** How far time leaps: ahead, and at most a day. */
  Optional<Duration> leap(Node node) {
    return parsed(
        node,
        Reading::leap,
        Rule.BAD_DURATION,
        "is no leap of the clock",
        "ahead, and at most a day: such as +90s, +65m or +2h");
  }

  Optional<Money> money(Node node) {
    return parsed(node, Money::parse, Rule.BAD_MONEY, "is no amount of money", "such as 12.50 EUR");
  }

  Optional<Boolean> truth(Node node) {
    return parsed(
        node,
        text ->
            text.equals("true") || text.equals("false")
                ? Optional.of(text.equals("true"))
                : Optional.empty(),
        Rule.WRONG_TYPE,
        "is neither true nor false",
        null);
  }

  <T> Optional<T> parsed(
      Node node,
      Function<String, Optional<T>> parser,
      Rule rule,
      String complaint,
      @Nullable String hint) {
    if (isOpen(node)) {
      return Optional.empty();
    }
    Optional<ScalarNode> scalar = scalar(node, "a single value");
    Optional<T> value = scalar.map(ScalarNode::getValue).flatMap(parser);
    if (scalar.isPresent() && value.isEmpty()) {
      add(rule, YamlDocument.at(node), "`" + scalar.get().getValue() + "` " + complaint, hint);
    }
    return value;
  }

  /** A list's elements. */
  List<Node> list(Node node, String what) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    String single = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    add(
        Rule.WRONG_TYPE,
        YamlDocument.at(node),
        "a list of " + what + " is expected here, not " + kind(node),
        NAME.matcher(single).matches() ? "write [" + single + "]" : null);
    return List.of();
  }

  /** One value or a list of them. */
  static List<Node> oneOrMore(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }

  static String kind(Node node) {
    if (node.getNodeType() == NodeType.SEQUENCE) {
      return "a list";
    }
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    return Tag.NULL.equals(node.getTag()) ? "nothing" : "a single value";
  }

  private static Optional<Integer> whole(String text, int least) {
    int number = Integer.parseInt(text);
    return number >= least ? Optional.of(number) : Optional.empty();
  }

  private static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(amount);
              case "s" -> Duration.ofSeconds(amount);
              default -> Duration.ofMinutes(amount);
            })
        .filter(duration -> duration.compareTo(Duration.ofMinutes(10)) <= 0 && amount > 0);
  }

  private static Optional<Duration> leap(String text) {
    Matcher matcher = LEAP.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
            switch (matcher.group(2)) {
              case "s" -> Duration.ofSeconds(amount);
              case "m" -> Duration.ofMinutes(amount);
              default -> Duration.ofHours(amount);
            })
        .filter(leap -> leap.compareTo(Duration.ofDays(1)) <= 0 && amount > 0);
  }

  /** Where a part of a scalar stands; the whole scalar where line breaks or escapes blur that. */
  private static SourceSpan inside(
      ScalarNode node, SourceSpan at, String text, int offset, int length) {
    ScalarStyle style = node.getScalarStyle();
    int quote = style == ScalarStyle.PLAIN ? 0 : 1;
    boolean exact =
        style != ScalarStyle.LITERAL
            && style != ScalarStyle.FOLDED
            && at.length() == text.codePointCount(0, text.length()) + 2 * quote;
    return exact ? at.within(quote + text.codePointCount(0, offset), length) : at;
  }
}
