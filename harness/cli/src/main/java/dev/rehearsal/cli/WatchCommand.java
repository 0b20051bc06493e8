package dev.rehearsal.cli;

import dev.rehearsal.journeys.language.Fragments;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.report.ConsoleStyle;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.Project;
import dev.rehearsal.terraform.TerraformException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rehearse watch}. */
@Command(
    name = "watch",
    description = {
      "Keep the platform standing and act on each saved file.",
      "  a journey is run, of a fragment those that use it; a function's source is compiled and",
      "  swapped in; Terraform is applied; the site is uploaded. After the last three the journeys",
      "  named run again, or else the journeys saved last."
    },
    footer = {"", "Example:", "  ./rehearse watch scenarios/journeys/buy"})
final class WatchCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "JOURNEY|TAG",
      description = "Journeys, their files or folders, and tags, to run again after a change.")
  private List<String> what = new ArrayList<>();

  @Mixin private StageOptions options = new StageOptions();

  @Option(
      names = "--free-ports",
      description =
          "Listen on free ports instead of 4566 (AWS), 4570 (desk), 4580 and 4583 (shop), 4581 (API).")
  private boolean freePorts;

  @Mixin private DebugOption debug = new DebugOption();

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Folders folders = Folders.find(System.getenv());
    Project project = folders.project();
    Set<Path> journeys = new LinkedHashSet<>();
    if (!what.isEmpty()) {
      Selection.of(folders, what).forEach(file -> journeys.add(file.source().path()));
    }
    Sandbox sandbox = Sandbox.stand(folders, options, freePorts, debug.debugging(), false, out);
    Path platform = project.home().resolve("platform-code");
    FunctionBuild build =
        new FunctionBuild(platform, project.functionsArchive(), folders.work().resolve("watch"));
    run(sandbox, journeys);
    try (FileWatch watch =
        FileWatch.on(
            List.of(
                project.journeys(),
                Fragments.beside(project.journeys()).folder(),
                project.terraform(),
                project.storefront(),
                platform.resolve("domain/src/main"),
                platform.resolve("functions/src/main")))) {
      out.println("Watching: save a journey, a function, Terraform or the site.");
      for (Optional<Set<Path>> saved = watch.next(); saved.isPresent(); saved = watch.next()) {
        Set<Path> files = saved.get();
        Set<Path> savedJourneys = new LinkedHashSet<>(files);
        savedJourneys.removeIf(file -> !file.toString().endsWith(JourneyFile.SUFFIX));
        savedJourneys.addAll(Selection.using(project.journeys(), files));
        if (what.isEmpty() && !savedJourneys.isEmpty()) {
          journeys.clear();
          journeys.addAll(savedJourneys);
        }
        boolean changed = change(sandbox, project, build, files);
        run(sandbox, changed ? journeys : savedJourneys);
      }
    }
    return ExitCode.PASSED;
  }

  /** Does to the stage what the saved files ask for; whether anything changed. */
  private boolean change(Sandbox sandbox, Project project, FunctionBuild build, Set<Path> files) {
    boolean terraform = any(files, project.terraform());
    boolean site = any(files, project.storefront());
    boolean functions = files.stream().anyMatch(file -> file.toString().contains("/src/main/"));
    try {
      if (functions) {
        long start = System.nanoTime();
        Optional<String> refused = build.build();
        if (refused.isPresent()) {
          out.println("The functions do not compile; the stage keeps the old ones.");
          out.println(refused.get().strip());
          return false;
        }
        sandbox.stage().updateFunctions();
        out.printf("Functions swapped (%.1f s).%n", (System.nanoTime() - start) / 1e9);
      }
      if (terraform) {
        sandbox.stage().reapply(sandbox.terminal());
      } else if (site) {
        sandbox.stage().upload();
        out.println("Site uploaded.");
      }
    } catch (TerraformException refused) {
      out.println(refused.getMessage());
      return false;
    } catch (IOException failure) {
      out.println("The functions could not be packaged: " + failure.getMessage());
      return false;
    }
    return functions || terraform || site;
  }

  private static boolean any(Set<Path> files, Path folder) {
    return files.stream().anyMatch(file -> file.startsWith(folder));
  }

  private void run(Sandbox sandbox, Set<Path> journeys) throws IOException {
    if (!journeys.isEmpty()) {
      RunSettings defaults = RunSettings.defaults();
      sandbox
          .runs()
          .run(
              new RunOrder(
                  "",
                  journeys.stream().map(Path::toString).toList(),
                  defaults.parallel(),
                  System.nanoTime(),
                  ConsoleStyle.detect(ConsoleStyle.Detail.NORMAL)),
              out);
    }
  }
}
