package dev.rehearsal.cloud.wafv2;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The rules of {@code AWSManagedRulesCommonRuleSet} by their documented names, labels and
 * categories. AWS does not publish their patterns; these are the documented examples and what they
 * stand for.
 */
final class CoreRuleSet {

  static final String VENDOR = "AWS";
  static final String NAME = "AWSManagedRulesCommonRuleSet";
  static final String VERSION = "Version_1.0";
  static final String NAMESPACE = "awswaf:managed:aws:core-rule-set:";
  static final long CAPACITY = 700;

  /** A rule of the group. */
  record ManagedRule(String name, Predicate<WebRequest> matches) {

    /** The label, in full; its last part is the name with only the category in capitals. */
    String label() {
      int end = name.lastIndexOf('_');
      String where =
          switch (name.substring(end + 1)) {
            case "HEADER" -> "Header";
            case "QUERYSTRING" -> "QueryString";
            case "QUERYARGUMENTS" -> "QueryArguments";
            case "URIPATH" -> "URIPath";
            case "COOKIE" -> "Cookie";
            default -> "Body";
          };
      String what = name.substring(0, end).replace("UserAgent_BadBots", "BadBots");
      return NAMESPACE + what + "_" + where;
    }
  }

  private static final Pattern BOTS =
      Pattern.compile(
          "nessus|nmap|nikto|sqlmap|masscan|acunetix|dirbuster|gobuster|wpscan|openvas");
  private static final Pattern METADATA =
      Pattern.compile("169\\.254\\.169\\.254|fd00:ec2::254|/latest/meta-data|/latest/api/token");
  private static final Pattern TRAVERSAL =
      Pattern.compile(
          "\\.\\./|\\.\\.\\\\|/\\.\\.$|/etc/(?:passwd|shadow|hosts)\\b|/proc/self/|\\bc:\\\\windows\\b");
  private static final Pattern EXTENSION =
      Pattern.compile(
          "\\.(?:log|ini|conf|cfg|bak|backup|sql|config|key|pem|env|htaccess|htpasswd|git|svn|dll|sys)$");
  private static final Pattern REMOTE =
      Pattern.compile(
          "\\b(?:https?|ftps?|file|gopher|php|phar)://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|(?:input|filter|/))");

  static final List<ManagedRule> RULES = rules();

  private CoreRuleSet() {}

  private static List<ManagedRule> rules() {
    List<ManagedRule> rules = new ArrayList<>();
    rules.add(
        new ManagedRule(
            "NoUserAgent_HEADER",
            request -> request.headers().first("user-agent").orElse("").isBlank()));
    rules.add(
        new ManagedRule(
            "UserAgent_BadBots_HEADER",
            request -> finds(BOTS, request.headers().first("user-agent").orElse(""))));
    rules.add(
        new ManagedRule(
            "SizeRestrictions_QUERYSTRING", request -> request.query().length() > 2048));
    rules.add(
        new ManagedRule(
            "SizeRestrictions_Cookie_HEADER",
            request -> String.join("; ", request.headers().all("cookie")).length() > 10_240));
    rules.add(new ManagedRule("SizeRestrictions_BODY", request -> request.body().length > 8_192));
    rules.add(
        new ManagedRule("SizeRestrictions_URIPATH", request -> request.path().length() > 1_024));
    everywhere(rules, "EC2MetaDataSSRF", text -> finds(METADATA, text));
    rules.add(rule("GenericLFI_QUERYARGUMENTS", CoreRuleSet::arguments, t -> finds(TRAVERSAL, t)));
    rules.add(rule("GenericLFI_URIPATH", CoreRuleSet::path, t -> finds(TRAVERSAL, t)));
    rules.add(rule("GenericLFI_BODY", CoreRuleSet::body, t -> finds(TRAVERSAL, t)));
    rules.add(
        rule("RestrictedExtensions_URIPATH", CoreRuleSet::path, text -> finds(EXTENSION, text)));
    rules.add(
        rule(
            "RestrictedExtensions_QUERYARGUMENTS",
            CoreRuleSet::arguments,
            text -> finds(EXTENSION, text)));
    rules.add(rule("GenericRFI_QUERYARGUMENTS", CoreRuleSet::arguments, t -> finds(REMOTE, t)));
    rules.add(rule("GenericRFI_BODY", CoreRuleSet::body, text -> finds(REMOTE, text)));
    rules.add(rule("GenericRFI_URIPATH", CoreRuleSet::path, text -> finds(REMOTE, text)));
    everywhere(rules, "CrossSiteScripting", Injections::script);
    return List.copyOf(rules);
  }

  /** The four rules of a category: cookie, query arguments, body, path. */
  private static void everywhere(List<ManagedRule> rules, String what, Predicate<String> bad) {
    rules.add(rule(what + "_COOKIE", request -> request.headers().all("cookie"), bad));
    rules.add(rule(what + "_QUERYARGUMENTS", CoreRuleSet::arguments, bad));
    rules.add(rule(what + "_BODY", CoreRuleSet::body, bad));
    rules.add(rule(what + "_URIPATH", CoreRuleSet::path, bad));
  }

  private static ManagedRule rule(
      String name, Function<WebRequest, List<String>> parts, Predicate<String> bad) {
    return new ManagedRule(name, request -> parts.apply(request).stream().anyMatch(bad));
  }

  private static List<String> arguments(WebRequest request) {
    return Fields.arguments(request).stream().map(Transformations::urlDecode).toList();
  }

  private static List<String> path(WebRequest request) {
    return List.of(Transformations.urlDecode(request.path()));
  }

  private static List<String> body(WebRequest request) {
    return request.body().length == 0 ? List.of() : List.of(Fields.body(request));
  }

  private static boolean finds(Pattern pattern, String text) {
    return pattern.matcher(text.toLowerCase(Locale.ROOT)).find();
  }

  /** A rule by name. */
  static Optional<ManagedRule> find(String name) {
    return RULES.stream().filter(rule -> rule.name().equals(name)).findFirst();
  }
}
