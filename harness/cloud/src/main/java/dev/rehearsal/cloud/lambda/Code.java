package dev.rehearsal.cloud.lambda;

import java.nio.file.Path;

/**
 * A deployment package, unpacked.
 *
 * @param sha256 its hash as Lambda shows it, in Base64
 * @param size its size in bytes
 * @param folder where the cache keeps it
 */
record Code(String sha256, long size, Path folder) {

  /** What the function sees as {@code LAMBDA_TASK_ROOT}. */
  Path taskRoot() {
    return folder.resolve("task");
  }

  /** The package's classes outside {@code lib/}: shared class data only works with archives. */
  Path classes() {
    return folder.resolve("classes.jar");
  }

  Path zip() {
    return folder.resolve("package.zip");
  }
}
