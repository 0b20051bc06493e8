package dev.rehearsal.report;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How a console is written to.
 *
 * @param colour whether ANSI colours are shown
 * @param unicode whether marks beyond ASCII are shown
 * @param detail how much is said
 */
public record ConsoleStyle(boolean colour, boolean unicode, Detail detail) {

  /** How much a console says. */
  public enum Detail {
    /** The failures and the verdict. */
    QUIET,
    /** A line a journey as well. */
    NORMAL,
    /** A line a step as well. */
    VERBOSE
  }

  /** What fits this process: colour on a terminal only, and not where NO_COLOR or CI is set. */
  public static ConsoleStyle detect(Detail detail) {
    Map<String, String> environment = System.getenv();
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || !environment.getOrDefault("CI", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    String encoding =
        System.getProperty(
            "stdout.encoding",
            System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name()));
    return new ConsoleStyle(
        System.console() != null && !plain,
        encoding.equalsIgnoreCase(StandardCharsets.UTF_8.name()),
        detail);
  }

  String green(String text) {
    return paint("32", text);
  }

  String red(String text) {
    return paint("31;1", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  String passed() {
    return green(unicode ? "\u2713" : "ok  ");
  }

  String failed() {
    return red(unicode ? "\u2717" : "FAIL");
  }

  String skipped() {
    return faint(unicode ? "\u2013" : "-   ");
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
