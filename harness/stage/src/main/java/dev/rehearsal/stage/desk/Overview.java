package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.stage.desk.StateResources.Resource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The first page: where everything is, and what stands. */
final class Overview {

  private final DeskSources sources;
  private final Layout layout;

  Overview(DeskSources sources, Layout layout) {
    this.sources = sources;
    this.layout = layout;
  }

  HttpResponse page() {
    return layout.page(200, "Overview", "/", this::body);
  }

  private void body(Html body) {
    DeskFacts facts = sources.facts();
    body.leaf("h1", "The shop stands");
    body.in(
        "div",
        cards -> {
          card(cards, "Shop", facts.shop() + "/", "What customers see, through CloudFront");
          card(cards, "Inbox", "/inbox", count(sources.inbox().messages().size(), "message"));
          card(cards, "Ledger", "/ledger", count(sources.ledger().count(), "hop"));
          card(cards, "Logs", "/logs", "What functions and services wrote");
        },
        "class",
        "cards");
    body.leaf("h2", "Addresses");
    body.in(
        "dl",
        list -> {
          entry(list, "Shop", facts.shop());
          entry(list, "API", URI.create(facts.shop() + "/api"));
          entry(list, "AWS endpoint", facts.aws());
        },
        "class",
        "facts");
    body.leaf("h2", "AWS clients on this stage");
    body.leaf(
        "p",
        "Signatures and policies are checked as on AWS. This key is the administrator's; it opens"
            + " nothing but this stage.",
        "class",
        "faint");
    copyable(
        body,
        "export AWS_ENDPOINT_URL="
            + facts.aws()
            + "\nexport AWS_ACCESS_KEY_ID="
            + facts.accessKeyId()
            + "\nexport AWS_SECRET_ACCESS_KEY="
            + facts.secretAccessKey()
            + "\nexport AWS_REGION="
            + facts.region());
    body.leaf("p", "Then, for example:", "class", "faint");
    copyable(body, "aws s3 ls\naws dynamodb list-tables\n./rehearse terraform plan");
    resources(body);
    outputs(body);
  }

  private static void card(Html cards, String name, String address, String words) {
    cards.in(
        "a",
        card -> {
          card.leaf("strong", name);
          card.leaf("span", words);
        },
        "class",
        "card",
        "href",
        address);
  }

  private static String count(long count, String what) {
    return count == 0 ? "No " + what + " yet" : count + " " + what + (count == 1 ? "" : "s");
  }

  private static void entry(Html list, String name, URI address) {
    list.leaf("dt", name);
    list.in("dd", value -> value.leaf("a", address.toString(), "href", address.toString()));
  }

  private static void copyable(Html body, String text) {
    body.in("div", box -> box.leaf("pre", text), "class", "copy");
  }

  private void resources(Html body) {
    StateResources state = sources.resources().get();
    body.leaf("h2", "Resources");
    if (state.count() == 0) {
      body.leaf("p", "Terraform's state is empty.", "class", "faint");
      return;
    }
    body.leaf(
        "p",
        state.count() + " in Terraform's state, " + state.services().size() + " services",
        "class",
        "faint");
    body.in("div", all -> state.services().forEach((name, list) -> service(all, name, list)));
  }

  private static void service(Html all, String service, List<Resource> resources) {
    all.in(
        "details",
        details -> {
          details.in(
              "summary",
              line -> {
                line.leaf("span", service, "class", "name");
                line.leaf("span", String.valueOf(resources.size()), "class", "tag");
              });
          details.in(
              "ul",
              list -> {
                for (Resource resource : resources) {
                  list.in(
                      "li",
                      item -> {
                        item.leaf("code", resource.address());
                        item.leaf("small", resource.name());
                      });
                }
              },
              "class",
              "resources");
        },
        "class",
        "fold");
  }

  private void outputs(Html body) {
    Map<String, String> outputs = new TreeMap<>(sources.outputs().get());
    if (outputs.isEmpty()) {
      return;
    }
    body.leaf("h2", "Terraform's outputs");
    body.in(
        "dl",
        list ->
            outputs.forEach(
                (name, value) -> {
                  list.leaf("dt", name);
                  list.in("dd", shown -> shown.leaf("code", value));
                }),
        "class",
        "facts");
  }
}
