package dev.rehearsal.stage.keep;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * The rows of every table of the orders database, a CSV file each with the columns' names in its
 * first line. The schema itself is what the migrations make it, so that it may grow between two
 * stages.
 */
final class Rows implements Part {

  /** Opens the database as its superuser. */
  @FunctionalInterface
  interface Source {
    Connection open() throws SQLException;
  }

  private static final String TABLES =
      "select quote_ident(table_schema) || '.' || quote_ident(table_name)"
          + " from information_schema.tables where table_type = 'BASE TABLE'"
          + " and table_schema not in ('pg_catalog', 'information_schema')"
          + " and table_name <> 'flyway_schema_history' order by 1";

  /** Every sequence behind a column goes on after the column's greatest value. */
  private static final String SEQUENCES =
      "select format('select setval(%L, greatest((select max(%I) from %I.%I), 1))',"
          + " pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name),"
          + " column_name, table_schema, table_name) from information_schema.columns"
          + " where table_schema not in ('pg_catalog', 'information_schema')"
          + " and pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name)"
          + " is not null";

  private static final String ENDING = ".csv";

  private final Source source;

  Rows(Source source) {
    this.source = source;
  }

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public void save(Path to) throws IOException, SQLException {
    Files.createDirectories(to);
    try (Connection connection = source.open()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      for (String table : texts(connection, TABLES)) {
        try (Writer file = Files.newBufferedWriter(to.resolve(table + ENDING))) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("copy " + table + " to stdout with (format csv, header)", file);
        }
      }
      connection.rollback();
    }
  }

  @Override
  public void load(Path from) throws IOException, SQLException {
    try (Connection connection = source.open();
        Statement statement = connection.createStatement();
        Stream<Path> files = Files.list(from)) {
      connection.setAutoCommit(false);
      // Rows come table by table: what they refer to may come later.
      statement.execute("set local session_replication_role = replica");
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        String table = name.substring(0, name.length() - ENDING.length());
        statement.execute("delete from " + table);
        try (BufferedReader rows = Files.newBufferedReader(file)) {
          rows.mark(1 << 16);
          String header = rows.readLine();
          if (header == null) {
            throw new EOFException(file + " has no header");
          }
          rows.reset();
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(
                  "copy "
                      + table
                      + " ("
                      + quoted(header)
                      + ") from stdin with (format csv, header)",
                  rows);
        }
      }
      for (String next : texts(connection, SEQUENCES)) {
        statement.execute(next);
      }
      connection.commit();
    }
  }

  private static String quoted(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(name -> "\"" + name + "\"")
        .collect(Collectors.joining(","));
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
