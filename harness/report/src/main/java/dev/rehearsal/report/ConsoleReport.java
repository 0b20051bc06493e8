package dev.rehearsal.report;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.run.FailureText;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.journeys.run.Status;
import dev.rehearsal.journeys.run.StepResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells a run while it goes on: a line a journey, failures as facts at the end. */
public final class ConsoleReport implements RunListener {

  private final PrintStream out;
  private final ConsoleStyle style;

  public ConsoleReport(PrintStream out, ConsoleStyle style) {
    this.out = out;
    this.style = style;
  }

  @Override
  public void on(RunEvent event) {
    boolean quiet = style.detail() == ConsoleStyle.Detail.QUIET;
    if (event instanceof RunEvent.FileFound found) {
      found.file().findings().stream()
          .filter(finding -> finding.isError() || !quiet)
          .map(Finding::format)
          .forEach(out::print);
    } else if (event instanceof RunEvent.StageStood stood && !quiet) {
      out.println(style.faint("The stage stands (" + stood.target() + ")."));
    } else if (event instanceof RunEvent.StageBroke broke) {
      out.println(style.red("The stage broke.") + " " + broke.why());
    } else if (event instanceof RunEvent.StepFinished step
        && style.detail() == ConsoleStyle.Detail.VERBOSE) {
      out.println("    " + style.faint(step.journey().id()) + " " + line(step.result()));
    } else if (event instanceof RunEvent.JourneyFinished finished && !quiet) {
      out.println(line(finished.result()));
    } else if (event instanceof RunEvent.RunFinished finished) {
      end(finished.summary());
    }
    out.flush();
  }

  private void end(RunSummary summary) {
    for (JourneyResult result : summary.results()) {
      if (result.status() == Status.FAILED) {
        out.println();
        out.println(style.failed() + " " + result.journey().id() + ": " + result.journey().title());
        FailureText.of(result).lines().forEach(line -> out.println("  " + line));
      }
    }
    if (summary.environment() != null) {
      out.println();
      out.println(style.red("The stage could not be stood up.") + " " + summary.environment());
    }
    out.println();
    String verdict = summary.verdict() + " " + style.faint("(" + time(summary.took()) + ")");
    out.println(summary.exitCode() == 0 ? style.green(verdict) : style.red(verdict));
  }

  private String line(JourneyResult result) {
    return mark(result.status())
        + " "
        + result.journey().id()
        + "  "
        + result.journey().title()
        + "  "
        + style.faint(
            result.status() == Status.SKIPPED && result.failure() != null
                ? result.failure().fact("why").orElse(result.failure().message())
                : time(result.took()));
  }

  private String mark(Status status) {
    return switch (status) {
      case PASSED -> style.passed();
      case FAILED -> style.failed();
      case SKIPPED -> style.skipped();
    };
  }

  private String line(StepResult step) {
    String place = step.at().fragment() == null ? "" : "  " + style.faint(step.at().place());
    return mark(step.status()) + " " + step.title() + place + "  " + style.faint(time(step.took()));
  }

  static String time(Duration took) {
    long millis = took.toMillis();
    return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }
}
