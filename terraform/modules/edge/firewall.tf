# The firewall before the distribution. What CloudFront is protected by lives in us-east-1.
#
# CloudFront replaces every 403 by the site's error page, so rules of this shop's own answer with
# codes that customers and their programs can tell apart: 429 to an address, 400 to a request.

resource "aws_wafv2_ip_set" "blocked" {
  region             = "us-east-1"
  name               = "${var.name}-blocked"
  description        = "Addresses that nothing is answered to. Incident response adds to it."
  scope              = "CLOUDFRONT"
  ip_address_version = "IPV4"
  addresses          = []

  lifecycle {
    # Incident response and operators keep the list, not Terraform.
    ignore_changes = [addresses]
  }
}

resource "aws_wafv2_web_acl" "shop" {
  # checkov:skip=CKV_AWS_192:Nothing behind it logs with Log4j

  region      = "us-east-1"
  name        = "${var.name}-shop"
  description = "What stands between the internet and ${var.name}"
  scope       = "CLOUDFRONT"

  default_action {
    allow {}
  }

  custom_response_body {
    key          = "address"
    content_type = "APPLICATION_JSON"
    content = jsonencode({
      title  = "Too Many Requests"
      status = 429
      code   = "ADDRESS_BLOCKED"
      detail = "Too many requests came from this address. Try again later."
    })
  }

  custom_response_body {
    key          = "request"
    content_type = "APPLICATION_JSON"
    content = jsonencode({
      title  = "Bad Request"
      status = 400
      code   = "REQUEST_BLOCKED"
      detail = "This request looks like an attack."
    })
  }

  rule {
    name     = "blocked-addresses"
    priority = 0

    action {
      block {
        custom_response {
          response_code            = 429
          custom_response_body_key = "address"
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
      metric_name                = "blocked-addresses"
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "api-rate"
    priority = 1

    action {
      block {
        custom_response {
          response_code            = 429
          custom_response_body_key = "address"

          response_header {
            name  = "retry-after"
            value = "60"
          }
        }
      }
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        evaluation_window_sec = 60
        limit                 = var.requests_per_minute

        scope_down_statement {
          byte_match_statement {
            positional_constraint = "STARTS_WITH"
            search_string         = "/${var.api_stage}/"

            field_to_match {
              uri_path {}
            }

            text_transformation {
              priority = 0
              type     = "NORMALIZE_PATH"
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "api-rate"
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "sql-injection"
    priority = 2

    action {
      block {
        custom_response {
          response_code            = 400
          custom_response_body_key = "request"
        }
      }
    }

    statement {
      or_statement {
        statement {
          sqli_match_statement {
            sensitivity_level = "LOW"

            field_to_match {
              all_query_arguments {}
            }

            text_transformation {
              priority = 0
              type     = "URL_DECODE"
            }

            text_transformation {
              priority = 1
              type     = "REPLACE_COMMENTS"
            }
          }
        }

        statement {
          sqli_match_statement {
            sensitivity_level = "LOW"

            field_to_match {
              body {
                oversize_handling = "CONTINUE"
              }
            }

            text_transformation {
              priority = 0
              type     = "URL_DECODE"
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "sql-injection"
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "script"
    priority = 3

    action {
      block {
        custom_response {
          response_code            = 400
          custom_response_body_key = "request"
        }
      }
    }

    statement {
      xss_match_statement {
        field_to_match {
          all_query_arguments {}
        }

        text_transformation {
          priority = 0
          type     = "URL_DECODE"
        }

        text_transformation {
          priority = 1
          type     = "HTML_ENTITY_DECODE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "script"
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "core-rule-set"
    priority = 4

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesCommonRuleSet"

        # Long carts are no attack: these only get the label that the next rule counts.
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
      metric_name                = "core-rule-set"
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "large-bodies"
    priority = 5

    action {
      count {}
    }

    statement {
      label_match_statement {
        scope = "LABEL"
        key   = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "large-bodies"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "${var.name}-shop"
    sampled_requests_enabled   = true
  }
}

resource "aws_cloudwatch_log_group" "firewall" {
  # checkov:skip=CKV_AWS_158:The platform's key is in another region, and blocked requests have their credentials redacted

  region            = "us-east-1"
  name              = "aws-waf-logs-${var.name}-shop"
  retention_in_days = var.log_retention_in_days
}

# Allowed requests are in CloudFront's metrics; the log is for those that were not.
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

      condition {
        action_condition {
          action = "COUNT"
        }
      }
    }
  }

  redacted_fields {
    single_header {
      name = "authorization"
    }
  }

  redacted_fields {
    single_header {
      name = "cookie"
    }
  }
}

# Shield Advanced costs 3,000 dollars a month and is taken for a year: only where it is asked for.
resource "aws_shield_subscription" "this" {
  count = var.enable_shield_advanced ? 1 : 0

  auto_renew = "ENABLED"
}

resource "aws_shield_protection" "shop" {
  count = var.enable_shield_advanced ? 1 : 0

  name         = "${var.name}-shop"
  resource_arn = aws_cloudfront_distribution.shop.arn

  depends_on = [aws_shield_subscription.this]
}
