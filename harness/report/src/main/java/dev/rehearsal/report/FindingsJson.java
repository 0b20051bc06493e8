package dev.rehearsal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceText;
import java.nio.file.Path;
import java.util.List;

/** Writes findings for programs: as plain JSON, and as SARIF 2.1.0 for code hosts and editors. */
public final class FindingsJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private FindingsJson() {}

  /** A list of findings. */
  public static String json(List<Finding> findings) {
    ArrayNode list = JSON.createArrayNode();
    findings.forEach(each -> list.add(node(each)));
    return text(list);
  }

  /** A log of one run of the tool {@code rehearse check}, with all rules it knows. */
  public static String sarif(List<Finding> findings) {
    ObjectNode log = JSON.createObjectNode();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    log.put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "rehearse check");
    ArrayNode rules = driver.putArray("rules");
    for (Rule rule : Rule.values()) {
      ObjectNode each = rules.addObject().put("id", rule.id());
      each.putObject("defaultConfiguration").put("level", rule.severity().toString());
    }
    run.put("columnKind", "unicodeCodePoints");
    ArrayNode results = run.putArray("results");
    findings.forEach(each -> results.add(result(each)));
    return text(log);
  }

  /** One finding. */
  static ObjectNode node(Finding finding) {
    ObjectNode node = JSON.createObjectNode();
    node.put("rule", finding.rule().id());
    node.put("severity", finding.severity().toString());
    node.put("file", finding.source().name());
    node.put("line", finding.at().line());
    node.put("column", finding.at().column());
    node.put("length", finding.at().length());
    node.put("message", finding.message());
    node.put("hint", finding.hint());
    return node;
  }

  private static ObjectNode result(Finding finding) {
    ObjectNode result = JSON.createObjectNode();
    result.put("ruleId", finding.rule().id());
    result.put("ruleIndex", finding.rule().ordinal());
    result.put("level", finding.severity().toString());
    String hint = finding.hint() == null ? "" : " (" + finding.hint() + ")";
    result.putObject("message").put("text", finding.message() + hint);
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(finding.source()));
    ObjectNode region = place.putObject("region");
    region.put("startLine", finding.at().line());
    region.put("startColumn", finding.at().column());
    region.put("endColumn", finding.at().column() + finding.at().length());
    return result;
  }

  /** Relative where the file's name is; spaces and the like are escaped. */
  private static String uri(SourceText source) {
    String absolute = Path.of(source.name()).toUri().getRawPath();
    String here = Path.of("").toAbsolutePath().toUri().getRawPath();
    return Path.of(source.name()).isAbsolute()
        ? "file://" + absolute
        : absolute.substring(here.length());
  }

  private static String text(JsonNode json) {
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree of JSON values is JSON.", impossible);
    }
  }
}
