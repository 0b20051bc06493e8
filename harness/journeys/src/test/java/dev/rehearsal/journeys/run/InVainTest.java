package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What will never be seen is not waited for: each journey here may wait for a minute. */
class InVainTest {

  private final FakeStage stage = new FakeStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private Failure failure(String expectation) {
    String text =
        """
        journey: Something is waited for
        steps:
          - eventually: 60s
            expect:
              %s
        """
            .formatted(expectation);
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    assertEquals(List.of(), file.findings());
    long start = System.nanoTime();
    JourneyResult result =
        new JourneyRun(RunSettings.defaults(), List.of()).on(stage, List.of(file)).results().get(0);
    assertTrue(System.nanoTime() - start < 30_000_000_000L, "it was waited for");
    return Objects.requireNonNull(result.failure());
  }

  @Test
  void aTableThatTheStageDoesNotHave() {
    Failure failure =
        failure("dynamodb: { table: basket, key: { id: one }, item: { state: open } }");
    assertEquals("`dynamodb` can't be looked at, and waiting does not help", failure.message());
    assertTrue(failure.fact("but was").orElse("").contains("basket_table"), failure::toString);
    assertEquals("1", failure.fact("polls").orElseThrow());
  }

  @Test
  void aRelationThatTheDatabaseDoesNotHave() {
    stage.database(
        () ->
            answering(
                "select 1 from ordres",
                new SQLException(
                    "ERROR: relation \"ordres\" does not exist\n  Position: 15", "42P01"),
                "orders",
                "payments"));
    Failure failure = failure("sql: [{ query: select 1 from ordres, rows: [[1]] }]");
    assertEquals("`sql` can't be looked at, and waiting does not help", failure.message());
    assertEquals(
        "ERROR: relation \"ordres\" does not exist; did you mean `orders`?",
        failure.fact("but was").orElseThrow());
  }

  /** Where PostgreSQL has a guess of its own, that is told. */
  @Test
  void aColumnThatTheTableDoesNotHave() {
    stage.database(
        () ->
            answering(
                "select stat from orders",
                new SQLException(
                    "ERROR: column \"stat\" does not exist\n  Hint: Perhaps you meant to reference"
                        + " the column \"orders.state\".\n  Position: 8",
                    "42703")));
    assertEquals(
        "ERROR: column \"stat\" does not exist Hint: Perhaps you meant to reference the column"
            + " \"orders.state\".",
        failure("sql: [{ query: select stat from orders, rows: [[1]] }]")
            .fact("but was")
            .orElseThrow());
  }

  /** A connection on which one query fails and all others answer names. */
  private static Connection answering(String query, SQLException failure, String... names) {
    Statement statement =
        fake(
            Statement.class,
            (method, argument) -> {
              if (!method.equals("executeQuery")) {
                return null;
              }
              if (query.equals(argument)) {
                throw failure;
              }
              return rows(List.of(names).iterator());
            });
    return fake(
        Connection.class,
        (method, argument) -> method.equals("createStatement") ? statement : null);
  }

  private static ResultSet rows(Iterator<String> names) {
    ResultSetMetaData one = fake(ResultSetMetaData.class, (method, argument) -> 1);
    return fake(
        ResultSet.class,
        (method, argument) ->
            switch (method) {
              case "getMetaData" -> one;
              case "next" -> names.hasNext();
              case "getObject" -> names.next();
              default -> null;
            });
  }

  private interface Answer {
    @org.jspecify.annotations.Nullable Object to(String method, @org.jspecify.annotations.Nullable Object argument)
        throws SQLException;
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                answer.to(
                    method.getName(),
                    arguments == null || arguments.length == 0 ? null : arguments[0])));
  }
}
