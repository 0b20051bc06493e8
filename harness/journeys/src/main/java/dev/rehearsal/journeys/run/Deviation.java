package dev.rehearsal.journeys.run;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the hops of a journey differ from those that were expected of it.
 *
 * @param missing what was expected and did not happen, in its order
 * @param unexpected the ids of hops that a closed chain has no place for
 */
public record Deviation(List<Missing> missing, Set<String> unexpected) {

  /** Nothing is known to differ. */
  public static final Deviation NONE = new Deviation(List.of(), Set.of());

  /**
   * A hop that did not happen.
   *
   * @param from who should have acted
   * @param to who should have been acted on
   * @param action the operation; empty where any would have done
   * @param after the id of the hop it should have followed; null where it is the last one
   */
  public record Missing(String from, String to, String action, @Nullable String after) {}
}
