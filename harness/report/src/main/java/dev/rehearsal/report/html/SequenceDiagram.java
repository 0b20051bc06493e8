package dev.rehearsal.report.html;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.run.Hops;
import java.util.List;

/** Draws hops as a sequence diagram: inline SVG without styles of its own. */
final class SequenceDiagram {

  private static final int LANE = 116;
  private static final int ROW = 26;
  private static final int TOP = 44;
  private static final int MOST = 120;

  private SequenceDiagram() {}

  static void draw(Html html, List<Hop> all) {
    List<Hop> hops = all.size() > MOST ? all.subList(0, MOST) : all;
    Lanes lanes = new Lanes(hops);
    int width = Math.max(1, lanes.names().size()) * LANE;
    int height = TOP + hops.size() * ROW + 12;
    html.open(
        "div",
        "class",
        "scroll",
        "tabindex",
        "0",
        "role",
        "group",
        "aria-label",
        "Sequence diagram, scrolls");
    html.open(
        "svg",
        "class",
        "sequence",
        "role",
        "img",
        "aria-label",
        "Sequence of " + hops.size() + " hops; the table below has the same",
        "width",
        String.valueOf(width),
        "height",
        String.valueOf(height),
        "viewBox",
        "0 0 " + width + " " + height);
    for (int i = 0; i < lanes.names().size(); i++) {
      int x = middle(i);
      html.open(
          "line", "class", "lane", "x1", n(x), "x2", n(x), "y1", n(TOP - 12), "y2", n(height));
      html.close("line");
      html.open(
          "rect",
          "class",
          "head",
          "x",
          n(x - LANE / 2 + 4),
          "y",
          "4",
          "rx",
          "4",
          "width",
          n(LANE - 8),
          "height",
          "26");
      html.close("rect");
      html.leaf(
          "text",
          cut(lanes.names().get(i), 16),
          "class",
          "who",
          "x",
          n(x),
          "y",
          "21",
          "text-anchor",
          "middle");
    }
    for (int i = 0; i < hops.size(); i++) {
      arrow(html, hops.get(i), lanes, TOP + i * ROW + 12);
    }
    html.close("svg").close("div").line();
    if (all.size() > MOST) {
      html.leaf(
          "p", "The first " + MOST + " of " + all.size() + " hops are drawn.", "class", "faint");
    }
  }

  private static void arrow(Html html, Hop hop, Lanes lanes, int y) {
    int from = middle(lanes.start(hop));
    int to = middle(lanes.end(hop));
    String kind = hop.error() == null ? "hop" : "hop bad";
    html.open("g", "class", kind).leaf("title", Hops.line(hop));
    String label = (hop.error() == null ? "" : "\u2717 ") + hop.action();
    if (from == to) {
      html.open("path", "d", "M" + from + " " + (y - 6) + "h22v10h-18");
      html.close("path");
      head(html, from + 4, y + 4, -1);
      html.leaf("text", cut(label, 34), "x", n(from + 28), "y", n(y + 3));
    } else {
      int side = to > from ? 1 : -1;
      html.open("line", "x1", n(from), "x2", n(to - 6 * side), "y1", n(y), "y2", n(y))
          .close("line");
      head(html, to, y, side);
      int letters = Math.max(16, Math.abs(to - from) / 7);
      html.leaf(
          "text",
          cut(label, letters),
          "x",
          n((from + to) / 2),
          "y",
          n(y - 4),
          "text-anchor",
          "middle");
    }
    html.close("g").line();
  }

  private static void head(Html html, int x, int y, int side) {
    int back = x - 8 * side;
    html.open(
        "path",
        "class",
        "tip",
        "d",
        "M" + x + " " + y + "L" + back + " " + (y - 4) + "L" + back + " " + (y + 4) + "z");
    html.close("path");
  }

  private static int middle(int lane) {
    return lane * LANE + LANE / 2;
  }

  private static String n(int number) {
    return String.valueOf(number);
  }

  static String cut(String text, int letters) {
    return text.length() <= letters ? text : text.substring(0, letters - 1) + "\u2026";
  }
}
