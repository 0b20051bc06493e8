package dev.rehearsal.report;

import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The reports of a run on the JUnit Platform, found by the service loader. The system property
 * {@code rehearsal.reports} names their folder, {@code target/rehearsal} where it isn't set; those
 * of another target than {@code embedded} lie in a folder of its name in there. The console gets a
 * line a journey, and where the report lies.
 */
public final class PlatformReports implements RunListener {

  private List<RunListener> reports = List.of();
  private Path folder = Path.of("");

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted started) {
      Path all = Path.of(System.getProperty("rehearsal.reports", "target/rehearsal"));
      folder = started.target().equals("embedded") ? all : all.resolve(started.target());
      reports = new ArrayList<>(Reports.in(folder));
      reports.add(new ConsoleReport(System.out, ConsoleStyle.detect(ConsoleStyle.Detail.NORMAL)));
    }
    reports.forEach(report -> report.on(event));
    if (event instanceof RunEvent.RunFinished) {
      System.out.println("Report: " + folder.resolve("report.html").toAbsolutePath());
    }
  }
}
