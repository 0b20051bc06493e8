package dev.rehearsal.cloud.wafv2;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.model.BlockAction;
import software.amazon.awssdk.services.wafv2.model.CustomResponseBody;
import software.amazon.awssdk.services.wafv2.model.FieldToMatch;
import software.amazon.awssdk.services.wafv2.model.ManagedRuleGroupStatement;
import software.amazon.awssdk.services.wafv2.model.RateBasedStatement;
import software.amazon.awssdk.services.wafv2.model.RateBasedStatementAggregateKeyType;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.RuleAction;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.TextTransformation;

/** What WAF demands of rules, what it can't do here, and what rules cost in capacity units. */
final class RuleChecks {

  private static final Set<Long> WINDOWS = Set.of(60L, 120L, 300L, 600L);

  private final IpSets sets;
  private final Scope scope;
  private final Map<String, CustomResponseBody> bodies;

  /**
   * @param scope what the rules stand in: they refer to IP sets of the same
   */
  RuleChecks(IpSets sets, Map<String, CustomResponseBody> bodies, Scope scope) {
    this.scope = scope;
    this.sets = sets;
    this.bodies = bodies;
  }

  /** Checks rules and answers their capacity. */
  long capacity(List<Rule> rules) {
    Set<String> names = new HashSet<>();
    Set<Integer> priorities = new HashSet<>();
    long capacity = 0;
    for (Rule rule : rules) {
      if (!names.add(rule.name()) || !priorities.add(rule.priority())) {
        throw WafErrors.duplicate();
      }
      if (rule.statement() == null || rule.visibilityConfig() == null) {
        throw WafErrors.invalid("RULE", rule.name() + " needs Statement and VisibilityConfig");
      }
      boolean group = rule.statement().managedRuleGroupStatement() != null;
      if (group ? rule.overrideAction() == null : rule.action() == null) {
        throw WafErrors.invalid(
            "RULE",
            rule.name()
                + (group ? " refers to a rule group: it needs OverrideAction" : " needs Action"));
      }
      if (rule.action() != null) {
        action(rule.action());
      }
      capacity += rule(rule.statement());
    }
    return capacity;
  }

  void blocks(@Nullable BlockAction block) {
    if (block == null || block.customResponse() == null) {
      return;
    }
    String key = block.customResponse().customResponseBodyKey();
    if (key != null && !bodies.containsKey(key)) {
      throw WafErrors.invalid(
          "CUSTOM_RESPONSE_BODY_KEY", "There is no custom response body " + key);
    }
  }

  private void action(RuleAction action) {
    if (action.captcha() != null || action.challenge() != null) {
      throw WafErrors.notHere("CAPTCHA and Challenge");
    }
    blocks(action.block());
  }

  private long rule(Statement statement) {
    if (statement.managedRuleGroupStatement() != null) {
      return group(statement.managedRuleGroupStatement());
    } else if (statement.rateBasedStatement() != null) {
      return rate(statement.rateBasedStatement());
    }
    return nested(statement);
  }

  private long group(ManagedRuleGroupStatement group) {
    if (!CoreRuleSet.VENDOR.equals(group.vendorName()) || !CoreRuleSet.NAME.equals(group.name())) {
      throw WafErrors.notHere(
          "the managed rule group "
              + group.vendorName()
              + "/"
              + group.name()
              + "; it has "
              + CoreRuleSet.NAME);
    }
    group
        .ruleActionOverrides()
        .forEach(
            override -> {
              if (CoreRuleSet.find(override.name()).isEmpty()) {
                throw WafErrors.invalid("RULE_ACTION_OVERRIDE", "No such rule: " + override.name());
              }
              action(override.actionToUse());
            });
    if (group.scopeDownStatement() != null) {
      nested(group.scopeDownStatement());
    }
    return CoreRuleSet.CAPACITY;
  }

