package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Findings;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** The names that a journey has made known so far, and which of them it has used. */
final class Scope {

  private static final Set<String> PRODUCT_FIELDS =
      Set.of("sku", "title", "price", "currency", "available");
  private static final Set<String> CUSTOMER_FIELDS =
      Set.of("email", "password", "phone", "sub", "token");
  private static final Set<String> VISITOR_FIELDS = Set.of("address");
  private static final Set<String> ROOTS =
      Set.of("products", "customers", "visitors", "outputs", "uuid", "run", "each", "code");
  private static final Set<String> CODES = Set.of("last", "next");

  private final Findings findings;
  private final Map<String, SourceSpan> products = new LinkedHashMap<>();
  private final Map<String, SourceSpan> customers = new LinkedHashMap<>();
  private final Map<String, SourceSpan> visitors = new LinkedHashMap<>();
  private final Map<String, SourceSpan> captures = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private Set<String> columns = Set.of();
  private final boolean fragment;
  private boolean incomplete;

  Scope(Findings findings) {
    this(findings, false);
  }

  /**
   * A scope where nothing is known yet.
   *
   * @param fragment whether it is that of a fragment, which knows only what it takes and captures
   */
  Scope(Findings findings, boolean fragment) {
    this.findings = findings;
    this.fragment = fragment;
  }

  void addProduct(String name, SourceSpan at) {
    products.put(name, at);
  }

  void addCustomer(String name, SourceSpan at) {
    customers.put(name, at);
  }

  void addVisitor(String name, SourceSpan at) {
    visitors.put(name, at);
  }

  /** A name that a fragment takes: inside it, a reference to it may stand wherever a value may. */
  void addParameter(String name, SourceSpan at) {
    if (ROOTS.contains(name)) {
      findings.add(
          Rule.BAD_FRAGMENT, at, "`" + name + "` means something else", "choose another name");
    } else if (parameters.add(name)) {
      captures.put(name, at);
    } else {
      findings.add(
          Rule.DUPLICATE_KEY, at, "`" + name + "` is there already", "keep one of the two");
    }
  }

  Set<String> parameters() {
    return parameters;
  }

  /** Whether only the uses of a fragment can tell what a reference stands for, if anything. */
  boolean isOpen(String reference) {
    return parameters.contains(reference)
        || fragment
            && reference.indexOf('.') < 0
            && !captures.containsKey(reference)
            && !ROOTS.contains(reference);
  }

  boolean isFragment() {
    return fragment;
  }

  /** What was captured so far, and where. */
  Map<String, SourceSpan> captures() {
    return captures;
  }

  /** From here on names may be missing because a fragment could not be read: no more is said. */
  void setIncomplete() {
    incomplete = true;
  }

  void addCapture(String name, SourceSpan at) {
    if (parameters.contains(name)) {
      findings.add(
          Rule.CAPTURE_TAKEN, at, "the fragment takes `" + name + "`", "choose another name");
    } else if (ROOTS.contains(name)) {
      findings.add(
          Rule.CAPTURE_TAKEN, at, "`" + name + "` means something else", "choose another name");
    } else if (captures.containsKey(name)) {
      findings.add(
          Rule.CAPTURE_TAKEN,
          at,
          "`" + name + "` is captured in " + captures.get(name).place() + " already",
          "choose another name");
    } else {
      captures.put(name, at);
    }
  }

  /** Reads something with the columns of a table known. */
  <T> T columns(Set<String> names, Supplier<T> reading) {
    columns = names;
    try {
      return reading.get();
    } finally {
      columns = Set.of();
    }
  }

  /** Whether a customer is known; a finding says so where not. */
  boolean customer(String name, SourceSpan at) {
    return known("customer", Rule.UNKNOWN_CUSTOMER, name, customers.keySet(), at);
  }

  /** Whether a visitor is known; a finding says so where not. */
  boolean visitor(String name, SourceSpan at) {
    return known("visitor", Rule.UNKNOWN_VISITOR, name, visitors.keySet(), at);
  }

  /** Whether a product is known; a finding says so where not. */
  boolean product(String name, SourceSpan at) {
    return known("product", Rule.UNKNOWN_PRODUCT, name, products.keySet(), at);
  }

