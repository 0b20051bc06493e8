package dev.rehearsal.report.html;

import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.report.ReportFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a run as one HTML file that works offline and asks nobody for anything. */
public final class HtmlReport implements RunListener {

  private final Path file;
  private final List<JourneyFile> found = new ArrayList<>();
  private String target = "";
  private long seed;

  public HtmlReport(Path file) {
    this.file = file;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted started) {
      seed = started.settings().seed();
    } else if (event instanceof RunEvent.FileFound each) {
      found.add(each.file());
    } else if (event instanceof RunEvent.StageStood stood) {
      target = stood.target();
    } else if (event instanceof RunEvent.RunFinished finished) {
      Page page = new Page(finished.summary(), found, target, seed, finished.at());
      ReportFile.write(file, page.html());
    }
  }
}
