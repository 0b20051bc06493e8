package dev.rehearsal.report.html;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.run.Deviation;
import dev.rehearsal.journeys.run.Hops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One arrow of a sequence diagram.
 *
 * @param kind how it is drawn
 * @param from the lane it starts at
 * @param to the lane it ends at
 * @param label what stands above it
 * @param title what it says when pointed at
 */
record Arrow(Kind kind, String from, String to, String label, String title) {

  /** How a hop stands to what was expected; each has a mark of its own as well as a colour. */
  enum Kind {
    SEEN(""),
    FAILED("\u2717 "),
    MISSING("? "),
    UNEXPECTED("! ");

    private final String mark;

    Kind(String mark) {
      this.mark = mark;
    }

    String mark() {
      return mark;
    }

    /** Its class in the style sheet. */
    String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All arrows of hops, with those that are missing where they should have been. */
  static List<Arrow> of(List<Hop> hops, Deviation deviation, Lanes lanes) {
    List<Arrow> arrows = new ArrayList<>();
    for (Hop hop : hops) {
      arrows.add(seen(hop, deviation, lanes));
      missing(deviation, hop.id(), lanes, arrows);
    }
    missing(deviation, null, lanes, arrows);
    return arrows;
  }

  private static Arrow seen(Hop hop, Deviation deviation, Lanes lanes) {
    Kind kind = Kind.SEEN;
    if (hop.error() != null) {
      kind = Kind.FAILED;
    } else if (deviation.unexpected().contains(hop.id())) {
      kind = Kind.UNEXPECTED;
    }
    return new Arrow(kind, lanes.from(hop), lanes.to(hop), hop.action(), Hops.line(hop));
  }

  private static void missing(
      Deviation deviation, @Nullable String after, Lanes lanes, List<Arrow> arrows) {
    for (Deviation.Missing each : deviation.missing()) {
      if (java.util.Objects.equals(each.after(), after)) {
        String from = lanes.lane(each.from());
        String to = lanes.lane(each.to());
        String action = each.action().isEmpty() ? "missing" : each.action();
        arrows.add(
            new Arrow(
                Kind.MISSING, from, to, action, "Expected and missing: " + from + " to " + to));
      }
    }
  }
}
