package dev.rehearsal.cli;

import dev.rehearsal.cloud.Debugging;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which functions a debugger may attach to. */
final class DebugOption {

  /** Where debuggers look by habit. */
  private static final int FIRST_PORT = 5005;

  private static final Pattern WRITTEN = Pattern.compile("([a-z][a-z0-9-]*)(?:=(\\d{1,5}))?");

  @Option(
      names = "--debug",
      paramLabel = "FUNCTION[=PORT]",
      description =
          "Let a debugger attach to this function, such as checkout, on a loopback port (5005, and"
              + " one more for each). It has one JVM then, and nothing waits for it too long. May be"
              + " given several times.")
  private List<String> functions = new ArrayList<>();

  /**
   * What was asked for.
   *
   * @throws BadInput where it can't be read
   */
  Debugging debugging() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    int next = FIRST_PORT;
    for (String each : functions) {
      Matcher written = WRITTEN.matcher(each);
      if (!written.matches()) {
        throw new BadInput(
            "'" + each + "' is no function to debug: write checkout, or checkout=5005.");
      }
      int port = written.group(2) == null ? next : Integer.parseInt(written.group(2));
      if (port < 1 || port > 65_535 || ports.containsValue(port)) {
        throw new BadInput(
            "No debugger can attach to '"
                + each
                + "': port "
                + port
                + " is no port (1 to 65535) or another function's: name one, checkout=5006.");
      }
      ports.put(written.group(1), port);
      next = port + 1;
    }
    return new Debugging(ports);
  }
}
