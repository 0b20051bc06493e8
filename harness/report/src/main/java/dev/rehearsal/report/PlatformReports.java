package dev.rehearsal.report;

import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import java.nio.file.Path;
import java.util.List;

/**
 * The reports of a run on the JUnit Platform, found by the service loader. The system property
 * {@code rehearsal.reports} names their folder, {@code target/rehearsal} where it isn't set; those
 * of another target than {@code embedded} lie in a folder of its name in there.
 */
public final class PlatformReports implements RunListener {

  private List<RunListener> reports = List.of();

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted started) {
      Path folder = Path.of(System.getProperty("rehearsal.reports", "target/rehearsal"));
      reports =
          Reports.in(
              started.target().equals("embedded") ? folder : folder.resolve(started.target()));
    }
    reports.forEach(report -> report.on(event));
  }
}
