package dev.rehearsal.cloud.accessanalyzer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.pattern.OneOrMany;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A resource's policy, read for what it allows to those outside the account.
 *
 * <p>Statements are read one by one: an allow counts unless its conditions hold for the account's
 * own principals only, or denies take it back from everybody outside. AWS's own services count as
 * inside, as they do on AWS.
 */
final class TrustPolicy {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Condition keys that name accounts. */
  private static final Set<String> ACCOUNTS =
      Set.of(
          "aws:principalaccount",
          "aws:sourceaccount",
          "aws:sourceowner",
          "kms:calleraccount",
          "s3:dataaccesspointaccount");

  /** Condition keys that name principals or resources of an account. */
  private static final Set<String> ARNS =
      Set.of("aws:principalarn", "aws:sourcearn", "s3:dataaccesspointarn");

  /** With fixed values of these nobody in particular becomes somebody in particular. */
  private static final Set<String> NARROWING =
      Set.of(
          "aws:sourceip",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:vpcsourceip",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:userid");

  private final String arn;
  private final String account;
  private final List<JsonNode> statements;

  private TrustPolicy(JsonNode root, String arn, String account) {
    this.arn = arn;
    this.account = account;
    this.statements = OneOrMany.objects(root.path("Statement"));
  }

  /**
   * What a policy opens.
   *
   * @param arn the resource it belongs to
   * @param account whose principals are inside
   */
  static List<Opening> openings(String policy, String arn, String account) {
    try {
      return new TrustPolicy(JSON.readTree(policy), arn, account).openings();
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("The policy of " + arn + " is no JSON.", broken);
    }
  }

  private List<Opening> openings() {
    List<Opening> all = new ArrayList<>();
    for (JsonNode statement : statements) {
      if (!allows(statement) || !isAbout(statement) || isInsideOnly(statement.path("Condition"))) {
        continue;
      }
      List<String> actions =
          statement.has("NotAction") ? List.of("*") : OneOrMany.texts(statement.path("Action"));
      for (Map.Entry<String, String> who : outsiders(statement)) {
        List<String> left =
            actions.stream().filter(action -> !isDenied(who, action, statement)).toList();
        if (!left.isEmpty()) {
          all.add(
              new Opening(
                  Map.of(who.getKey(), who.getValue()),
                  left,
                  conditions(statement.path("Condition")),
                  who.getValue().equals("*") && !isNarrowed(statement.path("Condition")),
                  "POLICY"));
        }
      }
    }
    return all;
  }

  private static boolean allows(JsonNode statement) {
    return statement.path("Effect").asText().equals("Allow");
  }

  /** Whether a statement speaks of this resource, or of what is in it. */
  private boolean isAbout(JsonNode statement) {
    if (statement.has("NotResource")) {
      return OneOrMany.texts(statement.path("NotResource")).stream()
          .noneMatch(one -> covers(one, arn));
    }
    // What roles trust names no resource: it is the role's own.
    return !statement.has("Resource")
        || OneOrMany.texts(statement.path("Resource")).stream()
            .anyMatch(
                one ->
                    covers(one, arn)
                        || covers(one.replaceFirst("/.*$", ""), arn)
                        || one.startsWith(arn + "/")
                        || one.startsWith(arn + ":"));
  }

  /** The principals that are not of this account. */
  private List<Map.Entry<String, String>> outsiders(JsonNode statement) {
    JsonNode principal = statement.path("Principal");
    if (statement.has("NotPrincipal") || principal.isTextual()) {
      return List.of(Map.entry("AWS", "*"));
    }
    return principals(principal).filter(this::isOutside).map(TrustPolicy::shown).toList();
  }

  private static Stream<Map.Entry<String, String>> principals(JsonNode node) {
    return node.properties().stream()
        .flatMap(
            kind ->
                OneOrMany.texts(kind.getValue()).stream()
                    .map(each -> Map.entry(kind.getKey(), each)));
  }

  private boolean isOutside(Map.Entry<String, String> principal) {
    String value = principal.getValue();
    return switch (principal.getKey()) {
      case "AWS" -> value.equals("*") || (isAccount(accountOf(value)) && !isOwn(accountOf(value)));
      case "Federated", "CanonicalUser" -> true;
      default -> false;
    };
  }

  /** As findings show it: an account by its number. */
  private static Map.Entry<String, String> shown(Map.Entry<String, String> principal) {
    String value = principal.getValue();
    return value.endsWith(":root") ? Map.entry(principal.getKey(), accountOf(value)) : principal;
  }

  private boolean isDenied(Map.Entry<String, String> who, String action, JsonNode allowed) {
    return statements.stream()
        .filter(statement -> statement.path("Effect").asText().equals("Deny"))
        .anyMatch(
            deny ->
                isAgainst(deny, who)
                    && takesAction(deny, action)
                    && takesResources(deny, allowed)
                    && holdsForOutsiders(deny.path("Condition")));
  }

