package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;

/** The frame around every page. */
final class Layout {

  private record Place(String path, String name) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("/", "Overview"),
          new Place("/inbox", "Inbox"),
          new Place("/ledger", "Ledger"),
          new Place("/logs", "Logs"));

  private final DeskFacts facts;

  Layout(DeskFacts facts) {
    this.facts = facts;
  }

  /**
   * A page.
   *
   * @param here the path of the place it belongs to; empty for none
   * @param scripts paths of further scripts
   */
  HttpResponse page(int status, String title, String here, Consumer<Html> body, String... scripts) {
    Html html = new Html();
    html.open("!doctype html");
    html.in(
        "html",
        page -> {
          page.in("head", head -> head(head, title, scripts));
          page.in(
              "body",
              all -> {
                all.leaf("a", "Skip to content", "class", "skip", "href", "#main");
                all.in("header", header -> header(header, here));
                all.in("main", body, "id", "main", "tabindex", "-1");
              });
        },
        "lang",
        "en");
    return HttpResponse.of(status, "text/html; charset=utf-8", html.toString());
  }

  private static void head(Html head, String title, String... scripts) {
    head.open("meta", "charset", "utf-8")
        .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .open("meta", "name", "color-scheme", "content", "light dark")
        .leaf("title", title + " · Rehearsal")
        .open("link", "rel", "icon", "type", "image/svg+xml", "href", "/icon.svg")
        .open("link", "rel", "stylesheet", "href", "/desk.css")
        .leaf("script", "", "src", "/desk.js", "type", "module");
    for (String script : scripts) {
      head.leaf("script", "", "src", script, "type", "module");
    }
  }

  private void header(Html header, String here) {
    header.in(
        "a",
        brand -> {
          brand.open("img", "src", "/icon.svg", "alt", "", "width", "26", "height", "26");
          brand.leaf("span", "Rehearsal");
        },
        "class",
        "brand",
        "href",
        "/");
    header.leaf("span", facts.environment() + " on " + facts.target(), "class", "stage");
    header.in(
        "nav",
        nav -> {
          for (Place place : PLACES) {
            if (place.path().equals(here)) {
              nav.leaf("a", place.name(), "href", place.path(), "aria-current", "page");
            } else {
              nav.leaf("a", place.name(), "href", place.path());
            }
          }
          nav.leaf(
              "a", "Shop ↗", "href", facts.shop() + "/", "target", "_blank", "rel", "noopener");
        },
        "aria-label",
        "Desk");
  }
}
