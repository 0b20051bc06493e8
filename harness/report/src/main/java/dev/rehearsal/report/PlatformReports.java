package dev.rehearsal.report;

import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import java.nio.file.Path;
import java.util.List;

/**
 * The reports of a run on the JUnit Platform, found by the service loader. The system property
 * {@code rehearsal.reports} names their folder, {@code target/rehearsal} where it isn't set.
 */
public final class PlatformReports implements RunListener {

  private final List<RunListener> reports =
      Reports.in(Path.of(System.getProperty("rehearsal.reports", "target/rehearsal")));

  @Override
  public void on(RunEvent event) {
    reports.forEach(report -> report.on(event));
  }
}
