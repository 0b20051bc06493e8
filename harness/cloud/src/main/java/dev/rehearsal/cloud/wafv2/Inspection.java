package dev.rehearsal.cloud.wafv2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.model.BlockAction;
import software.amazon.awssdk.services.wafv2.model.CustomHTTPHeader;
import software.amazon.awssdk.services.wafv2.model.CustomRequestHandling;
import software.amazon.awssdk.services.wafv2.model.CustomResponse;
import software.amazon.awssdk.services.wafv2.model.CustomResponseBody;
import software.amazon.awssdk.services.wafv2.model.ManagedRuleGroupStatement;
import software.amazon.awssdk.services.wafv2.model.RateBasedStatement;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.RuleAction;
import software.amazon.awssdk.services.wafv2.model.RuleActionOverride;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/** One request on its way through the rules of one web ACL. Used once, by one thread. */
final class Inspection {

  private final WebACL acl;
  private final WebRequest request;
  private final ToLongBiFunction<Rule, String> rates;
  private final String namespace;
  private final List<String> labels = new ArrayList<>();
  private final Map<String, String> inserted = new LinkedHashMap<>();
  private final List<Rule> counted = new ArrayList<>();
  private final List<Finding.InGroup> groups = new ArrayList<>();
  private final Statements statements;

  /**
   * @param rates counts the request under a rate-based rule and a key, and tells the rate
   */
  Inspection(WebACL acl, WebRequest request, IpSets sets, ToLongBiFunction<Rule, String> rates) {
    this.acl = acl;
    this.request = request;
    this.rates = rates;
    this.namespace = acl.labelNamespace();
    this.statements = new Statements(request, labels, sets);
  }

  Finding find() {
    List<Rule> rules = acl.rules().stream().sorted(Comparator.comparing(Rule::priority)).toList();
    for (Rule rule : rules) {
      Finding end = apply(rule);
      if (end != null) {
        return end;
      }
    }
    BlockAction block = acl.defaultAction().block();
    if (acl.defaultAction().allow() != null) {
      insert(acl.defaultAction().allow().customRequestHandling());
    }
    return end(null, block == null, block);
  }

  private @Nullable Finding apply(Rule rule) {
    ManagedRuleGroupStatement group = rule.statement().managedRuleGroupStatement();
    if (group != null) {
      return applyGroup(rule, group);
    }
    if (!matches(rule)) {
      return null;
    }
    rule.ruleLabels().forEach(label -> labels.add(namespace + label.name()));
    RuleAction action = rule.action();
    if (action.count() != null) {
      insert(action.count().customRequestHandling());
      counted.add(rule);
      return null;
    }
    if (action.allow() != null) {
      insert(action.allow().customRequestHandling());
    }
    return end(rule, action.block() == null, action.block());
  }

  private boolean matches(Rule rule) {
    RateBasedStatement rate = rule.statement().rateBasedStatement();
    if (rate == null) {
      return statements.match(rule.statement());
    }
    if (rate.scopeDownStatement() != null && !statements.match(rate.scopeDownStatement())) {
      return false;
    }
    String key = rate.aggregateKeyTypeAsString().equals("IP") ? request.address() : "";
    return rates.applyAsLong(rule, key) > rate.limit();
  }

  private @Nullable Finding applyGroup(Rule rule, ManagedRuleGroupStatement group) {
    if (group.scopeDownStatement() != null && !statements.match(group.scopeDownStatement())) {
      return null;
    }
    boolean countOnly = rule.overrideAction().count() != null;
    for (CoreRuleSet.ManagedRule managed : CoreRuleSet.RULES) {
      if (!managed.matches().test(request)) {
        continue;
      }
      labels.add(managed.label());
      RuleAction action = override(group, managed.name());
      if (action != null && action.count() != null) {
        groups.add(new Finding.InGroup(rule, managed.name(), "COUNT"));
        continue;
      }
      boolean allowed = action != null && action.allow() != null;
      groups.add(new Finding.InGroup(rule, managed.name(), allowed ? "ALLOW" : "BLOCK"));
      if (countOnly) {
        counted.add(rule);
        return null;
      }
      return end(rule, allowed, action == null ? null : action.block());
    }
    return null;
  }

  /** What the web ACL wants instead of a managed rule's own action; null where nothing. */
  private static @Nullable RuleAction override(ManagedRuleGroupStatement group, String name) {
    if (group.excludedRules().stream().anyMatch(rule -> rule.name().equals(name))) {
      return RuleAction.builder().count(count -> {}).build();
    }
    return group.ruleActionOverrides().stream()
        .filter(each -> each.name().equals(name))
        .map(RuleActionOverride::actionToUse)
        .findFirst()
        .orElse(null);
  }

  private void insert(@Nullable CustomRequestHandling handling) {
    if (handling != null) {
      handling
          .insertHeaders()
          .forEach(header -> inserted.put("x-amzn-waf-" + header.name(), header.value()));
    }
  }

  private Finding end(@Nullable Rule rule, boolean allowed, @Nullable BlockAction block) {
    return new Finding(
        new Verdict(
            allowed,
            rule == null ? "Default_Action" : rule.name(),
            List.copyOf(labels),
            Map.copyOf(inserted),
            allowed ? null : response(block == null ? null : block.customResponse())),
        rule,
        List.copyOf(counted),
        List.copyOf(groups));
  }

  private Verdict.Response response(@Nullable CustomResponse custom) {
    if (custom == null) {
      return new Verdict.Response(403, Map.of(), null, "");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (CustomHTTPHeader header : custom.responseHeaders()) {
      headers.put(header.name(), header.value());
    }
    CustomResponseBody body =
        custom.customResponseBodyKey() == null
            ? null
            : acl.customResponseBodies().get(custom.customResponseBodyKey());
    if (body == null) {
      return new Verdict.Response(custom.responseCode(), headers, null, "");
    }
    String type =
        switch (body.contentType()) {
          case APPLICATION_JSON -> "application/json";
          case TEXT_HTML -> "text/html";
          default -> "text/plain";
        };
    return new Verdict.Response(custom.responseCode(), headers, type, body.content());
  }
}
