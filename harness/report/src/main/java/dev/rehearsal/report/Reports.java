package dev.rehearsal.report;

import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.report.html.HtmlReport;
import java.nio.file.Path;
import java.util.List;

/** All reports that are files. */
public final class Reports {

  private Reports() {}

  /**
   * Listeners that write {@code report.html}, {@code result.json}, {@code junit.xml} and {@code
   * summary.md} into a folder when the run ends, and remember in {@code green.json} what passed.
   * The folder is made where it is not there.
   */
  public static List<RunListener> in(Path folder) {
    return List.of(
        new HtmlReport(folder.resolve("report.html"), folder.resolve("green.json")),
        new ResultJson(folder.resolve("result.json")),
        new JunitXml(folder.resolve("junit.xml")),
        new Markdown(folder.resolve("summary.md")),
        new GreenRuns(folder.resolve("green.json")));
  }
}
