package dev.rehearsal.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.journeys.run.Matrix;
import dev.rehearsal.journeys.run.MatrixHop;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what a matrix of faults found, as Markdown and as JSON. */
public final class MatrixReport {

  private MatrixReport() {}

  /** Writes {@code matrix.md} and {@code matrix.json} into a folder, which is made if need be. */
  public static void write(Matrix.Result result, Path folder) {
    ReportFile.write(folder.resolve("matrix.md"), markdown(result));
    ReportFile.write(folder.resolve("matrix.json"), json(result));
  }

  /** The tables, one a journey: a row a hop, a column a kind of fault. */
  public static String markdown(Matrix.Result result) {
    StringBuilder text = new StringBuilder();
    Map<String, List<Matrix.Cell>> journeys =
        result.cells().stream()
            .collect(
                Collectors.groupingBy(
                    Matrix.Cell::journey, LinkedHashMap::new, Collectors.toList()));
    journeys.forEach((journey, cells) -> table(text, journey, cells));
    for (Matrix.Cell cell : result.cells()) {
      if (cell.verdict() == Matrix.Verdict.BROKEN) {
        text.append("- ✗ ")
            .append(cell.journey())
            .append(", ")
            .append(cell.kind().text())
            .append(" at ")
            .append(cell.hop().text())
            .append(": not so: ")
            .append(String.join("; ", cell.broken()))
            .append('\n');
      }
    }
    return text.append(verdict(result)).append('\n').toString();
  }

  /** The result in one sentence. */
  public static String verdict(Matrix.Result result) {
    return String.format(
        Locale.ROOT,
        "%d cells in %.0f s: %d held, %d broken, %d not reached.",
        result.cells().size(),
        result.took().toMillis() / 1000.0,
        result.count(Matrix.Verdict.HELD),
        result.count(Matrix.Verdict.BROKEN),
        result.count(Matrix.Verdict.NOT_REACHED));
  }

  private static void table(StringBuilder text, String journey, List<Matrix.Cell> cells) {
    List<Fault.Kind> kinds = cells.stream().map(Matrix.Cell::kind).distinct().sorted().toList();
    Map<MatrixHop, List<Matrix.Cell>> rows =
        cells.stream()
            .collect(
                Collectors.groupingBy(Matrix.Cell::hop, LinkedHashMap::new, Collectors.toList()));
    int width = rows.keySet().stream().mapToInt(hop -> hop.text().length()).max().orElse(1);
    text.append("| ").append(pad(journey, width)).append(" |");
    kinds.forEach(kind -> text.append(' ').append(kind.text()).append(" |"));
    text.append("\n|").append("-".repeat(width + 2)).append('|');
    kinds.forEach(kind -> text.append("-".repeat(kind.text().length() + 2)).append('|'));
    text.append('\n');
    rows.forEach(
        (hop, row) -> {
          text.append("| ").append(pad(hop.text(), width)).append(" |");
          for (Fault.Kind kind : kinds) {
            String mark =
                row.stream()
                    .filter(cell -> cell.kind() == kind)
                    .map(cell -> mark(cell.verdict()))
                    .findFirst()
                    .orElse(" ");
            text.append(' ').append(pad(mark, kind.text().length())).append(" |");
          }
          text.append('\n');
        });
    text.append('\n');
  }

  private static String mark(Matrix.Verdict verdict) {
    return switch (verdict) {
      case HELD -> "✓";
      case BROKEN -> "✗";
      case NOT_REACHED -> "·";
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String json(Matrix.Result result) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("millis", result.took().toMillis());
    ArrayNode cells = root.putArray("cells");
    for (Matrix.Cell cell : result.cells()) {
      ObjectNode each =
          cells
              .addObject()
              .put("journey", cell.journey())
              .put("on", cell.hop().on().text())
              .put("by", cell.hop().by())
              .put("nth", cell.hop().nth())
              .put("do", cell.kind().text())
              .put("verdict", cell.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      cell.broken().forEach(each.withArray("broken")::add);
    }
    return root.toPrettyString();
  }
}
