# What is watched, who is told, and what answers by itself.

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
}

# ---- Attacks at the edge. The firewall reports in us-east-1, so its alarms and their topic are there.

data "aws_iam_policy_document" "incidents_key" {
  statement {
    sid       = "AccountDelegatesToIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.account}:root"]
    }
  }

  statement {
    sid       = "AlarmsReachTheTopic"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "sns.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_kms_key" "incidents" {
  region                  = "us-east-1"
  description             = "${var.name} alarms of the edge"
  enable_key_rotation     = true
  deletion_window_in_days = var.key_deletion_window_in_days
  policy                  = data.aws_iam_policy_document.incidents_key.json
}

resource "aws_sns_topic" "incidents" {
  region            = "us-east-1"
  name              = "${var.name}-incidents"
  kms_master_key_id = aws_kms_key.incidents.arn
}

data "aws_iam_policy_document" "incidents" {
  statement {
    sid       = "AlarmsTell"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.incidents.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sns_topic_policy" "incidents" {
  region = "us-east-1"
  arn    = aws_sns_topic.incidents.arn
  policy = data.aws_iam_policy_document.incidents.json
}

resource "aws_cloudwatch_metric_alarm" "attack" {
  for_each = toset(["sql-injection", "script"])

  region              = "us-east-1"
  alarm_name          = "${var.name}-attack-${each.key}"
  alarm_description   = "The firewall blocks many requests by its rule ${each.key}: see docs/incident-response.md."
  namespace           = "AWS/WAFV2"
  metric_name         = "BlockedRequests"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.blocked_requests_per_minute
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.incidents.arn]

  dimensions = {
    WebACL = var.firewall.metric_name
    Rule   = each.key
  }
}

resource "aws_lambda_permission" "incidents" {
  statement_id  = "AllowTheAlarms"
  action        = "lambda:InvokeFunction"
  function_name = var.functions["incident-response"].name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.incidents.arn
}

resource "aws_sns_topic_subscription" "incidents" {
  region    = "us-east-1"
  topic_arn = aws_sns_topic.incidents.arn
  protocol  = "lambda"
  endpoint  = var.functions["incident-response"].arn

  depends_on = [aws_lambda_permission.incidents]
}

# Operators confirm this subscription by the link that is mailed to them.
resource "aws_sns_topic_subscription" "operators" {
  region    = "us-east-1"
  topic_arn = aws_sns_topic.incidents.arn
  protocol  = "email"
  endpoint  = var.operator_address
}

# ---- The shop itself.

resource "aws_cloudwatch_log_metric_filter" "errors" {
  for_each = toset(["cart", "checkout", "notifications"])

  name           = "${var.name}-${each.key}-errors"
  log_group_name = "/aws/lambda/${var.functions[each.key].name}"
  pattern        = "{ $.level = \"ERROR\" }"

  metric_transformation {
    namespace     = "T2S/Shop"
    name          = "ErrorsLogged"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_dashboard" "shop" {
  dashboard_name = "${var.name}-shop"

  dashboard_body = jsonencode({
    widgets = [
      {
        type = "metric", x = 0, y = 0, width = 12, height = 6
        properties = {
          title  = "Orders"
          region = var.region
          stat   = "Sum"
          period = 60
          metrics = [
            ["T2S/Shop", "OrdersPlaced"],
            ["T2S/Shop", "ErrorsLogged"],
          ]
        }
      },
      {
        type = "metric", x = 12, y = 0, width = 12, height = 6
        properties = {
          title  = "The API"
          region = var.region
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/ApiGateway", "Count", "ApiId", var.api_id],
            ["AWS/ApiGateway", "4xx", "ApiId", var.api_id],
            ["AWS/ApiGateway", "5xx", "ApiId", var.api_id],
          ]
        }
      },
      {
        type = "metric", x = 0, y = 6, width = 12, height = 6
        properties = {
          title   = "Functions"
          region  = var.region
          stat    = "Sum"
          period  = 60
          metrics = [for key, function in var.functions : ["AWS/Lambda", "Errors", "FunctionName", function.name]]
        }
      },
      {
        type = "metric", x = 12, y = 6, width = 12, height = 6
        properties = {
          title  = "The firewall"
          region = "us-east-1"
          stat   = "Sum"
          period = 60
          metrics = [
            ["AWS/WAFV2", "AllowedRequests", "WebACL", var.firewall.metric_name, "Rule", "ALL"],
            ["AWS/WAFV2", "BlockedRequests", "WebACL", var.firewall.metric_name, "Rule", "ALL"],
          ]
        }
      },
    ]
  })
}
