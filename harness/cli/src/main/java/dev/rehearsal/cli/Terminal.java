package dev.rehearsal.cli;

import dev.rehearsal.stage.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What a person sees while a stage is stood up: one line a step, with its time. Thread-safe. */
final class Terminal implements Progress {

  private final PrintStream out;
  private final boolean details;
  private final boolean colour;

  Terminal(PrintStream out, boolean details, boolean colour) {
    this.out = out;
    this.details = details;
    this.colour = colour;
  }

  /** Colour on a terminal only, and not where the user or CI asked for none. */
  static boolean colour(Map<String, String> environment) {
    return System.console() != null
        && !environment.containsKey("NO_COLOR")
        && !environment.containsKey("CI")
        && !"dumb".equals(environment.get("TERM"));
  }

  @Override
  public synchronized void began(String what) {
    if (details) {
      out.println("  … " + what);
      out.flush();
    }
  }

  @Override
  public synchronized void done(String what, Duration took) {
    out.println(
        "  "
            + green("✓")
            + String.format(Locale.ROOT, " %-34s %6.2f s", what, took.toMillis() / 1000.0));
    out.flush();
  }

  @Override
  public synchronized void detail(String text) {
    if (details) {
      out.println("      " + text);
      out.flush();
    }
  }

  private String green(String text) {
    return colour ? "\u001b[32m" + text + "\u001b[0m" : text;
  }
}
