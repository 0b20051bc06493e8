package dev.rehearsal.terraform.aws.wafv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.terraform.TerraformException;
import dev.rehearsal.terraform.TerraformFixture;
import dev.rehearsal.terraform.TerraformRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.IPSetSummary;
import software.amazon.awssdk.services.wafv2.model.ResourceType;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.Statement;
import software.amazon.awssdk.services.wafv2.model.WebACL;
import software.amazon.awssdk.services.wafv2.model.WebACLSummary;

class WafTypesTest {

  @TempDir Path folder;

  @Test
  void webAclLivesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      TerraformRun made = stage.apply(firewall("shop", 300, "\"198.51.100.7/32\""));
      assertEquals(4, made.added());
      Wafv2Client waf = edge(stage);
      WebACL acl = acl(waf);
      assertEquals(5, acl.rules().size());
      Statement injection = rule(acl, "injection").statement();
      assertEquals(2, injection.orStatement().statements().size());
      assertEquals(
          "/api/",
          rule(acl, "rate")
              .statement()
              .rateBasedStatement()
              .scopeDownStatement()
              .byteMatchStatement()
              .searchString()
              .asUtf8String());
      assertEquals(
          "SizeRestrictions_BODY",
          rule(acl, "core")
              .statement()
              .managedRuleGroupStatement()
              .ruleActionOverrides()
              .get(0)
              .name());
      assertTrue(acl.customResponseBodies().containsKey("blocked"));
      assertTrue(acl.capacity() > 700);

      TerraformRun changed =
          stage.apply(firewall("shop", 600, "\"198.51.100.0/24\", \"203.0.113.9/32\""));
      assertEquals(2, changed.changed());
      assertEquals(600, rule(acl(waf), "rate").statement().rateBasedStatement().limit());

      IPSetSummary set = waf.listIPSets(list -> list.scope(Scope.CLOUDFRONT)).ipSets().get(0);
      String lock =
          waf.getIPSet(get -> get.id(set.id()).name(set.name()).scope(Scope.CLOUDFRONT))
              .lockToken();
      waf.updateIPSet(
          update ->
              update
                  .id(set.id())
                  .name(set.name())
                  .scope(Scope.CLOUDFRONT)
                  .lockToken(lock)
                  .addresses("192.0.2.1/32"));
      String wanted = firewall("shop", 600, "\"198.51.100.0/24\", \"203.0.113.9/32\"");
      assertEquals(Map.of("aws_wafv2_ip_set.blocked", "update"), stage.plan(wanted));
      stage.apply(wanted);

      stage.reimport(
          "aws_wafv2_ip_set.blocked", set.id() + "/" + set.name() + "/CLOUDFRONT@us-east-1");
      stage.reimport("aws_wafv2_web_acl.shop", acl.id() + "/shop/CLOUDFRONT@us-east-1");
      assertEquals(
          "replace",
          stage.plan(firewall("store", 600, "\"198.51.100.7/32\"")).get("aws_wafv2_web_acl.shop"));