  private boolean isAgainst(JsonNode deny, Map.Entry<String, String> who) {
    if (deny.has("NotPrincipal")) {
      return principals(deny.path("NotPrincipal"))
          .noneMatch(
              spared ->
                  shown(spared).equals(who) || isOutside(spared) && who.getValue().equals("*"));
    }
    JsonNode principal = deny.path("Principal");
    return principal.isTextual()
        || principals(principal)
            .anyMatch(
                one ->
                    shown(one).equals(who)
                        || (one.getKey().equals("AWS") && one.getValue().equals("*")));
  }

  private static boolean takesAction(JsonNode deny, String action) {
    return deny.has("NotAction")
        ? OneOrMany.texts(deny.path("NotAction")).stream()
            .noneMatch(one -> covers(one, action) || covers(action, one))
        : OneOrMany.texts(deny.path("Action")).stream().anyMatch(one -> covers(one, action));
  }

  private static boolean takesResources(JsonNode deny, JsonNode allowed) {
    List<String> denied = OneOrMany.texts(deny.path("Resource"));
    if (allowed.has("NotResource")) {
      return denied.contains("*");
    }
    return OneOrMany.texts(allowed.path("Resource")).stream()
        .allMatch(each -> denied.stream().anyMatch(one -> covers(one, each)));
  }

  /** Whether conditions of a deny hold for whoever is not of this account. */
  private boolean holdsForOutsiders(JsonNode conditions) {
    return tests(conditions)
        .allMatch(
            test ->
                (test.operator().replace("IfExists", "").matches("(String|Arn)Not(Equals|Like).*")
                        && isOurs(test))
                    || (test.operator().startsWith("Bool")
                        && test.key().equals("aws:principalisawsservice")
                        && test.values().equals(List.of("false"))));
  }

  /** Whether conditions of an allow can hold for principals of this account only. */
  private boolean isInsideOnly(JsonNode conditions) {
    return tests(conditions).anyMatch(test -> test.isPositive() && isOurs(test));
  }

  private static boolean isNarrowed(JsonNode conditions) {
    return tests(conditions)
        .anyMatch(
            test ->
                test.isPositive()
                    && (NARROWING.contains(test.key())
                        || ACCOUNTS.contains(test.key())
                        || ARNS.contains(test.key()))
                    && test.values().stream()
                        .noneMatch(
                            value ->
                                value.endsWith("/0")
                                    || value.matches("[*?]*")
                                    || (ARNS.contains(test.key())
                                        && !isAccount(accountOf(value)))));
  }

  private boolean isOurs(Test test) {
    boolean accounts = ACCOUNTS.contains(test.key());
    return (accounts || ARNS.contains(test.key()))
        && test.values().stream().allMatch(value -> isOwn(accounts ? value : accountOf(value)));
  }

  /** One key of a condition with what it is compared to. */
  private record Test(String operator, String key, List<String> values) {

    /** A test that fails where the key is not there or has another value. */
    boolean isPositive() {
      return !operator.contains("Not")
          && !operator.endsWith("IfExists")
          && !operator.startsWith("ForAllValues")
          && !operator.equals("Null");
    }
  }

  private static Stream<Test> tests(JsonNode conditions) {
    return conditions.properties().stream()
        .flatMap(
            operator ->
                operator.getValue().properties().stream()
                    .map(
                        key ->
                            new Test(
                                operator.getKey(),
                                key.getKey().toLowerCase(Locale.ROOT),
                                OneOrMany.texts(key.getValue()))));
  }

  private static Map<String, String> conditions(JsonNode conditions) {
    Map<String, String> shown = new TreeMap<>();
    conditions.forEach(
        operator ->
            operator
                .properties()
                .forEach(
                    key ->
                        shown.merge(
                            key.getKey(),
                            OneOrMany.texts(key.getValue()).stream()
                                .collect(Collectors.joining(",")),
                            (one, other) -> one + "," + other)));
    return shown;
  }

  private boolean isOwn(String other) {
    return account.equals(other);
  }

  private static boolean isAccount(String text) {
    return text.matches("\\d{12}");
  }

  /** The account of an ARN; an account stands for itself. */
  private static String accountOf(String principal) {
    String[] parts = principal.split(":", 6);
    return parts.length > 4 ? parts[4] : principal;
  }

  /** Whether a pattern matches a text, or all that another pattern matches. */
  private static boolean covers(String pattern, String text) {
    String regex =
        Stream.of(pattern.split("(?<=[*?])|(?=[*?])"))
            .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(text)
        .matches();
  }
}
