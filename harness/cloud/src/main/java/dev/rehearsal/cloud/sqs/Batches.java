package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.call.AwsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** What all batch operations share: the rules of the whole, and the failures of the parts. */
final class Batches {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private Batches() {}

  /** The parts that worked and those that did not. */
  record Outcome<R>(List<R> successful, List<BatchResultErrorEntry> failed) {}

  /**
   * Runs every entry of a batch.
   *
   * @param kind the entries' type, for messages
   * @param id an entry's id
   * @param work does one entry; an error of the service fails that entry only
   */
  static <E, R> Outcome<R> run(
      List<E> entries, String kind, Function<E, @Nullable String> id, Function<E, R> work) {
    checkIds(entries.stream().map(entry -> String.valueOf(id.apply(entry))).toList(), kind);
    List<R> successful = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (E entry : entries) {
      try {
        successful.add(work.apply(entry));
      } catch (AwsServiceException failure) {
        failed.add(
            BatchResultErrorEntry.builder()
                .id(id.apply(entry))
                .code(failure.awsErrorDetails().errorCode())
                .message(failure.awsErrorDetails().errorMessage())
                .senderFault(failure.statusCode() < 500)
                .build());
      }
    }
    return new Outcome<>(successful, failed);
  }

  static void checkSize(int bytes) {
    if (bytes > QueueAttributes.MAX_MESSAGE_BYTES) {
      throw AwsError.of(
          BatchRequestTooLongException.builder(),
          SqsErrors.PREFIX + "BatchRequestTooLong",
          400,
          "Batch requests cannot be longer than "
              + QueueAttributes.MAX_MESSAGE_BYTES
              + " bytes. You have sent "
              + bytes
              + " bytes.");
    }
  }

  private static void checkIds(List<String> ids, String kind) {
    if (ids.isEmpty()) {
      throw AwsError.of(
          EmptyBatchRequestException.builder(),
          SqsErrors.PREFIX + "EmptyBatchRequest",
          400,
          "There should be at least one " + kind + " in the request.");
    }
    if (ids.size() > 10) {
      throw AwsError.of(
          TooManyEntriesInBatchRequestException.builder(),
          SqsErrors.PREFIX + "TooManyEntriesInBatchRequest",
          400,
          "Maximum number of entries per request are 10. You have sent " + ids.size() + ".");
    }
    Set<String> seen = new HashSet<>();
    for (String id : ids) {
      if (!ID.matcher(id).matches()) {
        throw AwsError.of(
            InvalidBatchEntryIdException.builder(),
            SqsErrors.PREFIX + "InvalidBatchEntryId",
            400,
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                + " It can be at most 80 letters long.");
      }
      if (!seen.add(id)) {
        throw AwsError.of(
            BatchEntryIdsNotDistinctException.builder(),
            SqsErrors.PREFIX + "BatchEntryIdsNotDistinct",
            400,
            "Id " + id + " repeated.");
      }
    }
  }
}
