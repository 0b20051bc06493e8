package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.call.Caller;
import java.util.Map;

/** How one kind of resource is backed up and restored, in the role that a job names. */
interface Protection {

  /** The kind as AWS Backup names it: {@code DynamoDB}, {@code RDS}, {@code S3}. */
  String type();

  /** Whether a resource's ARN is of this kind. */
  boolean covers(String arn);

  /**
   * Makes a recovery point.
   *
   * @return its ARN
   */
  String backUp(Caller role, String resource, String job);

  /** What a restore takes by default, by the names of AWS's restore metadata. */
  Map<String, String> metadata(Caller role, String point);

  /**
   * Restores a recovery point.
   *
   * @return the ARN of what was made
   */
  String restore(Caller role, String point, Map<String, String> metadata);

  /** Whether recovery points lie in the vault itself, under its key. */
  default boolean liesInVault() {
    return false;
  }

  void delete(Caller role, String point);

  /** The resources of this kind that there are, with their tags. */
  Map<String, Map<String, String>> resources();

  /** Whether a recovery point is of this kind. */
  boolean made(String point);
}
