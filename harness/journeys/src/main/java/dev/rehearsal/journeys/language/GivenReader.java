package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what is there before a journey starts. */
record GivenReader(Reading reading) {

  static final Set<String> GIVEN = Set.of("products", "customers", "visitors");
  static final Set<String> PRODUCT = Set.of("price", "available", "title", "category");

  Given read(Optional<Node> node) {
    Map<String, Given.Product> products = new LinkedHashMap<>();
    List<String> customers = new ArrayList<>();
    List<String> visitors = new ArrayList<>();
    node.flatMap(each -> Fields.of(reading, each, "`given`", GIVEN))
        .ifPresent(
            fields -> {
              fields
                  .get("products")
                  .flatMap(each -> Fields.of(reading, each, "`products`"))
                  .ifPresent(all -> all.all().forEach((k, v) -> product(all, k, v, products)));
              fields
                  .get("customers")
                  .ifPresent(each -> people(each, "customer", customers, Scope::addCustomer));
              fields
                  .get("visitors")
                  .ifPresent(each -> people(each, "visitor", visitors, Scope::addVisitor));
            });
    return new Given(products, customers, visitors);
  }

  /** Makes somebody known to the journey. */
  private interface Introduction {
    void to(Scope scope, String name, SourceSpan at);
  }

  private void people(Node node, String what, List<String> people, Introduction introduction) {
    for (Node each : reading.list(node, what + "s")) {
      Optional<String> name = reading.name(each);
      if (name.isPresent() && people.contains(name.get())) {
        reading.add(
            Rule.DUPLICATE_KEY,
            YamlDocument.at(each),
            "`" + name.get() + "` is there already",
            "give each " + what + " a name of their own");
      } else if (name.isPresent()) {
        people.add(name.get());
        introduction.to(reading.scope(), name.get(), YamlDocument.at(each));
      }
    }
  }

  private void product(Fields all, String name, Node node, Map<String, Given.Product> products) {
    reading.scope().addProduct(name, all.place(name));
    if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
      reading.add(
          Rule.BAD_NAME,
          all.place(name),
          "`" + name + "` is no product's name",
          "a small letter, then small letters, digits and -, at most 31");
    }
    Optional<Fields> fields = Fields.of(reading, node, "a product", PRODUCT);
    Optional<Money> price =
        fields.flatMap(each -> each.need("price", "a product")).flatMap(reading::money);
    Optional<Integer> available =
        fields
            .flatMap(each -> each.need("available", "a product"))
            .flatMap(each -> reading.integer(each, 0));
    if (price.isPresent() && available.isPresent()) {
      products.put(
          name,
          new Given.Product(
              price.get(),
              available.get(),
              fields.flatMap(each -> each.get("title")).flatMap(reading::template).orElse(null),
              fields
                  .flatMap(each -> each.get("category"))
                  .flatMap(reading::template)
                  .orElse(Template.plain("rehearsal")),
              all.place(name)));
    }
  }

  /** The tags of a journey. */
  List<String> tags(Optional<Node> node) {
    List<String> tags = new ArrayList<>();
    node.map(each -> reading.list(each, "tags")).orElse(List.of()).stream()
        .filter(ScalarNode.class::isInstance)
        .forEach(each -> reading.name(each).ifPresent(tags::add));
    return tags;
  }
}
