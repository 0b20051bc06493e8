package dev.rehearsal.stage.target;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.testcontainers.containers.output.OutputFrame;

/** Writes what a container says to a file of the report's folder. Thread-safe. */
final class ContainerLog implements Consumer<OutputFrame>, AutoCloseable {

  private final Path file;
  private final BufferedWriter writer;
  private boolean closed;

  ContainerLog(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      this.writer = Files.newBufferedWriter(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("The log " + file + " cannot be written.", failure);
    }
  }

  Path file() {
    return file;
  }

  @Override
  public synchronized void accept(OutputFrame frame) {
    if (closed) {
      return;
    }
    try {
      writer.write(frame.getUtf8String());
      writer.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException("The log " + file + " cannot be written.", failure);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      writer.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("The log " + file + " cannot be closed.", failure);
    }
  }
}
