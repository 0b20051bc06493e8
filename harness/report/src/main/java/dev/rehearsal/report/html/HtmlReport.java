package dev.rehearsal.report.html;

import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.Dashboard;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.report.GreenRuns;
import dev.rehearsal.report.ReportFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a run as one HTML file that works offline and asks nobody for anything. */
public final class HtmlReport implements RunListener {

  private final Path file;
  private final Path greens;
  private final List<JourneyFile> found = new ArrayList<>();
  private String target = "";
  private List<String> unobserved = List.of();
  private List<Dashboard> dashboards = List.of();
  private long seed;

  /**
   * @param file the report
   * @param greens where {@link GreenRuns} remembers last passes; this report is to hear of the
   *     run's end first
   */
  public HtmlReport(Path file, Path greens) {
    this.file = file;
    this.greens = greens;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted started) {
      seed = started.settings().seed();
    } else if (event instanceof RunEvent.FileFound each) {
      found.add(each.file());
    } else if (event instanceof RunEvent.StageStood stood) {
      target = stood.target();
      unobserved = stood.unobserved();
    } else if (event instanceof RunEvent.DashboardsRead read) {
      dashboards = read.dashboards();
    } else if (event instanceof RunEvent.RunFinished finished) {
      Page page =
          new Page(
              finished.summary(),
              found,
              target,
              unobserved,
              dashboards,
              seed,
              finished.at(),
              GreenRuns.read(greens));
      ReportFile.write(file, page.html());
    }
  }
}
