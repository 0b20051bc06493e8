package dev.rehearsal.cloud.wafv2;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.model.Rule;

/**
 * Everything that a web ACL found out about a request.
 *
 * @param verdict what was decided
 * @param terminating the rule that decided; null where the default action did
 * @param counted the rules that matched and only counted
 * @param groups what matched within rule groups
 */
record Finding(
    Verdict verdict, @Nullable Rule terminating, List<Rule> counted, List<InGroup> groups) {

  /**
   * A rule that matched within a rule group.
   *
   * @param rule the web ACL's rule that refers to the group
   * @param name the rule within it
   * @param action BLOCK, COUNT or ALLOW
   */
  record InGroup(Rule rule, String name, String action) {}

  String action() {
    return verdict.allowed() ? "ALLOW" : "BLOCK";
  }
}
