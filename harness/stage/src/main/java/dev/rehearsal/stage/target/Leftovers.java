package dev.rehearsal.stage.target;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What an earlier stage left in a PostgreSQL. */
final class Leftovers {

  private Leftovers() {}

  /** Deletes all databases and roles but the server's own and the one that is connected. */
  static void delete(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String name :
          ask(
              connection,
              "select quote_ident(datname) from pg_database"
                  + " where not datistemplate and datname <> 'postgres'")) {
        statement.execute("drop database " + name + " with (force)");
      }
      for (String role :
          ask(
              connection,
              "select quote_ident(rolname) from pg_roles"
                  + " where rolname !~ '^pg_' and rolname <> current_user")) {
        statement.execute("drop owned by " + role + " cascade");
        statement.execute("drop role " + role);
      }
    }
  }

  /** The first column of an answer. */
  static List<String> ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
      return answers;
    }
  }
}
