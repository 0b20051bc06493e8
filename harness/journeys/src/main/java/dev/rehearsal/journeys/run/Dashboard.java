package dev.rehearsal.journeys.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CloudWatch dashboard with what its metrics were during a run.
 *
 * @param widgets its metric widgets, from the top, from the left
 * @param error why it could not be read; null where it could
 */
public record Dashboard(String name, List<Widget> widgets, @Nullable String error) {

  /**
   * A widget.
   *
   * @param stat the statistic, for example {@code Sum}
   * @param period how long each point counts
   */
  public record Widget(String title, String stat, Duration period, List<Series> series) {}

  /**
   * A metric.
   *
   * @param label its name, with its dimensions' values where the widget has several of the name
   * @param points in the order of time; none where nothing was counted
   */
  public record Series(String label, List<Point> points) {}

  /** What a metric was in the period that begins then. */
  public record Point(Instant at, double value) {}
}
