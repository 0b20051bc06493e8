package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.language.JourneyFile;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended.
 *
 * @param results the journeys that ran, in the order of their end
 * @param rejected the files that ran nothing, because of what is wrong with them
 * @param environment why no stage stood; null where it did, or none was needed
 * @param unrun how many journeys never began, because the run was stopped
 * @param took how long the run took, standing the stage up included
 */
public record RunSummary(
    List<JourneyResult> results,
    List<JourneyFile> rejected,
    @Nullable String environment,
    int unrun,
    Duration took) {

  /** How many journeys ended so. */
  public long count(Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  /**
   * 0 where all passed, 1 where a journey failed or the run was stopped, 2 where a file was
   * rejected or there was no journey, 3 where no stage stood.
   */
  public int exitCode() {
    if (environment != null) {
      return 3;
    }
    if (count(Status.FAILED) > 0 || unrun > 0) {
      return 1;
    }
    return rejected.isEmpty() && !results.isEmpty() ? 0 : 2;
  }

  /** The run in one sentence. */
  public String verdict() {
    if (environment != null) {
      return "No journey ran: the stage could not be stood up.";
    }
    if (results.isEmpty() && rejected.isEmpty() && unrun == 0) {
      return "No journey ran: none was found.";
    }
    StringBuilder text = new StringBuilder();
    long failed = count(Status.FAILED);
    long skipped = count(Status.SKIPPED);
    long all = results.size() - skipped;
    if (all > 0 && failed == 0) {
      text.append(all == 1 ? "The journey passed" : "All " + all + " journeys passed");
    } else if (all > 0) {
      text.append(failed).append(" of ").append(all).append(all == 1 ? " journey" : " journeys");
      text.append(" failed");
    }
    if (skipped > 0) {
      text.append(all > 0 ? "; " : "").append(skipped);
      text.append(skipped == 1 ? " is" : " are").append(" not observable on this target");
    }
    if (!rejected.isEmpty()) {
      text.append(results.isEmpty() ? "" : "; ").append(rejected.size());
      text.append(rejected.size() == 1 ? " file has" : " files have")
          .append(" errors and ran nothing");
    }
    if (unrun > 0) {
      text.append(text.isEmpty() ? "" : "; ").append(unrun);
      text.append(unrun == 1 ? " journey" : " journeys").append(" did not begin: interrupted");
    }
    return text.append('.').toString();
  }
}
