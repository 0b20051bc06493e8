package dev.rehearsal.cli;

import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The stage that stands in the container of docker-compose.yml, as this machine's command line
 * reaches it: through the Docker client.
 *
 * @param container the container's id
 */
record ComposeSandbox(String container) {

  /** Where the project lies in the container. */
  private static final String HOME = "/rehearsal";

  private static final String REPORTS = HOME + "/target/rehearsal";
  private static final String LABEL = "dev.rehearsal.sandbox=harness";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 1_000;

  /** Whether this process runs in the container itself. */
  static boolean inside(Map<String, String> environment) {
    return environment.containsKey("REHEARSAL_DATABASE");
  }

  /**
   * The sandbox of this machine.
   *
   * @throws BadInput where none was started
   */
  static ComposeSandbox find() {
    String found = ask("ps", "--all", "--quiet", "--filter", "label=" + LABEL);
    List<String> containers =
        Arrays.stream(found.split("\\s+", -1)).filter(each -> !each.isEmpty()).toList();
    if (containers.isEmpty()) {
      throw new BadInput(
          "The sandbox was not started: `docker-compose up -d` starts it (its images are built by"
              + " docker/build).");
    }
    if (containers.size() > 1) {
      throw new BadInput(
          "There are "
              + containers.size()
              + " sandboxes ("
              + String.join(", ", containers)
              + "): `docker-compose down` all but one.");
    }
    return new ComposeSandbox(containers.get(0));
  }

  /**
   * Waits until the shop stands in it.
   *
   * @throws StageFailure where it ends, or does not stand in time
   */
  void await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String state =
          ask("inspect", "--format", "{{.State.Status}} {{.State.Health.Status}}", container)
              .strip();
      if (state.equals("running healthy")) {
        return;
      }
      if (!state.startsWith("running") && !state.startsWith("created")) {
        throw new StageFailure(
            "The sandbox is " + state.replaceFirst(" .*", "") + ". Its last words:\n" + words(),
            null);
      }
      if (System.nanoTime() > end) {
        throw new StageFailure(
            "The shop does not stand in the sandbox after "
                + PATIENCE.toMinutes()
                + " minutes. Its last words:\n"
                + words(),
            null);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private String words() {
    return ask("logs", "--tail", "20", container);
  }

  /**
   * Runs journeys in it, and fetches the reports.
   *
   * @param what files, folders and tags as the user named them
   * @return the exit code of the run
   */
  int run(Folders folders, List<String> options, List<String> what)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "exec", container, "rehearse", "run"));
    command.add("--standing");
    command.addAll(options);
    for (String each : what) {
      command.add(Files.exists(Path.of(each)) ? within(folders, Path.of(each)) : each);
    }
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    Path reports = Files.createDirectories(folders.reports().resolve("compose"));
    ask("cp", container + ":" + REPORTS + "/.", reports.toString());
    System.out.println("Fetched to " + reports.resolve("report.html"));
    return exit;
  }

  private static String within(Folders folders, Path named) {
    Path home = folders.project().home();
    Path file = named.toAbsolutePath().normalize();
    if (!file.startsWith(folders.project().journeys())) {
      throw new BadInput(
          named + ": the sandbox sees the journeys in " + folders.project().journeys() + " only.");
    }
    return HOME + "/" + home.relativize(file).toString().replace('\\', '/');
  }

  private static String ask(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      Process docker = new ProcessBuilder(command).redirectErrorStream(true).start();
      docker.getOutputStream().close();
      String answer =
          new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (docker.waitFor() != 0) {
        throw new StageFailure("`" + String.join(" ", command) + "` failed: " + answer, null);
      }
      return answer;
    } catch (IOException none) {
      throw new StageFailure(
          "The target compose needs the docker command: " + none.getMessage(), none);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StageFailure("Interrupted while the Docker client worked.", interrupted);
    }
  }
}
