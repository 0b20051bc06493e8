package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what functions must call, and nothing else: a {@code chain}. */
record ChainReader(Reading reading) {

  /** What a function calls beside AWS: {@code rds: INSERT orders} is a mapping in YAML. */
  private static final Set<String> OTHERS = Set.of("rds", "http");

  private static final Pattern CALL =
      Pattern.compile("([a-z0-9-]+:[A-Z]\\w+)(?: on (\\S+(?:, \\S+)*))?");
  private static final Pattern SQL =
      Pattern.compile("rds: ([A-Z]+(?: \\w+)?(?:, [A-Z]+(?: \\w+)?)*)");
  private static final Pattern HTTP = Pattern.compile("http: ([A-Z]+ [\\w.-]+/\\S*)");
  private static final Pattern WAY = Pattern.compile("[\\w:-]+(?: -> [\\w:-]+)+");
  private static final Pattern EVENT = Pattern.compile("[\\w-]+ -> lambda:[\\w-]+");

  /** Reads the chains of functions that work behind a request: each begins with its way. */
  List<Chain> behind(Node node) {
    List<Chain> chains = new ArrayList<>();
    for (Node each : reading.list(node, "calls")) {
      Chain links = links(YamlDocument.at(each), List.of(each));
      if (!links.ways().isEmpty()) {
        Chain.Way way = links.ways().get(0);
        if (!EVENT.matcher(String.join(" -> ", way.places())).matches()) {
          reading.add(
              Rule.BAD_CHAIN,
              way.at(),
              "`" + String.join(" -> ", way.places()) + "` is no function's event",
              "who invokes which function, such as `sqs -> lambda:notifications`");
        }
        chains.add(links);
      } else if (!chains.isEmpty()) {
        Chain open = chains.remove(chains.size() - 1);
        List<Chain.Call> calls = new ArrayList<>(open.calls());
        calls.addAll(links.calls());
        chains.add(new Chain(open.at(), open.ways(), List.copyOf(calls)));
      } else if (!links.calls().isEmpty()) {
        reading.add(
            Rule.BAD_CHAIN,
            links.at(),
            "it is not said whose call this is",
            "begin with who invokes the function, such as `sqs -> lambda:notifications`");
      }
    }
    return chains;
  }

  /** Reads the chain of the function that answers a request; null where there is none. */
  @Nullable Chain read(Optional<Node> node) {
    if (node.isEmpty()) {
      return null;
    }
    Chain chain = links(YamlDocument.at(node.get()), reading.list(node.get(), "calls"));
    for (Chain.Call call : chain.calls()) {
      if (call.mark() == Chain.Mark.ANY) {
        reading.add(
            Rule.BAD_CHAIN,
            call.at(),
            "` (any)` is only for functions behind a request",
            "a chain in order says each call as often as it is made");
      }
    }
    return chain;
  }

  private Chain links(SourceSpan at, List<Node> nodes) {
    List<Chain.Way> ways = new ArrayList<>();
    List<Chain.Call> calls = new ArrayList<>();
    for (Node each : nodes) {
      if (each instanceof MappingNode) {
        Fields.of(reading, each, "a call", OTHERS)
            .ifPresent(
                fields ->
                    fields
                        .all()
                        .forEach(
                            (kind, value) ->
                                reading
                                    .scalar(value, "a call")
                                    .ifPresent(
                                        scalar ->
                                            link(
                                                kind + ": " + scalar.getValue(),
                                                YamlDocument.at(value),
                                                ways,
                                                calls))));
      } else {
        reading
            .scalar(each, "a call")
            .ifPresent(scalar -> link(scalar.getValue(), YamlDocument.at(each), ways, calls));
      }
    }
    return new Chain(at, List.copyOf(ways), List.copyOf(calls));
  }

  private void link(String written, SourceSpan at, List<Chain.Way> ways, List<Chain.Call> calls) {
    Chain.Mark mark =
        Arrays.stream(Chain.Mark.values())
            .filter(each -> each != Chain.Mark.NONE && written.endsWith(each.written()))
            .findFirst()
            .orElse(Chain.Mark.NONE);
    String text = written.substring(0, written.length() - mark.written().length());
    Matcher call = CALL.matcher(text);
    Matcher sql = SQL.matcher(text);
    Matcher http = HTTP.matcher(text);
    if (call.matches()) {
      List<String> on = call.group(2) == null ? List.of() : split(call.group(2));
      calls.add(new Chain.Call(at, call.group(1), on, mark));
    } else if (sql.matches()) {
      split(sql.group(1))
          .forEach(statement -> calls.add(new Chain.Call(at, "rds", List.of(statement), mark)));
    } else if (http.matches()) {
      calls.add(new Chain.Call(at, "http", List.of(http.group(1)), mark));
    } else if (mark == Chain.Mark.NONE && WAY.matcher(text).matches()) {
      ways.add(new Chain.Way(at, List.of(text.split(" -> ", -1))));
    } else {
      reading.add(
          Rule.BAD_CHAIN,
          at,
          "`" + written + "` is no call",
          "such as `dynamodb:Query on carts`, `rds: INSERT orders`, `http: POST payments/charges`"
              + " or `cloudfront -> apigateway -> lambda:checkout`");
    }
  }

  private static List<String> split(String names) {
    return Arrays.asList(names.split(", ", -1));
  }
}
