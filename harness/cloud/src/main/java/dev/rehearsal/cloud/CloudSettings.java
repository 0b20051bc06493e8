package dev.rehearsal.cloud;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of one embedded AWS.
 *
 * @param account the account that unknown access keys belong to
 * @param region the region of callers that name none
 * @param seed the seed of every id
 * @param workFolder where this cloud keeps its files; deleted when it closes
 * @param cacheFolder the user's cache, shared by all stages: unpacked functions, shared class data
 * @param maxFunctionProcesses how many function JVMs may live at once on this host
 * @param functionQueueWait how long an invocation waits for a JVM before it is throttled
 * @param debugging which functions a debugger may attach to
 */
public record CloudSettings(
    String account,
    String region,
    long seed,
    Path workFolder,
    Path cacheFolder,
    int maxFunctionProcesses,
    Duration functionQueueWait,
    Debugging debugging) {

  /** Settings with which no debugger attaches. */
  public CloudSettings(
      String account,
      String region,
      long seed,
      Path workFolder,
      Path cacheFolder,
      int maxFunctionProcesses,
      Duration functionQueueWait) {
    this(
        account,
        region,
        seed,
        workFolder,
        cacheFolder,
        maxFunctionProcesses,
        functionQueueWait,
        Debugging.NONE);
  }

  /** The settings of {@code rehearse cloud}: account 000000000000, region us-east-1. */
  public static CloudSettings standalone(Path workFolder, Path cacheFolder) {
    return new CloudSettings(
        "000000000000", "us-east-1", 1, workFolder, cacheFolder, 24, Duration.ofSeconds(5));
  }
}
