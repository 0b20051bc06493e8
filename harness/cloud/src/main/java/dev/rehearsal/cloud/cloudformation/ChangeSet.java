package dev.rehearsal.cloud.cloudformation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.OnStackFailure;

/** What a stack is asked to become, before it does. Used under the service's lock. */
final class ChangeSet {

  final String name;
  final String id;
  final Stack stack;
  final ChangeSetType type;
  final Stack.Wish wish;
  final Instant created;
  final List<Change> changes;
  final ChangeSetStatus status;
  final @Nullable String reason;
  List<String> capabilities = List.of();
  ExecutionStatus execution;
  @Nullable String description;
  @Nullable String roleArn;
  @Nullable OnStackFailure onStackFailure;

  /**
   * Notes what would change.
   *
   * @param reason why it can't be executed; null where it can
   */
  ChangeSet(
      String name,
      String id,
      Stack stack,
      ChangeSetType type,
      Stack.Wish wish,
      Instant created,
      List<Change> changes,
      @Nullable String reason) {
    this.name = name;
    this.id = id;
    this.stack = stack;
    this.type = type;
    this.wish = wish;
    this.created = created;
    this.changes = List.copyOf(changes);
    this.reason = reason;
    this.status = reason == null ? ChangeSetStatus.CREATE_COMPLETE : ChangeSetStatus.FAILED;
    this.execution = reason == null ? ExecutionStatus.AVAILABLE : ExecutionStatus.UNAVAILABLE;
  }

  boolean isNamed(String nameOrId) {
    return id.equals(nameOrId) || name.equals(nameOrId);
  }

  /** Whether it has been executed: its name is free again. */
  boolean isOver() {
    return execution == ExecutionStatus.EXECUTE_COMPLETE
        || execution == ExecutionStatus.EXECUTE_FAILED;
  }
}
