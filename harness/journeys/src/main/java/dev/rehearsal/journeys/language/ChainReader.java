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

/** Reads a step's {@code chain}. */
record ChainReader(Reading reading) {

  /** What a function calls beside AWS: {@code rds: INSERT orders} is a mapping in YAML. */
  private static final Set<String> OTHERS = Set.of("rds", "http");

  private static final Pattern CALL =
      Pattern.compile("([a-z0-9-]+:[A-Z]\\w+)(?: on (\\S+(?:, \\S+)*))?");
  private static final Pattern SQL =
      Pattern.compile("rds: ([A-Z]+(?: \\w+)?(?:, [A-Z]+(?: \\w+)?)*)");
  private static final Pattern HTTP = Pattern.compile("http: ([A-Z]+ [\\w.-]+/\\S*)");
  private static final Pattern WAY = Pattern.compile("[\\w:-]+(?: -> [\\w:-]+)+");

  @Nullable Chain read(Optional<Node> node) {
    if (node.isEmpty()) {
      return null;
    }
    List<Chain.Way> ways = new ArrayList<>();
    List<Chain.Call> calls = new ArrayList<>();
    for (Node each : reading.list(node.get(), "calls")) {
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
    return new Chain(YamlDocument.at(node.get()), List.copyOf(ways), List.copyOf(calls));
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
