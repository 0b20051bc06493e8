package dev.rehearsal.cli;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import dev.rehearsal.stage.Folders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rehearse record}. */
@Command(
    name = "record",
    description = {
      "Write down as a journey what you do in the shop of the stage that stands.",
      "  products and customers become its own, ids are captured, what a change causes is its",
      "  chain. Secrets are not in it."
    },
    footer = {
      "",
      "Example:",
      "  ./rehearse record buy/my-purchase --title 'A customer buys a pen'"
    })
final class RecordCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME",
      description = "The journey's name below scenarios/journeys, such as buy/my-purchase.")
  private String name = "";

  @Option(names = "--title", paramLabel = "TEXT", description = "Its first line.")
  private String title = "What was recorded";

  @Option(names = "--force", description = "Write over a journey of that name.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    Folders folders = Folders.find(System.getenv());
    Logging.off();
    if (!name.matches("[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*")) {
      throw new BadInput(
          "'" + name + "' is no journey's name: write a folder and a name, buy/my-purchase.");
    }
    Path file = folders.project().journeys().resolve(name + JourneyFile.SUFFIX);
    if (Files.exists(file) && !force) {
      throw new BadInput(file + " is there already: choose another name, or say --force.");
    }
    Standing standing =
        Standing.find(folders.standing())
            .orElseThrow(() -> new BadInput("No stage stands: `./rehearse up` first."));
    long since = Long.parseLong(ask(standing, -1).strip());
    System.out.println("Recording. Use the shop: " + standing.facts().get("shop"));
    System.out.println("Press Enter when you are done and told by mail.");
    int typed = System.in.read();
    while (typed >= 0 && typed != '\n') {
      typed = System.in.read();
    }
    String text = ask(standing, since);
    if (text.isBlank()) {
      throw new BadInput("Nobody used the shop: nothing is written.");
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    System.out.println("Written: " + file);
    JourneyFile read = JourneyReader.read(name, SourceText.of(file, text));
    read.findings().stream().map(Finding::format).forEach(System.out::print);
    System.out.println(
        "Run it: ./rehearse run --standing scenarios/journeys/" + name + JourneyFile.SUFFIX);
    return read.journey().isPresent() ? ExitCode.PASSED : ExitCode.FAILED;
  }

  private String ask(Standing standing, long since) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    StandingRuns.record(
        standing, title, since, new PrintStream(told, true, StandardCharsets.UTF_8));
    return told.toString(StandardCharsets.UTF_8);
  }
}
