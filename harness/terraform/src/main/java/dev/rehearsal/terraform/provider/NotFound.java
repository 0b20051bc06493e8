package dev.rehearsal.terraform.provider;

import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Tells the errors by which AWS says that something does not exist. */
public final class NotFound {

  private NotFound() {}

  /** Whether an error says that what was asked for is not there. */
  public static boolean is(AwsServiceException error) {
    String code = error.awsErrorDetails() == null ? "" : error.awsErrorDetails().errorCode();
    code = code == null ? "" : code;
    return error.statusCode() == 404
        || code.contains("NotFound")
        || code.startsWith("NoSuch")
        || code.toLowerCase(Locale.ROOT).contains("nonexistent")
        || code.contains("DoesNotExist");
  }

  /** Runs a deletion; that the resource is gone already is no error. */
  public static void ignore(Runnable deletion) {
    try {
      deletion.run();
    } catch (AwsServiceException error) {
      if (!is(error)) {
        throw error;
      }
    }
  }
}
