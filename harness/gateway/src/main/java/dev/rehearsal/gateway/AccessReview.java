package dev.rehearsal.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.iam.IdentityPolicies;
import dev.rehearsal.cloud.pattern.OneOrMany;
import dev.rehearsal.gateway.iam.Wildcards;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * What roles are allowed, and what of it they used. Conditions are not weighed: an action that a
 * statement allows under one condition counts as used whatever condition it was used under.
 *
 * @param roles the roles that hold a policy, by name
 */
public record AccessReview(List<Reviewed> roles) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Something that a role's session asked for.
   *
   * @param refused why it was refused; empty where it was allowed
   */
  public record Use(String role, String action, String resource, String refused) {

    @JsonIgnore
    boolean allowed() {
      return refused.isEmpty();
    }
  }

  /**
   * An action or a resource of a statement.
   *
   * @param pattern as the policy writes it
   */
  public record Part(String pattern, boolean used) {}

  /**
   * A statement that allows something.
   *
   * @param policy the policy's name
   * @param sid the statement's id, or {@code #n} by its place
   * @param except whether it allows everything but its resources
   * @param condition its condition block, as JSON; an empty object where it has none
   */
  public record Grant(
      String policy,
      String sid,
      List<Part> actions,
      List<Part> resources,
      boolean except,
      JsonNode condition) {

    /** The parts that were never used. */
    public List<String> unused() {
      List<String> unused = new ArrayList<>();
      actions.stream().filter(part -> !part.used()).forEach(part -> unused.add(part.pattern()));
      resources.stream()
          .filter(part -> !part.used() && !except)
          .forEach(part -> unused.add("on " + part.pattern()));
      return unused;
    }
  }

  /**
   * A role's statements, and what it was refused.
   *
   * @param name the role's name
   * @param grants the statements of the account's own policies
   * @param managed the names of the policies that AWS manages: the account can't narrow them
   */
  public record Reviewed(String name, List<Grant> grants, List<String> managed, List<Use> denied) {}

  /** Reviews the roles of an account that are the account's own. */
  public static AccessReview of(Iam iam, Collection<Use> uses) {
    List<Reviewed> reviewed = new ArrayList<>();
    for (Role role : iam.listRolesPaginator().roles()) {
      if (role.path().startsWith("/aws-service-role/")) {
        continue;
      }
      List<Use> own = uses.stream().filter(use -> use.role().equals(role.roleName())).toList();
      List<IdentityPolicies.Policy> held =
          iam.role(role.roleName()).stream().flatMap(each -> each.policies().stream()).toList();
      List<String> managed =
          held.stream()
              .filter(AccessReview::isManagedByAws)
              .map(IdentityPolicies.Policy::name)
              .toList();
      List<Grant> grants =
          held.stream()
              .filter(policy -> !isManagedByAws(policy))
              .flatMap(policy -> grants(policy, own).stream())
              .toList();
      if (!held.isEmpty()) {
        List<Use> denied = own.stream().filter(use -> !use.allowed()).toList();
        reviewed.add(new Reviewed(role.roleName(), grants, managed, denied));
      }
    }
    reviewed.sort(Comparator.comparing(Reviewed::name));
    return new AccessReview(List.copyOf(reviewed));
  }

  private static boolean isManagedByAws(IdentityPolicies.Policy policy) {
    return policy.arn() != null && policy.arn().startsWith("arn:aws:iam::aws:policy/");
  }

  private static List<Grant> grants(IdentityPolicies.Policy policy, List<Use> uses) {
    JsonNode statements;
    try {
      statements = JSON.readTree(policy.document()).path("Statement");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(policy.name() + " is no JSON.", impossible);
    }
    List<Grant> grants = new ArrayList<>();
    int place = 0;
    for (JsonNode each : statements.isArray() ? statements : List.of(statements)) {
      place++;
      // What allows all but some actions can't be narrowed by what was used: write the actions out.
      if (each.path("Effect").asText().equals("Allow")) {
        grants.add(grant(policy.name(), each, place, uses));
      }
    }
    return grants;
  }

  private static Grant grant(String policy, JsonNode statement, int place, List<Use> uses) {
    boolean except = statement.has("NotResource");
    List<String> actions =
        statement.has("NotAction") ? List.of("*") : OneOrMany.texts(statement.path("Action"));
    List<String> resources = OneOrMany.texts(statement.path(except ? "NotResource" : "Resource"));
    List<Use> within =
        uses.stream()
            .filter(Use::allowed)
            .filter(use -> any(actions, action -> acts(action, use)))
            .filter(use -> any(resources, resource -> isOn(resource, use)) != except)
            .toList();
    return new Grant(
        policy,
        statement.path("Sid").asText("#" + place),
        parts(actions, action -> within.stream().anyMatch(use -> acts(action, use))),
        parts(
            resources, resource -> except || within.stream().anyMatch(use -> isOn(resource, use))),
        except,
        statement.path("Condition").isObject()
            ? statement.path("Condition")
            : JSON.createObjectNode());
  }

  private static boolean any(List<String> patterns, Predicate<String> fits) {
    return patterns.stream().anyMatch(fits);
  }

  private static boolean acts(String pattern, Use use) {
    return Wildcards.matchesIgnoringCase(pattern, use.action());
  }

  private static boolean isOn(String pattern, Use use) {
    return Wildcards.matchesResource(pattern, use.resource());
  }

  private static List<Part> parts(List<String> patterns, Predicate<String> used) {
    return patterns.stream().map(each -> new Part(each, used.test(each))).toList();
  }

  /** Everything that is allowed and was never used, a line each. */
  public List<String> unused() {
    List<String> lines = new ArrayList<>();
    for (Reviewed role : roles) {
      for (Grant grant : role.grants()) {
        for (String part : grant.unused()) {
          lines.add(role.name() + ": " + grant.sid() + ": " + part);
        }
      }
    }
    return lines;
  }

  /** The names of the roles that hold what they never used. */
  public Set<String> wide() {
    Set<String> names = new java.util.TreeSet<>();
    for (Reviewed role : roles) {
      if (role.grants().stream().anyMatch(grant -> !grant.unused().isEmpty())) {
        names.add(role.name());
      }
    }
    return names;
  }
}
