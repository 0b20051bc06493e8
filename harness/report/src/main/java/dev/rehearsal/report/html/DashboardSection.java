package dev.rehearsal.report.html;

import dev.rehearsal.journeys.run.Dashboard;
import dev.rehearsal.journeys.run.Masker;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Draws the platform's dashboards with what was counted during the run. */
final class DashboardSection {

  private static final int WIDTH = 480;
  private static final int HEIGHT = 160;
  private static final int LEFT = 44;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 22;

  /** So many colours has the style. */
  private static final int COLOURS = 8;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Html html;
  private final List<Dashboard> dashboards;

  DashboardSection(Html html, List<Dashboard> dashboards) {
    this.html = html;
    this.dashboards = dashboards;
  }

  void write() {
    for (Dashboard dashboard : dashboards) {
      html.open("section", "class", "dashboard").leaf("h2", "Dashboard " + dashboard.name());
      if (dashboard.error() != null) {
        html.leaf("p", "It could not be read: " + Masker.text(dashboard.error()));
      }
      html.open("div", "class", "widgets");
      dashboard.widgets().forEach(this::widget);
      html.close("div").close("section").line();
    }
  }

  private void widget(Dashboard.Widget widget) {
    html.open("figure");
    html.leaf(
        "figcaption",
        widget.title() + ", " + widget.stat() + " of each " + widget.period().toSeconds() + " s");
    List<Dashboard.Point> points =
        widget.series().stream().flatMap(series -> series.points().stream()).toList();
    if (points.isEmpty()) {
      html.leaf("p", "Nothing was counted.", "class", "nothing");
    } else {
      chart(widget, points);
    }
    html.open("ul", "class", "legend");
    for (int i = 0; i < widget.series().size(); i++) {
      Dashboard.Series series = widget.series().get(i);
      html.open("li").leaf("span", "", "class", "key s" + i % COLOURS);
      html.text(series.label() + " ").leaf("strong", summary(widget, series)).close("li");
    }
    html.close("ul").close("figure").line();
  }

  /** All of what was counted, or the greatest of what can't be added up. */
  private static String summary(Dashboard.Widget widget, Dashboard.Series series) {
    if (series.points().isEmpty()) {
      return "-";
    }
    Stream<Double> values = series.points().stream().map(Dashboard.Point::value);
    boolean adds = widget.stat().equals("Sum") || widget.stat().equals("SampleCount");
    return number(adds ? values.reduce(0.0, Double::sum) : values.reduce(0.0, Math::max));
  }

  private void chart(Dashboard.Widget widget, List<Dashboard.Point> points) {
    Instant first = points.stream().map(Dashboard.Point::at).min(Instant::compareTo).orElseThrow();
    Instant last = points.stream().map(Dashboard.Point::at).max(Instant::compareTo).orElseThrow();
    double top = Math.max(1, points.stream().mapToDouble(Dashboard.Point::value).max().orElse(1));
    html.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-label",
        widget.title() + ": " + points.size() + " points up to " + number(top));
    int floor = HEIGHT - BOTTOM;
    line("axis", LEFT, floor, WIDTH - RIGHT, floor);
    line("grid", LEFT, TOP, WIDTH - RIGHT, TOP);
    text(LEFT - 6, TOP + 4, "end", number(top));
    text(LEFT - 6, floor, "end", "0");
    text(LEFT, HEIGHT - 6, "start", TIME.format(first));
    if (!last.equals(first)) {
      text(WIDTH - RIGHT, HEIGHT - 6, "end", TIME.format(last));
    }
    for (int i = 0; i < widget.series().size(); i++) {
      draw(widget.series().get(i), "s" + i % COLOURS, first, last, top);
    }
    html.close("svg");
  }

  private void draw(
      Dashboard.Series series, String colour, Instant first, Instant last, double top) {
    StringBuilder line = new StringBuilder();
    for (Dashboard.Point point : series.points()) {
      line.append(x(point, first, last)).append(',').append(y(point, top)).append(' ');
    }
    html.open("polyline", "class", colour, "points", line.toString().strip()).close("polyline");
    for (Dashboard.Point point : series.points()) {
      html.open(
          "circle", "class", colour, "r", "3", "cx", x(point, first, last), "cy", y(point, top));
      html.leaf(
          "title", series.label() + " " + TIME.format(point.at()) + ": " + number(point.value()));
      html.close("circle");
    }
  }

  private static String x(Dashboard.Point point, Instant first, Instant last) {
    double whole = Math.max(1, last.getEpochSecond() - first.getEpochSecond());
    double at = point.at().getEpochSecond() - first.getEpochSecond();
    return number(LEFT + at / whole * (WIDTH - LEFT - RIGHT));
  }

  private static String y(Dashboard.Point point, double top) {
    int height = HEIGHT - TOP - BOTTOM;
    return number(TOP + height - point.value() / top * height);
  }

  private void line(String kind, int x1, int y1, int x2, int y2) {
    html.open("line", "class", kind, "x1", "" + x1, "y1", "" + y1, "x2", "" + x2, "y2", "" + y2)
        .close("line");
  }

  private void text(int x, int y, String anchor, String text) {
    html.leaf("text", text, "x", "" + x, "y", "" + y, "text-anchor", anchor);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
