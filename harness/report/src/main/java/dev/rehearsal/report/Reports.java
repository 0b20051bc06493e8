package dev.rehearsal.report;

import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.report.html.HtmlReport;
import java.nio.file.Path;
import java.util.List;

/** All reports that are files. */
public final class Reports {

  private Reports() {}

  /**
   * Listeners that write {@code report.html}, {@code result.json} and {@code junit.xml} into a
   * folder when the run ends. The folder is made where it is not there.
   */
  public static List<RunListener> in(Path folder) {
    return List.of(
        new HtmlReport(folder.resolve("report.html")),
        new ResultJson(folder.resolve("result.json")),
        new JunitXml(folder.resolve("junit.xml")));
  }
}
