package dev.rehearsal.journeys.language;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.gateway.faults.FaultTarget;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads planned faults, of journeys and of plans alike. */
final class FaultReader {

  static final Set<String> FAULT =
      Set.of("on", "by", "do", "nth", "times", "chance", "time", "code");

  private final Reading reading;

  /** Which file the faults are of, for the ledger. */
  private final String id;

  FaultReader(Reading reading, String id) {
    this.reading = reading;
    this.id = id;
  }

  /** A fault; empty, with a finding, where it can't be one. */
  Optional<FaultSpec> read(Node node) {
    Optional<Fields> mapping = Fields.of(reading, node, "a fault", FAULT);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = mapping.get();
    Optional<Node> on = fields.need("on", "a fault");
    Optional<Node> kindNode = fields.need("do", "a fault");
    Optional<FaultTarget> target = on.flatMap(this::target);
    Optional<Fault.Kind> kind = kindNode.flatMap(this::kind);
    boolean chancy = fields.has("chance");
    String by = fields.get("by").flatMap(reading::name).orElse(null);
    int nth = fields.get("nth").flatMap(each -> reading.integer(each, 1)).orElse(1);
    int times =
        fields
            .get("times")
            .flatMap(each -> reading.integer(each, 1))
            .orElse(chancy ? Integer.MAX_VALUE : 1);
    double chance =
        fields
            .get("chance")
            .flatMap(
                each ->
                    reading.parsed(
                        each,
                        FaultReader::chance,
                        Rule.BAD_NUMBER,
                        "is no chance",
                        "a number above 0 and up to 1"))
            .orElse(1.0);
    var time = fields.get("time").flatMap(reading::duration).orElse(null);
    String code = fields.get("code").flatMap(reading::text).orElse(null);
    if (target.isEmpty() || kind.isEmpty() || !fit(target.get(), kind.get(), kindNode.get())) {
      return Optional.empty();
    }
    if (code != null && kind.get() != Fault.Kind.ERROR) {
      reading.add(
          Rule.BAD_FAULT,
          fields.place("code"),
          "only `error` is answered with a code of one's own",
          null);
    }
    return Optional.of(
        new FaultSpec(
            target.get(),
            by,
            kind.get(),
            time,
            code,
            nth,
            times,
            chance,
            fields.at().fragment() == null ? id + ":" + fields.at().line() : fields.at().place()));
  }

  private Optional<FaultTarget> target(Node node) {
    return reading.parsed(
        node,
        FaultTarget::parse,
        Rule.BAD_FAULT,
        "is no hop",
        "such as `dynamodb:Query on carts`, `\"rds: INSERT orders\"`, `\"http: POST"
            + " payments/charges\"`, `sqs -> lambda:notifications` or `ses -> inbox`");
  }

  private Optional<Fault.Kind> kind(Node node) {
    Set<String> known =
        Arrays.stream(Fault.Kind.values())
            .map(Fault.Kind::text)
            .collect(Collectors.toCollection(TreeSet::new));
    String written = reading.text(node).orElse("");
    return reading.parsed(
        node,
        text ->
            Arrays.stream(Fault.Kind.values()).filter(kind -> kind.text().equals(text)).findFirst(),
        Rule.BAD_FAULT,
        "is no kind of fault",
        Nearest.hint(written, known));
  }

  private boolean fit(FaultTarget target, Fault.Kind kind, Node at) {
    Set<Fault.Kind> possible = FaultSpec.kinds(target.kind());
    if (possible.contains(kind)) {
      return true;
    }
    reading.add(
        Rule.BAD_FAULT,
        YamlDocument.at(at),
        "`" + kind.text() + "` can't happen to " + what(target.kind()),
        "possible: " + possible.stream().map(Fault.Kind::text).collect(Collectors.joining(", ")));
    return false;
  }

  private static String what(Hop.Kind kind) {
    return switch (kind) {
      case AWS -> "an AWS call";
      case SQL -> "a statement";
      case HTTP -> "a request to the payment provider";
      case MAIL -> "a mail";
      default -> "an invocation";
    };
  }

  private static Optional<Double> chance(String text) {
    return text.matches("[01](\\.\\d{1,6})?")
        ? Optional.of(new BigDecimal(text).doubleValue()).filter(share -> share > 0 && share <= 1)
        : Optional.empty();
  }
}
