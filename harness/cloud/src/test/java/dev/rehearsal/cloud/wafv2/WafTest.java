package dev.rehearsal.cloud.wafv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.http.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.IPAddressVersion;
import software.amazon.awssdk.services.wafv2.model.IPSetSummary;
import software.amazon.awssdk.services.wafv2.model.LabelMatchScope;
import software.amazon.awssdk.services.wafv2.model.ResourceType;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.TextTransformation;
import software.amazon.awssdk.services.wafv2.model.WafAssociatedItemException;
import software.amazon.awssdk.services.wafv2.model.WafInvalidParameterException;
import software.amazon.awssdk.services.wafv2.model.WafNonexistentItemException;
import software.amazon.awssdk.services.wafv2.model.WafOptimisticLockException;
import software.amazon.awssdk.services.wafv2.model.WebACL;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

class WafTest {

  private static final Caller ROOT = new Caller.Root("000000000000", null);

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private Cloud cloud;
  private Wafv2Client waf;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    waf = cloud.client(Wafv2Client.class, ROOT, "us-east-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1' OR '1'='1",
        "mug' or 1=1 --",
        "1 OR 1=1",
        "x' UNION SELECT password FROM users--",
        "1; DROP TABLE orders",
        "1'; select pg_sleep(5)--",
        "' || (select version())--",
        "1 AND SLEEP(5)"
      })
  void sqlInjectionIsFound(String text) {
    assertTrue(Injections.sql(text, true), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "men's socks",
        "O'Brien's mug",
        "salt and pepper",
        "black or white",
        "select comfort pillow",
        "union jack mug",
        "table lamp; brass",
        "drop earrings",
        "1=1"
      })
  void whatCustomersSearchForIsNoSqlInjection(String text) {
    assertFalse(Injections.sql(text, true), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil>",
        "<img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "javascript:alert(1)",
        "<svg/onload=alert(1)>",
        "<iframe src='x'>"
      })
  void scriptIsFound(String text) {
    assertTrue(Injections.script(text), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mug < 10 EUR", "a <3 b", "online", "scripture", "description: one=two"})
  void whatCustomersSearchForIsNoScript(String text) {
    assertFalse(Injections.script(text), text);
  }

  @Test
  void rulesApplyInOrderOfPriorityAndTheFirstThatBlocksEnds() {
    String arn =
        acl(
            rule("sql", 2, r -> r.action(a -> a.block(b -> {})).statement(sqli())),
            rule("count", 1, r -> r.action(a -> a.count(c -> {})).statement(sqli())));
    Verdict verdict = decide(arn, "q=1%27%20or%20%271%27%3D%271", "198.51.100.1");
    assertFalse(verdict.allowed());
    assertEquals("sql", verdict.rule());
    assertEquals(403, status(verdict));
    assertEquals(1, sum("CountedRequests", "count"));
    assertEquals(1, sum("BlockedRequests", "sql"));
    assertEquals(1, sum("BlockedRequests", "ALL"));
    assertTrue(decide(arn, "q=mug", "198.51.100.1").allowed());
    assertEquals(1, sum("AllowedRequests", "ALL"));
  }

  @Test
  void addressesOfAnIpSetAreBlockedFromTheMomentTheyAreAdded() {
    IPSetSummary set = ipSet("203.0.113.0/24");
    String arn = acl(rule("set", 1, r -> r.action(a -> a.block(b -> {})).statement(in(set))));
    assertFalse(decide(arn, "", "203.0.113.77").allowed());
    assertTrue(decide(arn, "", "198.51.100.1").allowed());
    waf.updateIPSet(
        update ->
            update
                .scope(Scope.CLOUDFRONT)
                .id(set.id())
                .name(set.name())
                .lockToken(set.lockToken())
                .addresses("198.51.100.1/32"));
    assertFalse(decide(arn, "", "198.51.100.1").allowed());
    assertTrue(decide(arn, "", "203.0.113.77").allowed());
    assertThrows(
        WafOptimisticLockException.class,
        () ->
            waf.updateIPSet(
                update ->
                    update
                        .scope(Scope.CLOUDFRONT)
                        .id(set.id())
                        .name(set.name())
                        .lockToken(set.lockToken())
                        .addresses(List.of())));
    assertThrows(
        WafAssociatedItemException.class,
        () ->
            waf.deleteIPSet(
                delete ->
                    delete
                        .scope(Scope.CLOUDFRONT)
                        .id(set.id())
                        .name(set.name())
                        .lockToken(
                            waf.listIPSets(list -> list.scope(Scope.CLOUDFRONT))
                                .ipSets()
                                .get(0)
                                .lockToken())));
  }

  @Test
  void rateIsLimitedForEachAddressUntilTheWindowHasPassed() {
    String arn =
        acl(
            rule(
                "rate",
                1,
                r ->
                    r.action(a -> a.block(b -> b.customResponse(c -> c.responseCode(429))))
                        .statement(
                            s ->
                                s.rateBasedStatement(
                                    rate ->
                                        rate.limit(10L)
                                            .evaluationWindowSec(60L)
                                            .aggregateKeyType("IP")))));
    for (int i = 0; i < 10; i++) {
      assertTrue(decide(arn, "", "198.51.100.1").allowed());
    }
    assertEquals(429, status(decide(arn, "", "198.51.100.1")));
    assertTrue(decide(arn, "", "198.51.100.2").allowed());
    var over =
        waf.getRateBasedStatementManagedKeys(
            get ->
                get.scope(Scope.CLOUDFRONT)
                    .webACLName("shop")
                    .webACLId(arn.substring(arn.lastIndexOf('/') + 1))
                    .ruleName("rate"));
    assertEquals(List.of("198.51.100.1/32"), over.managedKeysIPV4().addresses());
    clock.move(Duration.ofSeconds(70));
    assertTrue(decide(arn, "", "198.51.100.1").allowed());
  }

  @Test
  void managedRulesLabelAndALaterRuleSeesTheLabel() {
    String arn =
        acl(
            rule(
                "core",
                1,
                r ->
                    r.overrideAction(o -> o.count(c -> {}))
                        .statement(
                            s ->
                                s.managedRuleGroupStatement(
                                    g ->
                                        g.vendorName("AWS").name("AWSManagedRulesCommonRuleSet")))),
            rule(
                "traversal",
                2,
                r ->
                    r.action(a -> a.block(b -> {}))
                        .statement(
                            s ->
                                s.labelMatchStatement(
                                    l ->
                                        l.scope(LabelMatchScope.LABEL)
                                            .key(
                                                "awswaf:managed:aws:core-rule-set:GenericLFI_QueryArguments")))));
    Verdict verdict = decide(arn, "file=..%2F..%2Fetc%2Fpasswd", "198.51.100.1");
    assertEquals("traversal", verdict.rule());
    assertEquals(
        List.of("awswaf:managed:aws:core-rule-set:GenericLFI_QueryArguments"), verdict.labels());
  }

  @Test
  void everyDocumentedRuleOfTheCoreRuleSetHasItsLabel() {
    var described =
        waf.describeManagedRuleGroup(
            d -> d.scope(Scope.CLOUDFRONT).vendorName("AWS").name("AWSManagedRulesCommonRuleSet"));
    List<String> labels = new ArrayList<>();
    described.availableLabels().forEach(label -> labels.add(label.name()));
    assertEquals(22, labels.size());
    assertTrue(labels.contains("awswaf:managed:aws:core-rule-set:BadBots_Header"));
    assertTrue(labels.contains("awswaf:managed:aws:core-rule-set:SizeRestrictions_Cookie_Header"));
    assertTrue(labels.contains("awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body"));
    assertTrue(labels.contains("awswaf:managed:aws:core-rule-set:EC2MetaDataSSRF_URIPath"));
  }

  @Test
  void samplesShowWhoWasBlocked() {
    String arn = acl(rule("sql", 1, r -> r.action(a -> a.block(b -> {})).statement(sqli())));
    decide(arn, "q=1%27%20or%20%271%27%3D%271", "198.51.100.9");
    var samples =
        waf.getSampledRequests(
            get ->
                get.scope(Scope.CLOUDFRONT)
                    .webAclArn(arn)
                    .ruleMetricName("sql")
                    .maxItems(10L)
                    .timeWindow(
                        w ->
                            w.startTime(clock.instant().minusSeconds(60))
                                .endTime(clock.instant().plusSeconds(1))));
    assertEquals(1, samples.populationSize());
    assertEquals("198.51.100.9", samples.sampledRequests().get(0).request().clientIP());
    assertEquals("BLOCK", samples.sampledRequests().get(0).action());
  }

  @Test
  void whatTheFilterKeepsArrivesInTheLogGroup() {
    String arn = acl(rule("sql", 1, r -> r.action(a -> a.block(b -> {})).statement(sqli())));
    CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.class, ROOT, "us-east-1");
    logs.createLogGroup(create -> create.logGroupName("aws-waf-logs-shop"));
    waf.putLoggingConfiguration(
        put ->
            put.loggingConfiguration(
                l ->
                    l.resourceArn(arn)
                        .logDestinationConfigs(
                            "arn:aws:logs:us-east-1:000000000000:log-group:aws-waf-logs-shop")
                        .redactedFields(f -> f.singleHeader(h -> h.name("authorization")))
                        .loggingFilter(
                            f ->
                                f.defaultBehavior("DROP")
                                    .filters(
                                        one ->
                                            one.behavior("KEEP")
                                                .requirement("MEETS_ANY")
                                                .conditions(
                                                    c ->
                                                        c.actionCondition(
                                                            a -> a.action("BLOCK")))))));
    decide(arn, "q=mug", "198.51.100.1");
    decide(arn, "q=1%27%20or%20%271%27%3D%271", "198.51.100.9");
    Awaitility.await()
        .untilAsserted(
            () -> {
              var events =
                  logs.filterLogEvents(filter -> filter.logGroupName("aws-waf-logs-shop")).events();
              assertEquals(1, events.size());
              String line = events.get(0).message();
              assertTrue(line.contains("\"terminatingRuleId\":\"sql\""), line);
              assertTrue(line.contains("\"clientIp\":\"198.51.100.9\""), line);
              assertFalse(line.contains("Bearer"), line);
            });
  }

  @Test
  void regionalOnesAreKeptBesideCloudFronts() {
    acl();
    ipSet("198.51.100.0/24");
    Wafv2Client ireland = cloud.client(Wafv2Client.class, ROOT, "eu-west-1");
    IPSetSummary set =
        ireland
            .createIPSet(
                create ->
                    create
                        .scope(Scope.REGIONAL)
                        .name("blocked")
                        .ipAddressVersion(IPAddressVersion.IPV4)
                        .addresses("203.0.113.0/24"))
            .summary();
    String acl =
        regional(ireland, rule("in", 1, r -> r.action(a -> a.block(b -> {})).statement(in(set))));
    assertTrue(acl.startsWith("arn:aws:wafv2:eu-west-1:000000000000:regional/webacl/pool/"), acl);
    assertEquals(
        List.of(acl),
        ireland.listWebACLs(list -> list.scope(Scope.REGIONAL)).webACLs().stream()
            .map(WebACLSummary::arn)
            .toList());
    assertEquals(List.of(), waf.listWebACLs(list -> list.scope(Scope.REGIONAL)).webACLs());
    assertEquals(1, waf.listWebACLs(list -> list.scope(Scope.CLOUDFRONT)).webACLs().size());
    assertEquals(1, ireland.listIPSets(list -> list.scope(Scope.REGIONAL)).ipSets().size());
    assertThrows(
        WafInvalidParameterException.class,
        () -> ireland.listIPSets(list -> list.scope(Scope.CLOUDFRONT)));
  }

  @Test
  void rulesReferToSetsOfTheirOwnScope() {
    IPSetSummary edges = ipSet("198.51.100.0/24");
    assertThrows(
        WafNonexistentItemException.class,
        () ->
            regional(
                waf, rule("in", 1, r -> r.action(a -> a.block(b -> {})).statement(in(edges)))));
  }

  @Test
  void regionalAclStandsBeforeAUserPoolAndBeforeNoHttpApi() {
    String acl = regional(waf);
    String edges = acl();
    CognitoIdentityProviderClient pools =
        cloud.client(CognitoIdentityProviderClient.class, ROOT, "us-east-1");
    UserPoolType pool = pools.createUserPool(create -> create.poolName("people")).userPool();
    waf.associateWebACL(associate -> associate.webACLArn(acl).resourceArn(pool.arn()));
    assertEquals(acl, waf.getWebACLForResource(get -> get.resourceArn(pool.arn())).webACL().arn());
    assertEquals(
        List.of(pool.arn()),
        waf.listResourcesForWebACL(
                list -> list.webACLArn(acl).resourceType(ResourceType.COGNITO_USER_POOL))
            .resourceArns());
    WebACL whole = waf.getWebACL(get -> get.arn(acl)).webACL();
    String lock = waf.getWebACL(get -> get.arn(acl)).lockToken();
    assertThrows(
        WafAssociatedItemException.class,
        () ->
            waf.deleteWebACL(
                delete ->
                    delete
                        .scope(Scope.REGIONAL)
                        .id(whole.id())
                        .name(whole.name())
                        .lockToken(lock)));
    WafInvalidParameterException http =
        assertThrows(
            WafInvalidParameterException.class,
            () ->
                waf.associateWebACL(
                    associate ->
                        associate
                            .webACLArn(acl)
                            .resourceArn("arn:aws:apigateway:us-east-1::/apis/a1b2/stages/api")));
    assertTrue(String.valueOf(http.getMessage()).contains("field: RESOURCE_ARN"), http::getMessage);
    assertThrows(
        WafNonexistentItemException.class,
        () ->
            waf.associateWebACL(
                associate ->
                    associate
                        .webACLArn(acl)
                        .resourceArn("arn:aws:apigateway:us-east-1::/restapis/a/stages/b")));
    assertThrows(
        WafInvalidParameterException.class,
        () -> waf.associateWebACL(a -> a.webACLArn(edges).resourceArn(pool.arn())));
    waf.disassociateWebACL(d -> d.resourceArn(pool.arn()));
    assertNull(waf.getWebACLForResource(get -> get.resourceArn(pool.arn())).webACL());
    waf.deleteWebACL(
        delete -> delete.scope(Scope.REGIONAL).id(whole.id()).name(whole.name()).lockToken(lock));
    assertEquals(List.of(), waf.listWebACLs(list -> list.scope(Scope.REGIONAL)).webACLs());
  }

  private static String regional(Wafv2Client client, Rule... rules) {
    return client
        .createWebACL(
            create ->
                create
                    .scope(Scope.REGIONAL)
                    .name("pool")
                    .defaultAction(d -> d.allow(a -> {}))
                    .rules(rules)
                    .visibilityConfig(
                        v ->
                            v.metricName("pool")
                                .cloudWatchMetricsEnabled(true)
                                .sampledRequestsEnabled(true)))
        .summary()
        .arn();
  }

  @Test
  void whatIsNotServedIsAnErrorThatNamesIt() {
    AwsServiceException captcha =
        assertThrows(
            AwsServiceException.class,
            () -> acl(rule("c", 1, r -> r.action(a -> a.captcha(c -> {})).statement(sqli()))));
    assertTrue(String.valueOf(captcha.getMessage()).contains("CAPTCHA"));
    AwsServiceException group =
        assertThrows(
            AwsServiceException.class,
            () ->
                acl(
                    rule(
                        "g",
                        1,
                        r ->
                            r.overrideAction(o -> o.none(n -> {}))
                                .statement(
                                    s ->
                                        s.managedRuleGroupStatement(
                                            m ->
                                                m.vendorName("AWS")
                                                    .name("AWSManagedRulesBotControlRuleSet"))))));
    assertTrue(String.valueOf(group.getMessage()).contains("AWSManagedRulesBotControlRuleSet"));
  }

  private static int status(Verdict verdict) {
    return Objects.requireNonNull(verdict.response()).status();
  }

  private IPSetSummary ipSet(String... addresses) {
    return waf.createIPSet(
            create ->
                create
                    .scope(Scope.CLOUDFRONT)
                    .name("blocked")
                    .ipAddressVersion(IPAddressVersion.IPV4)
                    .addresses(addresses))
        .summary();
  }

  private static Consumer<Statement.Builder> in(IPSetSummary set) {
    return s -> s.ipSetReferenceStatement(i -> i.arn(set.arn()));
  }

  private static Consumer<Statement.Builder> sqli() {
    return s ->
        s.sqliMatchStatement(
            q ->
                q.fieldToMatch(f -> f.allQueryArguments(a -> {}))
                    .textTransformations(
                        TextTransformation.builder().priority(0).type("URL_DECODE").build()));
  }

  private static Rule rule(String name, int priority, Consumer<Rule.Builder> more) {
    Rule.Builder rule =
        Rule.builder()
            .name(name)
            .priority(priority)
            .visibilityConfig(
                v ->
                    v.metricName(name).cloudWatchMetricsEnabled(true).sampledRequestsEnabled(true));
    more.accept(rule);
    return rule.build();
  }

  private String acl(Rule... rules) {
    return waf.createWebACL(
            create ->
                create
                    .scope(Scope.CLOUDFRONT)
                    .name("shop")
                    .defaultAction(d -> d.allow(a -> {}))
                    .rules(rules)
                    .visibilityConfig(
                        v ->
                            v.metricName("shop")
                                .cloudWatchMetricsEnabled(true)
                                .sampledRequestsEnabled(true)))
        .summary()
        .arn();
  }

  private Verdict decide(String arn, String query, String address) {
    return cloud
        .peer(Waf.class, "000000000000", "us-east-1")
        .decide(
            arn,
            new WebRequest(
                "E1",
                "id",
                address,
                "GET",
                "/api/products",
                query,
                new Headers().set("user-agent", "test").set("authorization", "Bearer x"),
                "".getBytes(StandardCharsets.UTF_8)))
        .orElseThrow();
  }

  private double sum(String metric, String rule) {
    return cloud
        .client(CloudWatchClient.class, ROOT, "us-east-1")
        .getMetricStatistics(
            get ->
                get.namespace("AWS/WAFV2")
                    .metricName(metric)
                    .dimensions(
                        Dimension.builder().name("WebACL").value("shop").build(),
                        Dimension.builder().name("Rule").value(rule).build())
                    .period(60)
                    .startTime(clock.instant().minusSeconds(60))
                    .endTime(clock.instant().plusSeconds(60))
                    .statistics(Statistic.SUM))
        .datapoints()
        .stream()
        .mapToDouble(point -> point.sum())
        .sum();
  }
}
