package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.lambda.Lambda;
import java.util.Optional;

/** Tells whether a function's connections reach an instance through the VPC's rules. */
@FunctionalInterface
interface Reach {

  /**
   * What stands between a function's process and the instance, as a sentence; empty where nothing.
   *
   * @param clientPort the port that the connection comes from
   */
  Optional<String> obstacle(Lambda lambda, long pid, int clientPort);
}
