package dev.rehearsal.terraform;

import java.util.Locale;

/** What a command reports while it runs. */
public sealed interface TerraformEvent {

  /**
   * A change that a plan holds: {@code create}, {@code update}, {@code replace}, {@code delete}.
   */
  record Planned(String address, String action) implements TerraformEvent {
    @Override
    public String toString() {
      return address + ": " + action;
    }
  }

  /** A change outside Terraform that a refresh found. */
  record Drifted(String address, String action) implements TerraformEvent {
    @Override
    public String toString() {
      return address + " drifted: " + action;
    }
  }

  /** A change begins. */
  record Started(String address, String action) implements TerraformEvent {
    @Override
    public String toString() {
      return address + ": " + action + " ...";
    }
  }

  /** A change is done: the {@code done}th of {@code total}, after {@code seconds}. */
  record Finished(String address, String action, double seconds, int done, int total)
      implements TerraformEvent {
    @Override
    public String toString() {
      String past =
          switch (action) {
            case "create" -> "created";
            case "update" -> "updated";
            case "delete" -> "destroyed";
            default -> action + " done";
          };
      return String.format(
          Locale.ROOT, "%s %s in %.1fs (%d/%d)", address, past, seconds, done, total);
    }
  }

  /** A change failed; a {@link Reported} error follows. */
  record Failed(String address, String action) implements TerraformEvent {
    @Override
    public String toString() {
      return address + ": " + action + " failed";
    }
  }

  /** An error or a warning. */
  record Reported(TerraformDiagnostic diagnostic) implements TerraformEvent {
    @Override
    public String toString() {
      return diagnostic.toString();
    }
  }
}
