package dev.rehearsal.stage.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Data of one kind, read from a stage and put back into another that was stood up the same way. */
interface Part {

  /** What its file or folder is called. */
  String name();

  /** Writes all of it; {@code to} is not there yet. */
  void save(Path to) throws IOException, SQLException;

  /** Puts back what {@link #save} wrote. */
  void load(Path from) throws IOException, SQLException;
}
