package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.journeys.findings.Nearest;
import dev.rehearsal.journeys.language.Check;
import dev.rehearsal.journeys.language.Expectation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at what a query answers, in a transaction that changes nothing. */
final class SqlObserver {

  /** The class of SQLSTATEs of statements that are wrong, or name what there is not. */
  private static final String WRONG_STATEMENT = "42";

  private static final String NO_SUCH_TABLE = "42P01";

  private static final String TABLES =
      "select table_name from information_schema.tables"
          + " where table_schema not in ('pg_catalog', 'information_schema')";

  private final Walk walk;

  SqlObserver(Walk walk) {
    this.walk = walk;
  }

  /**
   * What is seen.
   *
   * @throws SQLException where the database can't be asked now
   * @throws InVain where it never will answer this query
   */
  Observation look(Expectation.Sql sql) throws SQLException {
    String query = sql.query().text(walk);
    List<List<JsonNode>> rows;
    try (Connection connection = walk.stage().database()) {
      rows = rows(connection, query);
    } catch (SQLException error) {
      if (String.valueOf(error.getSQLState()).startsWith(WRONG_STATEMENT)) {
        throw new InVain(Observation.of(false, "the database understands the query", told(error)));
      }
      throw error;
    }
    String expected =
        "rows " + sql.rows().stream().map(row -> row.stream().map(this::wanted).toList()).toList();
    return Observation.of(matches(sql.rows(), rows), expected, "rows " + rows);
  }

  private static List<List<JsonNode>> rows(Connection connection, String query)
      throws SQLException {
    List<List<JsonNode>> rows = new ArrayList<>();
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(5);
      statement.setMaxRows(1_000);
      try (ResultSet result = statement.executeQuery(query)) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<JsonNode> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(cell(result.getObject(i)));
          }
          rows.add(row);
        }
      }
    } finally {
      connection.rollback();
    }
    return rows;
  }

  /** The error's first line and what PostgreSQL thinks was meant, else the tables there are. */
  private String told(SQLException error) {
    String message = String.valueOf(error.getMessage());
    String text =
        message
            .lines()
            .map(String::strip)
            .filter(line -> !line.startsWith("Position:"))
            .collect(Collectors.joining(" "));
    String hint =
        NO_SUCH_TABLE.equals(error.getSQLState()) && message.indexOf('"') >= 0
            ? Nearest.hint(message.split("\"", 3)[1], tables())
            : null;
    return text + (hint == null ? "" : "; " + hint);
  }

  private List<String> tables() {
    List<String> tables = new ArrayList<>();
    try (Connection connection = walk.stage().database()) {
      rows(connection, TABLES).forEach(row -> tables.add(row.get(0).asText()));
    } catch (SQLException unknown) {
      return List.of(); // The error itself is told, without a hint.
    }
    return tables;
  }

  private String wanted(Check check) {
    return check instanceof Check.Is is ? is.value().resolve(walk).toString() : check.toString();
  }

  private boolean matches(List<List<Check>> expected, List<List<JsonNode>> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i).size() != actual.get(i).size()) {
        return false;
      }
      for (int j = 0; j < expected.get(i).size(); j++) {
        if (expected.get(i).get(j).mismatch(actual.get(i).get(j), walk).isPresent()) {
          return false;
        }
      }
    }
    return true;
  }

  private static JsonNode cell(@Nullable Object value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    if (value instanceof Boolean truth) {
      return BooleanNode.valueOf(truth);
    }
    return value instanceof Number number
        ? DecimalNode.valueOf(new BigDecimal(number.toString()))
        : TextNode.valueOf(value.toString());
  }
}