      stage.configure(wanted);
      stage.destroy();
      assertEquals(List.of(), waf.listWebACLs(list -> list.scope(Scope.CLOUDFRONT)).webACLs());
      assertEquals(List.of(), waf.listIPSets(list -> list.scope(Scope.CLOUDFRONT)).ipSets());
    }
  }

  @Test
  void regionalAclIsPutBeforeAUserPool() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      String pool =
          """
          resource "aws_cognito_user_pool" "people" {
            name = "people"
          }
          resource "aws_wafv2_web_acl" "people" {
            name  = "people"
            scope = "REGIONAL"
            default_action {
              allow {}
            }
            visibility_config {
              cloudwatch_metrics_enabled = true
              metric_name                = "people"
              sampled_requests_enabled   = true
            }
          }
          resource "aws_wafv2_web_acl_association" "people" {
            resource_arn = aws_cognito_user_pool.people.arn
            web_acl_arn  = aws_wafv2_web_acl.people.arn
          }
          """;
      assertEquals(3, stage.apply(pool).added());
      Wafv2Client waf = stage.client(Wafv2Client.class);
      WebACLSummary acl = waf.listWebACLs(list -> list.scope(Scope.REGIONAL)).webACLs().get(0);
      String behind =
          waf.listResourcesForWebACL(
                  list -> list.webACLArn(acl.arn()).resourceType(ResourceType.COGNITO_USER_POOL))
              .resourceArns()
              .get(0);
      stage.reimport("aws_wafv2_web_acl_association.people", acl.arn() + "," + behind);
      waf.disassociateWebACL(disassociate -> disassociate.resourceArn(behind));
      assertEquals(Map.of("aws_wafv2_web_acl_association.people", "create"), stage.plan(pool));
      stage.apply(pool);
      stage.destroy();
      assertEquals(List.of(), waf.listWebACLs(list -> list.scope(Scope.REGIONAL)).webACLs());
    }
  }

  /**
   * Only statements that the configuration names are in the schema: the others must not be lost.
   */
  @Test
  void statementsThatAreNamedLaterAreServed() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.apply(firewalled("ip_set_reference_statement { arn = aws_wafv2_ip_set.home.arn }"));
      Wafv2Client waf = edge(stage);
      assertNull(rule(acl(waf), "one").statement().labelMatchStatement());

      stage.apply(firewalled("label_match_statement { scope = \"LABEL\"\n key = \"a\" }"));
      assertEquals("a", rule(acl(waf), "one").statement().labelMatchStatement().key());

      String negated =
          firewalled(
              "not_statement { statement { label_match_statement { scope = \"LABEL\"\n key = \"a\" } } }");
      stage.apply(negated);
      assertNotNull(rule(acl(waf), "one").statement().notStatement());
      // By hand, to a kind of statement that no file names: that is a difference too.
      WebACL before = acl(waf);
      waf.updateWebACL(
          update ->
              update
                  .id(before.id())
                  .name(before.name())
                  .scope(Scope.CLOUDFRONT)
                  .lockToken(lock(waf))
                  .defaultAction(before.defaultAction())
                  .visibilityConfig(before.visibilityConfig())
                  .rules(
                      before.rules().get(0).toBuilder()
                          .statement(
                              by ->
                                  by.xssMatchStatement(
                                      script ->
                                          script
                                              .fieldToMatch(field -> field.queryString(all -> {}))
                                              .textTransformations(
                                                  none -> none.priority(0).type("NONE"))))
                          .build()));
      assertEquals(Map.of("aws_wafv2_web_acl.home", "update"), stage.plan(negated));
      stage.apply(negated);

      stage.configure(firewalled("label_match_statment { key = \"a\" }"));
      TerraformException misspelt =
          assertThrows(TerraformException.class, () -> stage.terraform().plan());
      String told = String.valueOf(misspelt.getMessage());
      assertTrue(told.contains("Unsupported block type"), told);
      assertTrue(told.contains("label_match_statment"), told);
    }
  }

  @Test
  void statementsInJsonAreServed() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      stage.file(
          "acl.tf.json",
          """
          {"resource": {"aws_wafv2_web_acl": {"home": {
            "region": "us-east-1", "name": "home", "scope": "CLOUDFRONT",
            "default_action": {"allow": {}},
            "visibility_config": {"cloudwatch_metrics_enabled": true, "metric_name": "home",
              "sampled_requests_enabled": true},
            "rule": [{"name": "one", "priority": 0, "action": {"block": {}},
              "statement": {"label_match_statement": {"scope": "LABEL", "key": "a"}},
              "visibility_config": {"cloudwatch_metrics_enabled": true, "metric_name": "one",
                "sampled_requests_enabled": true}}]}}}}
          """
              .getBytes(StandardCharsets.UTF_8));
      stage.apply("");
      assertEquals("a", rule(acl(edge(stage)), "one").statement().labelMatchStatement().key());
    }
  }

  private static String firewalled(String statement) {
    return """
    resource "aws_wafv2_ip_set" "home" {
      region             = "us-east-1"
      name               = "home"
      scope              = "CLOUDFRONT"
      ip_address_version = "IPV4"
      addresses          = ["192.0.2.1/32"]
    }
    resource "aws_wafv2_web_acl" "home" {
      region = "us-east-1"
      name   = "home"
      scope  = "CLOUDFRONT"
      default_action {
        allow {}
      }
      rule {
        name     = "one"
        priority = 0
        action {
          block {}
        }
        statement {
          %s
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "one"
          sampled_requests_enabled   = true
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "home"
        sampled_requests_enabled   = true
      }
    }
    """
        .formatted(statement.replace("{ ", "{\n").replace(" }", "\n}"));
  }

  private static Wafv2Client edge(TerraformFixture stage) {
    return stage
        .cloud()
        .client(Wafv2Client.class, new Caller.Root("000000000000", null), "us-east-1");
  }

  private static String lock(Wafv2Client waf) {
    return waf.listWebACLs(list -> list.scope(Scope.CLOUDFRONT)).webACLs().get(0).lockToken();
  }

  private static WebACL acl(Wafv2Client waf) {
    WebACLSummary summary = waf.listWebACLs(list -> list.scope(Scope.CLOUDFRONT)).webACLs().get(0);
    return waf.getWebACL(get -> get.id(summary.id()).name(summary.name()).scope(Scope.CLOUDFRONT))
        .webACL();
  }

  private static Rule rule(WebACL acl, String name) {
    return acl.rules().stream().filter(rule -> rule.name().equals(name)).findFirst().orElseThrow();
  }

  private static String firewall(String name, int limit, String addresses) {
    return """
    resource "aws_wafv2_ip_set" "blocked" {
      region             = "us-east-1"
      name               = "blocked"
      scope              = "CLOUDFRONT"
      ip_address_version = "IPV4"
      addresses          = [%s]
    }
    resource "aws_wafv2_web_acl" "shop" {
      region = "us-east-1"
      name   = "%s"
      scope  = "CLOUDFRONT"
      default_action {
        allow {}
      }
      custom_response_body {
        key          = "blocked"
        content      = "no"
        content_type = "TEXT_PLAIN"
      }
      rule {
        name     = "address"
        priority = 0
        action {
          block {
            custom_response {
              response_code            = 429
              custom_response_body_key = "blocked"
              response_header {
                name  = "retry-after"
                value = "300"
              }
            }
          }
        }
        statement {
          ip_set_reference_statement {
            arn = aws_wafv2_ip_set.blocked.arn
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "address"
          sampled_requests_enabled   = true
        }
      }
      rule {
        name     = "rate"
        priority = 1
        action {
          block {}
        }
        statement {
          rate_based_statement {
            limit                 = %d
            evaluation_window_sec = 60
            scope_down_statement {
              byte_match_statement {
                positional_constraint = "STARTS_WITH"
                search_string         = "/api/"
                field_to_match {
                  uri_path {}
                }
                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "rate"
          sampled_requests_enabled   = true
        }
      }
      rule {
        name     = "injection"
        priority = 2
        action {
          block {}
        }
        statement {
          or_statement {
            statement {
              sqli_match_statement {
                sensitivity_level = "HIGH"
                field_to_match {
                  all_query_arguments {}
                }
                text_transformation {
                  priority = 0
                  type     = "URL_DECODE"
                }
              }
            }
            statement {
              xss_match_statement {
                field_to_match {
                  body {
                    oversize_handling = "CONTINUE"
                  }
                }
                text_transformation {
                  priority = 0
                  type     = "HTML_ENTITY_DECODE"
                }
                text_transformation {
                  priority = 1
                  type     = "URL_DECODE"
                }
              }
            }
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "injection"
          sampled_requests_enabled   = true
        }
      }
      rule {
        name     = "core"
        priority = 3
        override_action {
          none {}
        }
        statement {
          managed_rule_group_statement {
            vendor_name = "AWS"
            name        = "AWSManagedRulesCommonRuleSet"
            rule_action_override {
              name = "SizeRestrictions_BODY"
              action_to_use {
                count {}
              }
            }
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "core"
          sampled_requests_enabled   = true
        }
      }
      rule {
        name     = "watch"
        priority = 4
        action {
          count {}
        }
        rule_label {
          name = "watched"
        }
        statement {
          label_match_statement {
            scope = "NAMESPACE"
            key   = "awswaf:managed:aws:core-rule-set:"
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "watch"
          sampled_requests_enabled   = true
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "shop"
        sampled_requests_enabled   = true
      }
    }
    resource "aws_cloudwatch_log_group" "firewall" {
      region = "us-east-1"
      name   = "aws-waf-logs-shop"
    }
    resource "aws_wafv2_web_acl_logging_configuration" "shop" {
      region                  = "us-east-1"
      resource_arn            = aws_wafv2_web_acl.shop.arn
      log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]
      logging_filter {
        default_behavior = "DROP"
        filter {
          behavior    = "KEEP"
          requirement = "MEETS_ANY"
          condition {
            action_condition {
              action = "BLOCK"
            }
          }
        }
      }
      redacted_fields {
        single_header {
          name = "authorization"
        }
      }
    }
    """
        .formatted(addresses, name, limit);
  }
}
