package dev.rehearsal.cli;

import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.report.ConsoleStyle;
import java.util.List;

/**
 * What a standing stage is asked to run.
 *
 * @param token proves that who asks may read the standing stage's file
 * @param files the journeys' files, absolute
 * @param parallel how many journeys run at the same time
 * @param seed where every id comes from
 * @param console how it is told on who asks' terminal
 */
record RunOrder(String token, List<String> files, int parallel, long seed, ConsoleStyle console) {

  RunSettings settings() {
    return RunSettings.defaults().withParallel(parallel).withSeed(seed);
  }
}
