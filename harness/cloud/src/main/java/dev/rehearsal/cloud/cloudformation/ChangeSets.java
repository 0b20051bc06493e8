package dev.rehearsal.cloud.cloudformation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;

/** The change sets of all stacks. Used under the service's lock. */
final class ChangeSets {

  private final List<ChangeSet> all = new ArrayList<>();

  /** Takes a new one. */
  void add(ChangeSet created) {
    all.add(created);
  }

  /** Refuses a name that another change set of the stack has. */
  void free(Stack stack, String name) {
    all.stream()
        .filter(each -> each.stack == stack && each.name.equals(name) && !each.isOver())
        .findFirst()
        .ifPresent(
            taken -> {
              throw StackErrors.changeSetExists(taken.id);
            });
  }

  /** One by its ARN, or by its name and its stack; the latest of that name. */
  ChangeSet get(String nameOrId, @Nullable Stack stack) {
    for (int i = all.size() - 1; i >= 0; i--) {
      ChangeSet each = all.get(i);
      if (each.isNamed(nameOrId) && (stack == null || each.stack == stack)) {
        return each;
      }
    }
    throw StackErrors.noChangeSet(nameOrId);
  }

  /** Deletes one; that it is not there is no failure. */
  void delete(String nameOrId, @Nullable Stack stack) {
    all.removeIf(
        each -> each.isNamed(nameOrId) && (stack == null || each.stack == stack) && !each.isOver());
  }

  /** The stack has become something else: what was worked out for it before is void. */
  void forget(Stack stack, @Nullable ChangeSet executed) {
    all.removeIf(each -> each.stack == stack && each != executed);
  }

  /** Those that wait for being executed, or can't be. */
  List<ChangeSetSummary> of(Stack stack) {
    return all.stream()
        .filter(each -> each.stack == stack && !each.isOver())
        .map(
            each ->
                ChangeSetSummary.builder()
                    .stackId(stack.id)
                    .stackName(stack.name)
                    .changeSetId(each.id)
                    .changeSetName(each.name)
                    .executionStatus(each.execution)
                    .status(each.status)
                    .statusReason(each.reason)
                    .creationTime(each.created)
                    .description(each.description)
                    .includeNestedStacks(false)
                    .importExistingResources(false)
                    .build())
        .toList();
  }

  /** All but the changes, which come in pages. */
  static DescribeChangeSetResponse.Builder shown(ChangeSet one) {
    return DescribeChangeSetResponse.builder()
        .changeSetName(one.name)
        .changeSetId(one.id)
        .stackId(one.stack.id)
        .stackName(one.stack.name)
        .description(one.description)
        .parameters(one.wish.shownParameters())
        .creationTime(one.created)
        .executionStatus(one.execution)
        .status(one.status)
        .statusReason(one.reason)
        .capabilitiesWithStrings(one.capabilities)
        .tags(Properties.tags(one.wish.tags(), CloudFormation::tag))
        .includeNestedStacks(false)
        .onStackFailure(one.onStackFailure)
        .importExistingResources(false);
  }

  /** Refuses one that can't be executed, or not any more. */
  static void executable(ChangeSet one) {
    if (one.execution != ExecutionStatus.AVAILABLE) {
      throw StackErrors.changeSetStatus(
          "ChangeSet ["
              + one.id
              + "] cannot be executed in its current status of ["
              + (one.isOver() ? one.execution : one.status)
              + "]");
    }
  }
}
