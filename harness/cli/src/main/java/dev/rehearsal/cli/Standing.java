package dev.rehearsal.cli;

import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The stage that {@code up} keeps standing, as other commands find it.
 *
 * @param pid the process that keeps it
 * @param facts its addresses, and what its Terraform needs
 */
record Standing(long pid, Map<String, String> facts) {

  /** When its process began, in seconds of the epoch. */
  private static final String BEGAN = "began";

  /** A clock that is set moves the start of all that runs. */
  private static final long CLOCK_SET_SECONDS = 60;

  /** The stage that stands; empty where none does. A file left by a dead process is deleted. */
  static Optional<Standing> find(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties read = new Properties();
    try (InputStream stream = Files.newInputStream(file)) {
      read.load(stream);
      long pid = Long.parseLong(read.getProperty("pid", "-1"));
      String began = read.getProperty(BEGAN, "");
      boolean alive =
          ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .filter(process -> isIt(process, began))
              .isPresent();
      if (!alive) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      Map<String, String> facts = new java.util.TreeMap<>();
      read.stringPropertyNames().forEach(name -> facts.put(name, read.getProperty(name)));
      return Optional.of(new Standing(pid, Map.copyOf(facts)));
    } catch (IOException | NumberFormatException failure) {
      throw new StageFailure(
          file + " cannot be read (" + failure.getMessage() + "): delete it and try again.",
          failure);
    }
  }

  /** After a restart of the machine its number may be another process's, which must live on. */
  private static boolean isIt(ProcessHandle process, String began) {
    Optional<Instant> start = process.info().startInstant();
    return began.isEmpty()
        || start.isEmpty()
        || Math.abs(start.get().getEpochSecond() - Long.parseLong(began)) <= CLOCK_SET_SECONDS;
  }

  void write(Path file) {
    Properties properties = new Properties();
    properties.putAll(facts);
    properties.setProperty("pid", Long.toString(pid));
    ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .ifPresent(start -> properties.setProperty(BEGAN, "" + start.getEpochSecond()));
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try {
      // It holds what Terraform must be told, secrets too: its owner's only.
      Files.deleteIfExists(unfinished);
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException failure) {
      throw new StageFailure(file + " cannot be written: " + failure.getMessage(), failure);
    }
    try (OutputStream stream = Files.newOutputStream(unfinished)) {
      properties.store(stream, null);
    } catch (IOException failure) {
      throw new StageFailure(file + " cannot be written: " + failure.getMessage(), failure);
    }
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new StageFailure(file + " cannot be written: " + failure.getMessage(), failure);
    }
  }
}
