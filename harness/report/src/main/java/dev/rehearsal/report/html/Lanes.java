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
          "inbox",
          "delivery",
          "logs");

  private final Map<String, String> invoked = new HashMap<>();

  Lanes(List<Hop> hops) {
    for (Hop hop : hops) {
      if (hop.to().startsWith("lambda:")) {
        invoked.put(hop.id(), hop.to());
      }
    }
  }

  /** The lanes that arrows stand between. */
  List<String> of(List<Arrow> arrows) {
    Set<String> seen = new LinkedHashSet<>();
    for (Arrow arrow : arrows) {
      seen.add(arrow.from());
      seen.add(arrow.to());
    }
    List<String> order = new ArrayList<>(seen);
    order.sort(Comparator.comparingInt(Lanes::rank));
    return List.copyOf(order);
  }

  /** The lane of who acted. */
  String from(Hop hop) {
    String parent = hop.trace().parent();
    if (hop.kind() == Hop.Kind.HTTP && parent != null && invoked.containsKey(parent)) {
      // A server sees no name of who asked it; the trace does.
      return lane(invoked.getOrDefault(parent, hop.from()));
    }
    return lane(hop.from());
  }

  /** The lane of who was acted on. */
  String to(Hop hop) {
    return switch (hop.kind()) {
      case MAIL, SMS -> "inbox";
      case SQL -> "rds";
      case HTTP -> hop.to().contains("/") ? "payments" : lane(hop.to());
      default -> lane(hop.to());
    };
  }

  /** The lane of a name as hops have it: functions without {@code lambda:t2s-dev-}. */
  String lane(String name) {
    return name.replaceFirst("^(lambda:)?t2s-[a-z]+-", "");
  }

  private static int rank(String name) {
    int before = BEFORE.indexOf(name);
    int behind = BEHIND.indexOf(name);
    return before >= 0 ? before : behind >= 0 ? 100 + behind : 50;
  }
}
