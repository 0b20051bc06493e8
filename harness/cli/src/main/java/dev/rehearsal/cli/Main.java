package dev.rehearsal.cli;

import dev.rehearsal.cloud.http.HttpServer;
import dev.rehearsal.stage.StageFailure;
import dev.rehearsal.terraform.TerraformException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code rehearse}: rehearses the platform, its Terraform and its customers on this machine. */
@Command(
    name = "rehearse",
    description = "Rehearses the platform, its Terraform and its customers on this machine.",
    mixinStandardHelpOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      UpCommand.class,
      WatchCommand.class,
      RecordCommand.class,
      DownCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      MatrixCommand.class,
      ReportCommand.class,
      ReviewCommand.class,
      CloudCommand.class,
      TerraformCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  ./rehearse run                 stand up, apply, replay all journeys, report, take down",
      "  ./rehearse run buy refuse      only journeys tagged buy or refuse",
      "  ./rehearse up                  keep the shop standing; Ctrl-C takes it down",
      "  ./rehearse watch               the same, and act on each saved file",
      "  ./rehearse run --standing buy  run journeys on the stage that up or watch keeps",
      "  ./rehearse record buy/mine     write down as a journey what you do in the shop",
      "  ./rehearse check scenarios     find what is wrong in journey files",
      "  ./rehearse explain             what no journey needs of all that roles may do",
      "  ./rehearse matrix buy          every hop of these journeys with every kind of fault",
      "  ./rehearse report              how the last run ended, and where its report is",
      "  ./rehearse review              what roles may do and never did in the last run",
      "  ./rehearse cloud --port 4566   the embedded AWS alone, for any AWS client",
      "",
      "Exit codes: 0 all passed, 1 a journey failed, 2 bad input, 3 the environment is wrong."
    })
public final class Main implements Runnable {

  /** So wide that no example breaks. */
  private static final int HELP_WIDTH = 100;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli acts on the option itself; it needs a field to hang it on
  private boolean help;

  private Main() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        ended(() -> execute(arguments), new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
  }

  /**
   * A command's exit code, whatever is thrown past it: threads that are no daemons would keep the
   * process, and all that it started, for ever.
   */
  static int ended(IntSupplier command, PrintWriter err) {
    try {
      return command.getAsInt();
    } catch (NoClassDefFoundError gone) {
      err.println(
          "rehearse: the class "
              + gone.getMessage()
              + " is gone: was Rehearsal built anew meanwhile? Run the command again.");
    } catch (Error broken) {
      err.println("rehearse: this should not have happened: " + broken);
    }
    return ExitCode.ENVIRONMENT;
  }

  static int execute(String... arguments) {
    // Until a command says where its log is: a user is told in words, never by a stack trace.
    Logging.off();
    return commands().execute(arguments);
  }

  static CommandLine commands() {
    // Groovy is on the class path for other reasons; picocli would start all of it to ask for
    // closures.
    System.setProperty("picocli.disable.closures", "true");
    CommandLine commands = new CommandLine(new Main());
    // What follows is Terraform's own, options too.
    Objects.requireNonNull(commands.getSubcommands().get("terraform"))
        .setStopAtPositional(true)
        .setUnmatchedOptionsArePositionalParams(true);
    commands.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
    commands.setParameterExceptionHandler(Main::wrongArguments);
    commands.setUsageHelpWidth(HELP_WIDTH);
    commands.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            Terminal.colour(System.getenv())
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    return commands;
  }

  private static int wrongArguments(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("rehearse: " + wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
    err.flush();
    return ExitCode.INPUT;
  }

  private static int explain(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println("rehearse: " + message(failure));
    err.flush();
    System.getLogger(Main.class.getName())
        .log(System.Logger.Level.ERROR, "The command failed", failure);
    return failure instanceof BadInput || failure instanceof NoSuchFileException
        ? ExitCode.INPUT
        : ExitCode.ENVIRONMENT;
  }

  private static String message(Exception failure) {
    if (failure instanceof BadInput
        || failure instanceof StageFailure
        || failure instanceof TerraformException
        || failure instanceof HttpServer.PortInUse) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or folder.";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException io) {
        Throwable why = io.getCause();
        return io.getMessage() + (why == null ? "" : " (" + why.getMessage() + ")");
      }
    }
    return "this should not have happened: "
        + failure
        + ". The log in target/rehearsal/rehearse.log says more.";
  }
}
