package dev.rehearsal.report.html;

import dev.rehearsal.cloud.call.Hop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who stands on the street: the lanes of a sequence diagram, in the order of the street. */
final class Lanes {

  private static final List<String> BEFORE = List.of("client", "cloudfront", "waf", "apigateway");
  private static final List<String> BEHIND =
      List.of(
          "lambda",
          "s3",
          "dynamodb",
          "rds",
          "secretsmanager",
          "ssm",
          "kms",
          "payments",
          "sns",
          "sqs",
          "ses",
          "inbox");

  private final Set<String> functions = new LinkedHashSet<>();
  private final Map<String, String> invoked = new HashMap<>();
  private final List<String> names;

  Lanes(List<Hop> hops) {
    for (Hop hop : hops) {
      if (hop.to().startsWith("lambda:")) {
        functions.add(hop.to().substring("lambda:".length()));
        invoked.put(hop.id(), hop.to());
      }
    }
    Set<String> seen = new LinkedHashSet<>();
    for (Hop hop : hops) {
      seen.add(from(hop));
      seen.add(to(hop));
    }
    List<String> order = new ArrayList<>(seen);
    order.sort(Comparator.comparingInt(Lanes::rank));
    names = List.copyOf(order);
  }

  List<String> names() {
    return names;
  }

  /** The lane of who acted. */
  int start(Hop hop) {
    return names.indexOf(from(hop));
  }

  /** The lane of who was acted on. */
  int end(Hop hop) {
    return names.indexOf(to(hop));
  }

  private String from(Hop hop) {
    String parent = hop.trace().parent();
    if (hop.kind() == Hop.Kind.HTTP && parent != null && invoked.containsKey(parent)) {
      // A server sees no name of who asked it; the trace does.
      return lane(invoked.getOrDefault(parent, hop.from()));
    }
    return lane(hop.from());
  }

  private String to(Hop hop) {
    return switch (hop.kind()) {
      case MAIL, SMS -> "inbox";
      case SQL -> "rds";
      case HTTP -> hop.to().contains("/") ? "payments" : lane(hop.to());
      default -> lane(hop.to());
    };
  }

  private String lane(String name) {
    String plain = name.startsWith("lambda:") ? name.substring("lambda:".length()) : name;
    return functions.contains(plain) ? plain.replaceFirst("^t2s-[a-z]+-", "") : plain;
  }

  private static int rank(String name) {
    int before = BEFORE.indexOf(name);
    int behind = BEHIND.indexOf(name);
    return before >= 0 ? before : behind >= 0 ? 100 + behind : 50;
  }
}
