package dev.rehearsal.gateway.iam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy.
 *
 * @param sid the statement's id, or {@code #n} by its place where it has none
 * @param effect what it decides
 * @param actions whom of the actions it is about
 * @param resources which resources; null in policies that belong to a resource and name none
 * @param principals who; null in identity policies
 * @param conditions all must hold
 */
public record Statement(
    String sid,
    Effect effect,
    Patterns actions,
    @Nullable Patterns resources,
    @Nullable Principals principals,
    List<Condition> conditions) {

  /** What a statement decides. */
  public enum Effect {
    ALLOW,
    DENY
  }

  /**
   * Patterns that must fit, or must not.
   *
   * @param values the patterns
   * @param negated whether this is a {@code Not…} element
   */
  public record Patterns(List<String> values, boolean negated) {}

  /**
   * Principals by type ({@code AWS}, {@code Service}, {@code Federated}, {@code CanonicalUser}); a
   * bare {@code *} is {@code AWS: *}.
   */
  public record Principals(Map<String, List<String>> values, boolean negated) {}

  /**
   * One key of a condition block.
   *
   * @param operator the operator as written, for example {@code ForAnyValue:StringLikeIfExists}
   * @param key the condition key as written
   * @param values the values as written, policy variables and all
   */
  public record Condition(String operator, String key, List<String> values) {}
}
