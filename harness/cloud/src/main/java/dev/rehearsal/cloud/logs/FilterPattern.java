package dev.rehearsal.cloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** CloudWatch Logs' filter pattern: terms, {@code "quoted"}, {@code ?or}, {@code -not}, JSON. */
sealed interface FilterPattern permits FilterPattern.Terms, JsonPattern {

  /** Whether an event's message matches. */
  boolean matches(String message);

  /**
   * Reads a pattern.
   *
   * @throws software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException where
   *     the pattern is not valid, or is of the space-delimited sort, which is not supported
   */
  static FilterPattern parse(@Nullable String text) {
    String pattern = text == null ? "" : text.strip();
    if (pattern.startsWith("{")) {
      return JsonPattern.of(pattern);
    }
    if (pattern.startsWith("[")) {
      throw Errors.invalid(
          "Invalid filter pattern: the embedded CloudWatch Logs does not support space-delimited"
              + " patterns such as "
              + pattern
              + "; use terms or a JSON pattern.");
    }
    return Terms.of(pattern);
  }

  /**
   * A pattern of terms.
   *
   * @param all terms that must all occur
   * @param any terms of which one must occur, where there are some
   * @param none terms that must not occur
   */
  record Terms(List<Pattern> all, List<Pattern> any, List<Pattern> none) implements FilterPattern {

    private static final Pattern TERM =
        Pattern.compile("([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|%([^%]+)%|(\\S+))\\s*");

    static Terms of(String text) {
      List<Pattern> all = new ArrayList<>();
      List<Pattern> any = new ArrayList<>();
      List<Pattern> none = new ArrayList<>();
      Matcher terms = TERM.matcher(text);
      int at = 0;
      while (terms.find() && terms.start() == at) {
        at = terms.end();
        List<Pattern> into =
            switch (terms.group(1)) {
              case "?" -> any;
              case "-" -> none;
              default -> all;
            };
        into.add(term(terms));
      }
      if (at != text.length()) {
        throw Errors.invalid("Invalid filter pattern");
      }
      return new Terms(List.copyOf(all), List.copyOf(any), List.copyOf(none));
    }

    private static Pattern term(Matcher term) {
      if (term.group(3) != null) {
        try {
          return Pattern.compile(term.group(3));
        } catch (PatternSyntaxException broken) {
          throw Errors.invalid("Invalid filter pattern: " + broken.getMessage());
        }
      }
      String plain =
          term.group(2) == null ? term.group(4) : term.group(2).replaceAll("\\\\(.)", "$1");
      return Pattern.compile(plain, Pattern.LITERAL);
    }

    @Override
    public boolean matches(String message) {
      return all.stream().allMatch(term -> term.matcher(message).find())
          && none.stream().noneMatch(term -> term.matcher(message).find())
          && (any.isEmpty()
              || !all.isEmpty()
              || any.stream().anyMatch(term -> term.matcher(message).find()));
    }
  }
}