  private long rate(RateBasedStatement rate) {
    if (rate.aggregateKeyType() != RateBasedStatementAggregateKeyType.IP
        && rate.aggregateKeyType() != RateBasedStatementAggregateKeyType.CONSTANT) {
      throw WafErrors.notHere("rates by anything but IP and CONSTANT");
    }
    if (rate.limit() == null || rate.limit() < 10 || rate.limit() > 2_000_000_000L) {
      throw WafErrors.invalid("RATE_BASED_STATEMENT_LIMIT", "A limit is 10 to 2,000,000,000");
    }
    if (!WINDOWS.contains(window(rate))) {
      throw WafErrors.invalid("EVALUATION_WINDOW", "Windows are 60, 120, 300 and 600 seconds");
    }
    boolean constant = rate.aggregateKeyType() == RateBasedStatementAggregateKeyType.CONSTANT;
    if (constant && rate.scopeDownStatement() == null) {
      throw WafErrors.invalid("SCOPE_DOWN", "A rate of all requests needs a scope-down statement");
    }
    return 2 + (rate.scopeDownStatement() == null ? 0 : nested(rate.scopeDownStatement()));
  }

  /** The window of a rate-based rule in seconds; five minutes where none is said. */
  static long window(RateBasedStatement rate) {
    return Objects.requireNonNullElse(rate.evaluationWindowSec(), 300L);
  }

  private long nested(Statement statement) {
    if (statement.andStatement() != null) {
      return all(statement.andStatement().statements());
    } else if (statement.orStatement() != null) {
      return all(statement.orStatement().statements());
    } else if (statement.notStatement() != null) {
      return nested(statement.notStatement().statement());
    } else if (statement.ipSetReferenceStatement() != null) {
      var reference = statement.ipSetReferenceStatement();
      if (reference.ipSetForwardedIPConfig() != null) {
        throw WafErrors.notHere("IP sets for forwarded addresses");
      }
      if (!IpSetOperations.isIn(scope, sets.byArn(reference.arn()).arn())) {
        throw WafErrors.missing();
      }
      return 1;
    } else if (statement.labelMatchStatement() != null) {
      return 1;
    } else if (statement.sqliMatchStatement() != null) {
      var sqli = statement.sqliMatchStatement();
      long base = "HIGH".equals(sqli.sensitivityLevelAsString()) ? 30 : 20;
      return field(base, sqli.fieldToMatch(), sqli.textTransformations());
    } else if (statement.xssMatchStatement() != null) {
      var xss = statement.xssMatchStatement();
      return field(40, xss.fieldToMatch(), xss.textTransformations());
    } else if (statement.byteMatchStatement() != null) {
      var bytes = statement.byteMatchStatement();
      if (bytes.searchString() == null || bytes.positionalConstraint() == null) {
        throw WafErrors.invalid("BYTE_MATCH", "SearchString and PositionalConstraint are required");
      }
      return field(2, bytes.fieldToMatch(), bytes.textTransformations());
    } else if (statement.regexMatchStatement() != null) {
      var regex = statement.regexMatchStatement();
      pattern(regex.regexString());
      return field(3, regex.fieldToMatch(), regex.textTransformations());
    } else if (statement.sizeConstraintStatement() != null) {
      var size = statement.sizeConstraintStatement();
      return field(1, size.fieldToMatch(), size.textTransformations());
    }
    throw WafErrors.notHere("the statement " + statement);
  }

  private long all(List<Statement> statements) {
    if (statements.size() < 2) {
      throw WafErrors.invalid("STATEMENT", "And and Or combine at least two statements");
    }
    return statements.stream().mapToLong(this::nested).sum();
  }

  private static void pattern(String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException broken) {
      throw WafErrors.invalid("REGEX_STRING", broken.getDescription());
    }
  }

  private static long field(
      long base, FieldToMatch field, List<TextTransformation> transformations) {
    Fields.check(field);
    if (transformations.isEmpty()) {
      throw WafErrors.invalid("TEXT_TRANSFORMATION", "A statement needs a text transformation");
    }
    for (TextTransformation each : transformations) {
      if (!Transformations.SERVED.contains(each.type())) {
        throw WafErrors.notHere("the text transformation " + each.typeAsString());
      }
    }
    long changes =
        transformations.stream().filter(each -> !each.typeAsString().equals("NONE")).count();
    long extra = field.allQueryArguments() != null ? 10 : 0;
    return (field.jsonBody() != null ? 2 * base : base) + extra + 10 * changes;
  }
}