  /** Checks what stands between the braces of a reference. */
  void reference(String name, SourceSpan at) {
    String[] parts = name.split("\\.", -1);
    switch (parts[0]) {
      case "products" -> member(parts, at, "product", PRODUCT_FIELDS, this::product);
      case "customers" -> member(parts, at, "customer", CUSTOMER_FIELDS, this::customer);
      case "visitors" -> member(parts, at, "visitor", VISITOR_FIELDS, this::visitor);
      case "each" -> column(parts, at);
      case "code" -> code(parts, at);
      case "outputs" -> shape(parts.length == 2, "`outputs.NAME`", at);
      case "uuid" -> shape(parts.length <= 2, "`uuid` or `uuid.NAME`", at);
      case "run" -> shape(parts.length == 1, "`run`", at);
      default -> capture(name, parts, at);
    }
  }

  /** Warns of what was made known and never used; a product may just stand on the shelf. */
  void reportUnused() {
    if (!incomplete) {
      unused("customer", customers);
      unused("visitor", visitors);
      unused("capture", captures);
    }
  }

  /** Warns of what a fragment takes and never uses; what it captures is for the journeys. */
  void reportUnusedParameters() {
    parameters.stream()
        .filter(name -> !used.contains("capture " + name))
        .forEach(
            name ->
                findings.add(
                    Rule.UNUSED,
                    captures.getOrDefault(name, SourceSpan.START),
                    "parameter `" + name + "` is never used",
                    null));
  }

  private void capture(String name, String[] parts, SourceSpan at) {
    if (parts.length > 1) {
      findings.add(
          Rule.BAD_REFERENCE,
          at,
          "`" + name + "` refers to nothing",
          Nearest.hint(parts[0], ROOTS));
      return;
    }
    List<String> all = new ArrayList<>(captures.keySet());
    all.addAll(List.of("uuid", "run"));
    known("capture", Rule.UNKNOWN_CAPTURE, name, all, at);
  }

  /** The code of an authenticator app, whose secret was captured. */
  private void code(String[] parts, SourceSpan at) {
    boolean fits = parts.length == 2 || (parts.length == 3 && CODES.contains(parts[2]));
    if (shape(fits, "`code.CAPTURE`, `code.CAPTURE.last` or `code.CAPTURE.next`", at)) {
      known("capture", Rule.UNKNOWN_CAPTURE, parts[1], captures.keySet(), at);
    }
  }

  private void column(String[] parts, SourceSpan at) {
    if (shape(parts.length == 2, "`each.COLUMN`", at) && !columns.contains(parts[1])) {
      String hint = Nearest.hint(parts[1], columns);
      findings.add(
          Rule.BAD_REFERENCE,
          at,
          columns.isEmpty()
              ? "this step has no table"
              : "the table has no column `" + parts[1] + "`",
          hint != null ? hint : "give the step a list `each` of rows");
    }
  }

  private void member(
      String[] parts,
      SourceSpan at,
      String what,
      Set<String> fields,
      BiPredicate<String, SourceSpan> known) {
    if (!shape(parts.length == 3, "`" + parts[0] + ".NAME.FIELD`", at)) {
      return;
    }
    if (known.test(parts[1], at) && !fields.contains(parts[2])) {
      findings.add(
          Rule.BAD_REFERENCE,
          at,
          "a " + what + " has no `" + parts[2] + "`",
          Nearest.hint(parts[2], fields));
    }
  }

  private boolean shape(boolean fits, String shape, SourceSpan at) {
    if (!fits) {
      findings.add(Rule.BAD_REFERENCE, at, "this reference has the wrong shape", "write " + shape);
    }
    return fits;
  }

  private boolean known(
      String what, Rule rule, String name, Collection<String> known, SourceSpan at) {
    used.add(what + " " + name);
    if (known.contains(name)
        || incomplete && what.equals("capture")
        || fragment && name.contains("${")) {
      return true;
    }
    if (fragment) {
      String message =
          what.equals("capture")
              ? "`" + name + "` is neither taken nor captured here"
              : "a fragment has no " + what + " `" + name + "`";
      findings.add(rule, at, message, inFragment(name));
      return false;
    }
    String hint = Nearest.hint(name, known);
    findings.add(
        rule,
        at,
        "unknown " + what + " `" + name + "`",
        hint != null ? hint : "name it under `given`: " + what + "s");
    return false;
  }

  private String inFragment(String name) {
    return Nearest.to(name, captures.keySet())
        .map(nearest -> "did you mean `" + nearest + "`?")
        .orElse("take it as a parameter, under `takes`; the journey gives it `with`");
  }

  private void unused(String what, Map<String, SourceSpan> all) {
    all.forEach(
        (name, at) -> {
          // What a fragment captures is for all journeys that use it.
          if (!used.contains(what + " " + name) && at.fragment() == null) {
            findings.add(Rule.UNUSED, at, what + " `" + name + "` is never used", null);
          }
        });
  }
}
