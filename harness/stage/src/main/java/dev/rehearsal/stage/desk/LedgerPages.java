package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.gateway.HopJson;
import dev.rehearsal.gateway.Ledger;
import java.util.List;
import java.util.Optional;

/** The ledger, live: a page, and the JSON it reads. */
final class LedgerPages {

  /** The most hops of one answer: what a page can show with comfort. */
  private static final int MOST = 2_000;

  private final Ledger ledger;
  private final Layout layout;

  LedgerPages(Ledger ledger, Layout layout) {
    this.ledger = ledger;
    this.layout = layout;
  }

  HttpResponse page() {
    return layout.page(
        200,
        "Ledger",
        "/ledger",
        body -> {
          body.leaf("h1", "Ledger");
          body.in(
              "form", LedgerPages::filters, "class", "filters", "id", "filters", "role", "search");
          body.leaf(
              "p", "Reading the ledger …", "id", "summary", "class", "faint", "role", "status");
          body.in(
              "div",
              split -> {
                split.leaf("ol", "", "id", "hops", "class", "hops", "aria-label", "Hops");
                split.leaf(
                    "aside",
                    "",
                    "id",
                    "hop",
                    "class",
                    "drawer",
                    "hidden",
                    "",
                    "aria-label",
                    "Hop",
                    "tabindex",
                    "-1");
              },
              "class",
              "split");
        },
        "/ledger.js");
  }

  private static void filters(Html form) {
    form.open(
        "input",
        "type",
        "search",
        "name",
        "q",
        "placeholder",
        "Action, resource or who",
        "aria-label",
        "Action, resource or who",
        "autocomplete",
        "off");
    form.in(
        "select",
        select -> select.leaf("option", "Every service", "value", ""),
        "name",
        "service",
        "aria-label",
        "Service");
    form.open(
        "input",
        "type",
        "search",
        "name",
        "root",
        "placeholder",
        "Correlation id",
        "aria-label",
        "Correlation id",
        "autocomplete",
        "off",
        "class",
        "id");
    form.in(
        "label",
        label -> {
          label.open("input", "type", "checkbox", "name", "errors", "value", "1");
          label.text("Errors only");
        });
    form.in(
        "label",
        label -> {
          label.open("input", "type", "checkbox", "name", "setup", "value", "1");
          label.text("Terraform and set-up too");
        });
    form.leaf("button", "Pause", "type", "button", "id", "pause", "aria-pressed", "false");
  }

  /**
   * With {@code root}: that correlation id's hops, whole. Else the hops after the first {@code
   * after}, without what was sent and answered, and {@code next} to ask on with.
   */
  HttpResponse json(Query query) {
    Optional<String> root = query.find("root");
    if (root.isPresent()) {
      return answer(ledger.count(), ledger.hops(root.get()), false);
    }
    Ledger.Tail tail = ledger.after(query.number("after", 0));
    List<Hop> hops = tail.hops();
    return answer(tail.next(), hops.subList(Math.max(0, hops.size() - MOST), hops.size()), true);
  }

  private static HttpResponse answer(long next, List<Hop> hops, boolean brief) {
    StringBuilder json = new StringBuilder(256 + hops.size() * 400);
    json.append("{\"next\":").append(next).append(",\"hops\":[");
    for (int i = 0; i < hops.size(); i++) {
      json.append(i == 0 ? "" : ",\n")
          .append(HopJson.line(brief ? brief(hops.get(i)) : hops.get(i)));
    }
    return DeskHandler.json(json.append("]}").toString());
  }

  private static Hop brief(Hop hop) {
    return new Hop(
        hop.id(),
        hop.kind(),
        hop.trace(),
        hop.from(),
        hop.to(),
        hop.action(),
        hop.resource(),
        hop.start(),
        hop.took(),
        hop.status(),
        hop.error(),
        null,
        null,
        java.util.Map.of());
  }

  /** {@code <id>.json}: one hop, whole. */
  Optional<HttpResponse> hop(String rest) {
    if (!rest.endsWith(".json")) {
      return Optional.empty();
    }
    String id = rest.substring(0, rest.length() - ".json".length());
    return ledger.hops().stream()
        .filter(hop -> hop.id().equals(id))
        .findFirst()
        .map(hop -> DeskHandler.json(HopJson.line(hop)));
  }
}
