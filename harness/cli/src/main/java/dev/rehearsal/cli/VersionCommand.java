package dev.rehearsal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rehearse version}. */
@Command(name = "version", description = "Show the version of Rehearsal and of what it runs on.")
final class VersionCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.out.println("Rehearsal " + version());
    System.out.println(
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
    return ExitCode.PASSED;
  }

  static String version() {
    Properties properties = new Properties();
    try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("The version cannot be read.", failure);
    }
    return properties.getProperty("version");
  }
}
