package dev.rehearsal.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.gateway.AccessReview;
import dev.rehearsal.gateway.LeastPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rehearse review}: what roles may do and never did. */
@Command(
    name = "review",
    description = {
      "Show what each role may do and did, or never did.",
      "It looks at the last `rehearse run` that stood its own stage up, and tells what was refused there.",
      "Of those that may do too much it proposes the least policy, as Terraform."
    },
    footer = {
      "",
      "Examples:",
      "  ./rehearse run && ./rehearse review",
      "",
      "Exits 1 where a role is allowed what it never used. A run of some journeys uses less than all."
    })
final class ReviewCommand implements Callable<Integer> {

  static final String FILE = "access.json";

  static void write(AccessReview review, Path reports) throws IOException {
    Files.createDirectories(reports);
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(reports.resolve(FILE).toFile(), review);
  }

  @Override
  public Integer call() throws IOException {
    Logging.off();
    Path file = ReportFolder.ofLastRun(FILE);
    AccessReview review = new ObjectMapper().readValue(file.toFile(), AccessReview.class);
    print(System.out, review);
    return review.unused().isEmpty() ? ExitCode.PASSED : ExitCode.FAILED;
  }

  private static void print(PrintStream out, AccessReview review) {
    for (AccessReview.Reviewed role : review.roles()) {
      out.println(role.name());
      for (AccessReview.Grant grant : role.grants()) {
        out.println("  " + (grant.unused().isEmpty() ? "✓ " : "✗ ") + grant.sid());
        grant.actions().forEach(part -> part(out, part, ""));
        grant.resources().forEach(part -> part(out, part, grant.except() ? "not on " : "on "));
      }
      role.managed().forEach(name -> out.println("  – " + name + ", AWS's own: not counted"));
      for (AccessReview.Use use : role.denied()) {
        out.println("  ! " + use.action() + " on " + use.resource() + ": " + use.refused());
      }
      if (review.wide().contains(role.name())) {
        out.println();
        out.println(LeastPolicy.terraform(role).indent(4));
      }
    }
    int unused = review.unused().size();
    out.println(
        unused == 0
            ? "Every role used everything it is allowed."
            : unused + (unused == 1 ? " part" : " parts") + " of policies never used.");
  }

  private static void part(PrintStream out, AccessReview.Part part, String on) {
    out.println("      " + on + part.pattern() + (part.used() ? "" : "  (never used)"));
  }
}
