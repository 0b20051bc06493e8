package dev.rehearsal.journeys.language;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads calls to AWS: as steps, and as what is expected of the stage. */
record AwsReader(Reading reading, RequestReader requests) {

  /** The key of the errors that are as good as success. */
  static final String ALREADY = "already";

  /**
   * Reads a call.
   *
   * @param fields hold {@code region}, {@code json}, {@code credentials}, {@code expect}, {@code
   *     capture} and {@code already}
   * @param operation where {@code service:Operation} stands
   */
  Optional<Step.Aws> read(Fields fields, Node operation, SourceSpan at) {
    Value members =
        fields
            .get("json")
            .map(requests.values()::value)
            .orElse(new Value.Constant(JsonNodeFactory.instance.objectNode()));
    @Nullable Answer answer =
        fields.has("expect") ? requests.answer(fields.get("expect"), at) : null;
    @Nullable String region = fields.get("region").flatMap(reading::text).orElse(null);
    @Nullable Value credentials =
        fields.get("credentials").map(requests.values()::value).orElse(null);
    List<Request.Capture> captures = requests.captures(fields);
    Set<String> already = new LinkedHashSet<>();
    fields
        .get(ALREADY)
        .ifPresent(
            node ->
                Reading.oneOrMore(node)
                    .forEach(each -> reading.text(each).ifPresent(already::add)));
    return reading
        .text(operation)
        .filter(name -> known(name, YamlDocument.at(operation)))
        .map(
            name ->
                new Step.Aws(at, name, region, members, credentials, answer, captures, already));
  }

  private boolean known(String operation, SourceSpan at) {
    if (ServiceCatalog.operation(operation).isPresent()) {
      return true;
    }
    String[] parts = operation.split(":", 2);
    Optional<ServiceDefinition> service = ServiceCatalog.service(parts[0]);
    if (parts.length < 2) {
      reading.add(
          Rule.BAD_REQUEST,
          at,
          "`" + operation + "` is no operation of AWS",
          "write a service and an operation: sqs:SendMessage");
    } else if (service.isEmpty()) {
      reading.add(
          Rule.BAD_REQUEST,
          at,
          "unknown service `" + parts[0] + "`",
          Nearest.hint(
              parts[0], ServiceCatalog.all().stream().map(ServiceDefinition::id).toList()));
    } else {
      reading.add(
          Rule.BAD_REQUEST,
          at,
          "`" + parts[0] + "` has no operation `" + parts[1] + "`",
          Nearest.hint(parts[1], service.get().operations().keySet()));
    }
    return false;
  }
}
