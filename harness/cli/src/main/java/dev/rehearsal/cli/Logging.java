package dev.rehearsal.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Sends what libraries and services log to a file: the terminal belongs to the user. */
final class Logging {

  /** Loggers keep their level only while somebody holds them. */
  private static final Logger ROOT = Logger.getLogger("");

  private Logging() {}

  static void toFile(Path file) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format",
        "%1$tY-%1$tm-%1$tdT%1$tH:%1$tM:%1$tS.%1$tL %4$s %3$s %5$s%6$s%n");
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.WARNING);
    try {
      Handler handler = new FileHandler(file.toString(), false);
      handler.setFormatter(new SimpleFormatter());
      ROOT.addHandler(handler);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException("The log " + file + " cannot be written.", failure);
    }
  }

  /**
   * Where there is no project to write to: warnings are dropped, the user is told errors anyway.
   */
  static void off() {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.OFF);
  }
}
