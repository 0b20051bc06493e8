package dev.rehearsal.report;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.Failure;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.journeys.run.Status;
import java.nio.file.Path;
import java.util.Comparator;

/** Writes a run's result as Markdown, for the summary page of a build server. */
public final class Markdown implements RunListener {

  private static final int SLOWEST = 5;

  private final Path file;

  Markdown(Path file) {
    this.file = file;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunFinished finished) {
      ReportFile.write(file, text(finished.summary()));
    }
  }

  private static String text(RunSummary summary) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(summary.exitCode() == 0 ? "\u2705 " : "\u274c ");
    text.append(escape(summary.verdict())).append("\n\n");
    if (summary.environment() != null) {
      text.append("> ").append(escape(summary.environment())).append("\n\n");
    }
    if (summary.count(Status.FAILED) > 0) {
      text.append("| failed journey | why | where |\n|---|---|---|\n");
      summary.results().forEach(result -> failure(text, result));
      text.append('\n');
    }
    for (JourneyFile each : summary.rejected()) {
      for (Finding finding : each.findings()) {
        text.append("- ").append(code(finding.source().at(finding.at()))).append(' ');
        text.append(escape(finding.message())).append(" (").append(finding.rule().id());
        text.append(")\n");
      }
    }
    if (!summary.results().isEmpty()) {
      text.append("\n<details><summary>").append(summary.count(Status.PASSED)).append(" of ");
      text.append(summary.results().size()).append(" passed in ");
      text.append(ConsoleReport.time(summary.took())).append("; the slowest</summary>\n\n");
      text.append("| journey | took |\n|---|---|\n");
      summary.results().stream()
          .sorted(Comparator.comparing(JourneyResult::took).reversed())
          .limit(SLOWEST)
          .forEach(
              each ->
                  text.append("| ")
                      .append(code(each.journey().id()))
                      .append(" | ")
                      .append(ConsoleReport.time(each.took()))
                      .append(" |\n"));
      text.append("\n</details>\n");
    }
    return text.toString();
  }

  private static void failure(StringBuilder text, JourneyResult result) {
    Failure failure = result.failure();
    if (failure != null && result.status() == Status.FAILED) {
      text.append("| ").append(code(result.journey().id())).append(' ');
      text.append(escape(result.journey().title())).append(" | ");
      text.append(escape(failure.message()));
      failure.fact("hop").ifPresent(hop -> text.append("<br>").append(escape(hop)));
      text.append(" | ").append(code(result.journey().source().at(failure.at()))).append(" |\n");
    }
  }

  private static String code(String text) {
    return "`" + text.replace("`", "'").replace("|", "\\|") + "`";
  }

  /** As text that no Markdown and no HTML comes of, in one line. */
  private static String escape(String text) {
    return text.replaceAll("([\\\\`*_{}\\[\\]()#+|~!])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("\\s+", " ");
  }
}
