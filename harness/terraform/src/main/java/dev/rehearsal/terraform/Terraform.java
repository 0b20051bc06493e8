package dev.rehearsal.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The Terraform command line on one root module. Every command copies the configuration first and
 * initialises where that is due. One command at a time: commands wait for each other. Closing it
 * ends what keeps the state; the state's file stays.
 */
public final class Terraform implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TerraformSettings settings;
  private final Workspace workspace;
  private final Path program;
  private final StateServer states;
  private final Map<String, String> environment;
  private final Consumer<TerraformEvent> listener;

  private Terraform(TerraformSettings settings, Path program, Consumer<TerraformEvent> listener) {
    this.settings = settings;
    this.workspace = new Workspace(settings);
    this.program = program;
    this.listener = listener;
    this.states = StateServer.on(workspace.state());
    this.environment = new LinkedHashMap<>(TerraformEnvironment.of(settings, System.getenv()));
    this.environment.putAll(states.environment());
  }

  /**
   * Finds the program and prepares the work folder.
   *
   * @param listener hears what commands report, on a thread of theirs
   * @throws TerraformException where there is no Terraform
   */
  public static Terraform open(TerraformSettings settings, Consumer<TerraformEvent> listener) {
    String path = System.getenv().getOrDefault("PATH", "");
    Path program = TerraformBinary.find(path, settings.cacheFolder());
    return new Terraform(settings, program, listener);
  }

  /** Checks the configuration. Answers its errors and warnings. */
  public synchronized List<TerraformDiagnostic> validate() {
    prepare();
    Captured run = capture(List.of("validate", "-json"));
    List<TerraformDiagnostic> found = new ArrayList<>();
    json(run.text()).path("diagnostics").forEach(one -> found.add(EventReader.diagnostic(one)));
    return found;
  }

  /**
   * Runs the root module's own tests ({@code *.tftest.hcl}).
   *
   * @return what Terraform says of each run
   * @throws TerraformException where a run fails, or there is none
   */
  public synchronized String test() {
    prepare();
    Captured run = capture(List.of("test", "-no-color"));
    require(run, "test");
    if (run.text().contains("0 passed, 0 failed")) {
      throw new TerraformException("There is no test in " + settings.root() + ".", List.of());
    }
    return run.text();
  }

  /** Plans. Without targets: everything. */
  public synchronized TerraformRun plan(String... targets) {
    prepare();
    return events("plan", targets);
  }

  /** A plan as Terraform prints it for people. */
  public synchronized String planText() {
    prepare();
    List<String> arguments = new ArrayList<>(List.of("plan", "-no-color", "-input=false"));
    return capture(arguments).text();
  }

  /** Plans and applies. Without targets: everything. */
  public synchronized TerraformRun apply(String... targets) {
    prepare();
    return events("apply", targets);
  }

  /** Destroys. Without targets: everything. */
  public synchronized TerraformRun destroy(String... targets) {
    prepare();
    return events("destroy", targets);
  }

  /** Takes an existing resource into the state. */
  public synchronized void importResource(String address, String id) {
    prepare();
    List<String> arguments = new ArrayList<>(List.of("import", "-no-color", "-input=false"));
    arguments.addAll(List.of(address, id));
    require(capture(arguments), "import " + address);
  }

  /** Forgets a resource without destroying it. */
  public synchronized void stateRemove(String address) {
    require(capture(List.of("state", "rm", "-no-color", address)), "state rm " + address);
  }

  /** The addresses of all resources in the state. */
  public synchronized List<String> stateList() {
    if (!Files.exists(workspace.state())) {
      return List.of();
    }
    Captured run = capture(List.of("state", "list", "-no-color"));
    require(run, "state list");
    return run.text().lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * The root module's outputs by name, as the state has them: to ask Terraform would start it again
   * for what is in a file of documented form.
   */
  public synchronized Map<String, JsonNode> output() {
    Map<String, JsonNode> outputs = new LinkedHashMap<>();
    if (!Files.exists(workspace.state())) {
      return outputs;
    }
    try {
      JSON.readTree(workspace.state().toFile())
          .path("outputs")
          .fields()
          .forEachRemaining(entry -> outputs.put(entry.getKey(), entry.getValue().path("value")));
    } catch (IOException failure) {
      throw new UncheckedIOException("The state " + workspace.state() + " is unreadable.", failure);
    }
    return outputs;
  }

  /** The Terraform that is run. */
  public Path program() {
    return program;
  }

  /** What Terraform is told in its environment, for those who run it by hand on this state. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Where the copy of the root module lies. */
  public Path root() {
    return workspace.root();
  }

  /** Where the state is kept; the file is missing until something was applied. */
  public Path state() {
    return workspace.state();
  }

  private TerraformRun events(String command, String... targets) {
    List<String> arguments = new ArrayList<>(List.of(command, "-json", "-input=false"));
    arguments.add("-parallelism=" + settings.parallelism());
    if (!command.equals("plan")) {
      arguments.add("-auto-approve");
    }
    if (!Files.exists(workspace.state())) {
      arguments.add("-refresh=false");
    }
    for (String target : targets) {
      arguments.add("-target=" + target);
    }
    EventReader reader = new EventReader(listener);
    int exit = run(arguments, reader::line);
    if (exit != 0) {
      throw new TerraformException(
          "terraform "
              + command
              + " failed"
              + (reader.errors().isEmpty() ? " (" + exit + "): " + reader.unread() : ":"),
          reader.errors());
    }
    return reader.run();
  }

  /**
   * Copies the configuration and initialises it, as every command does where that is due. Needs no
   * variable, so it can go ahead of what they come from.
   */
  public synchronized void initialise() {
    workspace.refresh();
    if (settings.provider() != null) {
      settings.provider().serve(workspace.root(), workspace::use);
    }
    Path marker = workspace.root().resolve(".terraform").resolve("rehearsal-init");
    String key = workspace.initKey();
    try {
      if (Files.exists(marker) && Files.readString(marker).equals(key)) {
        return;
      }
      List<String> arguments = List.of("init", "-input=false", "-no-color", "-reconfigure");
      Captured run = capture(arguments);
      if (settings.provider() == null && run.exit() != 0) {
        throw new TerraformException(
            "The official AWS provider can't be had: `terraform init` failed. Name a mirror in"
                + " TF_CLI_CONFIG_FILE, or leave out `--provider official` for the embedded"
                + " provider. It said:\n"
                + run.text().substring(Math.max(0, run.text().indexOf("Error:"))).strip(),
            List.of());
      }
      require(run, "init");
      Files.createDirectories(marker.getParent());
      Files.writeString(marker, key);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void prepare() {
    initialise();
    workspace.writeVariables();
  }

  private record Captured(int exit, String text) {}

  private Captured capture(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    int exit = run(arguments, line -> text.append(line).append('\n'));
    return new Captured(exit, text.toString());
  }

  private static void require(Captured run, String what) {
    if (run.exit() != 0) {
      String box = run.text().replaceAll("(?m)^[╷│╵] ?", "").strip();
      throw new TerraformException("terraform " + what + " failed:\n" + box, List.of());
    }
  }

  private int run(List<String> arguments, Consumer<String> lines) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    try {
      return new TerraformProcess(command, workspace.root(), environment)
          .run(settings.timeout(), lines);
    } catch (TerraformException stopped) {
      states.unlock();
      throw stopped;
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new TerraformException("Terraform answered no JSON:\n" + text, List.of());
    }
  }

  @Override
  public void close() {
    states.close();
  }
}
