package dev.rehearsal.cli;

import dev.rehearsal.stage.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rehearse terraform}: Terraform's own command line on the stage that stands. */
@Command(
    name = "terraform",
    description = "Run Terraform on the stage that `rehearse up` keeps standing.",
    footer = {
      "",
      "Examples:",
      "  ./rehearse terraform plan",
      "  ./rehearse terraform state list",
      "  ./rehearse terraform destroy \\",
      "      -target=module.platform.module.messaging.aws_sns_topic_subscription.notifications"
    })
final class TerraformCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ARGUMENT", arity = "1..*", description = "Terraform's own arguments.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Folders folders = Folders.find(System.getenv());
    Logging.off();
    Standing standing =
        Standing.find(folders.standing())
            .orElseThrow(() -> new BadInput("No stage stands: start one with `./rehearse up`."));
    Map<String, String> facts = standing.facts();
    List<String> command = new ArrayList<>();
    command.add(facts.getOrDefault("terraform.program", "terraform"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of(facts.getOrDefault("terraform.root", ".")).toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    facts.forEach(
        (name, value) -> {
          if (name.startsWith("terraform.env.")) {
            builder.environment().put(name.substring("terraform.env.".length()), value);
          }
        });
    return Foreground.run(builder);
  }
}
