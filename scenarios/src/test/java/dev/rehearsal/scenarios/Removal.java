package dev.rehearsal.scenarios;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Resource types that are taken out of the platform's Terraform, and who must miss them.
 *
 * @param types the types
 * @param proof a journey's id, or a lifecycle test as {@code Class.method}
 * @param left what references to them become
 * @param start where the platform is looked at without them
 * @param edits what else must be rewritten, so that AWS lets the resources go
 */
record Removal(Set<String> types, String proof, Left left, Start start, List<Edit> edits) {

  /** What a reference to a removed resource becomes. */
  enum Left {
    /** What the attribute was while the resource was there: the name or ARN of nothing. */
    DANGLING,
    /** Null: for what AWS does not delete while somebody names it. */
    NULL
  }

  /** Where the platform is looked at without the resources. */
  enum Start {
    /** On the stage that stood with them, after another apply. */
    STANDING,
    /** The same, and functions start anew: warm ones remember what they read at their start. */
    COLD,
    /**
     * On a stage of its own: what was there once leaves traces, or is never deleted by Terraform.
     */
    NEW
  }

  /** Another change of the Terraform files. */
  @FunctionalInterface
  interface Edit {
    void on(BrokenCopy copy) throws IOException;
  }

  /**
   * @param types without {@code aws_}, a space between each
   */
  static Removal of(String types, String proof) {
    Set<String> whole = new TreeSet<>();
    for (String type : types.split(" ")) {
      whole.add("aws_" + type);
    }
    return new Removal(whole, proof, Left.DANGLING, Start.STANDING, List.of());
  }

  /** The same, with nothing in place of references. */
  Removal unnamed() {
    return new Removal(types, proof, Left.NULL, start, edits);
  }

  /** The same, looked at elsewhere. */
  Removal at(Start elsewhere) {
    return new Removal(types, proof, left, elsewhere, edits);
  }

  /** The same, with another change. */
  Removal and(Edit edit) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(edit);
    return new Removal(types, proof, left, start, List.copyOf(more));
  }

  /** Whether AWS keeps the resources as long as others name them: Terraform deletes first. */
  boolean named() {
    return left == Left.NULL || !edits.isEmpty();
  }

  boolean walked() {
    return proof.contains("/");
  }

  @Override
  public String toString() {
    return String.join(", ", types);
  }
}
