package dev.rehearsal.report.html;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.run.Deviation;
import java.util.List;

/** Draws hops as a sequence diagram: inline SVG without styles of its own. */
final class SequenceDiagram {

  private static final int LANE = 128;
  private static final int ROW = 26;
  private static final int TOP = 44;
  private static final int MOST = 120;

  private final Html html;
  private final List<String> lanes;

  private SequenceDiagram(Html html, List<String> lanes) {
    this.html = html;
    this.lanes = lanes;
  }

  /** Draws all but the writing of logs, which would hide what matters. */
  static void draw(Html html, List<Hop> every, Deviation deviation) {
    List<Hop> all = every.stream().filter(hop -> !hop.to().equals("logs")).toList();
    List<Hop> hops = all.size() > MOST ? all.subList(0, MOST) : all;
    Lanes names = new Lanes(hops);
    List<Arrow> arrows = Arrow.of(hops, deviation, names);
    new SequenceDiagram(html, names.of(arrows)).draw(arrows);
    if (all.size() > MOST) {
      html.leaf(
          "p", "The first " + MOST + " of " + all.size() + " hops are drawn.", "class", "faint");
    }
  }

  private void draw(List<Arrow> arrows) {
    int width = Math.max(1, lanes.size()) * LANE;
    int height = TOP + arrows.size() * ROW + 12;
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
        "Sequence of " + arrows.size() + " hops; the list below has these and all others",
        "width",
        n(width),
        "height",
        n(height),
        "viewBox",
        "0 0 " + width + " " + height);
    for (int i = 0; i < lanes.size(); i++) {
      lane(lanes.get(i), middle(i), height);
    }
    for (int i = 0; i < arrows.size(); i++) {
      arrow(arrows.get(i), TOP + i * ROW + 12);
    }
    html.close("svg").close("div").line();
    legend(arrows);
  }

  /** Says what the marks mean, of those that are there. */
  private void legend(List<Arrow> arrows) {
    html.open("p", "class", "legend");
    for (Arrow.Kind kind : Arrow.Kind.values()) {
      if (kind != Arrow.Kind.SEEN && arrows.stream().anyMatch(each -> each.kind() == kind)) {
        String means =
            switch (kind) {
              case FAILED -> "failed";
              case MISSING -> "expected and missing";
              default -> "not expected";
            };
        html.leaf("span", kind.mark() + means, "class", kind.style());
      }
    }
    html.close("p").line();
  }

  private void lane(String name, int x, int height) {
    html.open("line", "class", "lane", "x1", n(x), "x2", n(x), "y1", n(TOP - 12), "y2", n(height));
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
    html.leaf("text", cut(name, 16), "class", "who", "x", n(x), "y", "21", "text-anchor", "middle");
  }

  private void arrow(Arrow arrow, int y) {
    int from = middle(lanes.indexOf(arrow.from()));
    int to = middle(lanes.indexOf(arrow.to()));
    html.open("g", "class", "hop " + arrow.kind().style()).leaf("title", arrow.title());
    String label = arrow.kind().mark() + arrow.label();
    if (from == to) {
      html.open("path", "d", "M" + from + " " + (y - 6) + "h22v10h-18");
      html.close("path");
      head(from + 4, y + 4, -1);
      html.leaf("text", cut(label, 34), "x", n(from + 28), "y", n(y + 3));
    } else {
      int side = to > from ? 1 : -1;
      html.open("line", "x1", n(from), "x2", n(to - 6 * side), "y1", n(y), "y2", n(y))
          .close("line");
      head(to, y, side);
      int letters = Math.max(20, Math.abs(to - from) / 6);
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

  private void head(int x, int y, int side) {
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
