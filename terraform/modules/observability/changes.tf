# ---- What was opened by hand: the audit log is counted where the shop is, and alarms are there.

locals {
  # By names that CloudTrail gives events, and that incident-response knows metrics by.
  changes = {
    bucket-access = {
      metric = "BucketAccessChanges"
      events = ["DeleteBucketPublicAccessBlock", "PutBucketPublicAccessBlock"]
    }
    network-access = {
      metric = "NetworkAccessChanges"
      events = ["AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"]
    }
  }
}

resource "aws_sns_topic" "changes" {
  name              = "${var.name}-changes"
  kms_master_key_id = var.key_arn
}

data "aws_iam_policy_document" "changes" {
  statement {
    sid       = "AlarmsTell"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.changes.arn]

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

resource "aws_sns_topic_policy" "changes" {
  arn    = aws_sns_topic.changes.arn
  policy = data.aws_iam_policy_document.changes.json
}

resource "aws_lambda_permission" "changes" {
  statement_id  = "AllowTheAlarmsOfChanges"
  action        = "lambda:InvokeFunction"
  function_name = var.functions["incident-response"].name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.changes.arn
}

resource "aws_sns_topic_subscription" "changes" {
  topic_arn = aws_sns_topic.changes.arn
  protocol  = "lambda"
  endpoint  = var.functions["incident-response"].arn

  depends_on = [aws_lambda_permission.changes]
}

# Operators confirm this one too.
resource "aws_sns_topic_subscription" "changes_operators" {
  topic_arn = aws_sns_topic.changes.arn
  protocol  = "email"
  endpoint  = var.operator_address
}

resource "aws_cloudwatch_log_metric_filter" "changes" {
  for_each = local.changes

  name           = "${var.name}-${each.key}-changes"
  log_group_name = var.audit_log_group
  pattern        = "{ $.errorCode NOT EXISTS && (${join(" || ", [for event in each.value.events : "$.eventName = ${event}"])}) }"

  metric_transformation {
    namespace = "T2S/Audit"
    name      = each.value.metric
    value     = "1"
  }

  # What the first apply itself makes is not counted.
  depends_on = [aws_sns_topic_subscription.changes]
}

resource "aws_cloudwatch_metric_alarm" "changes" {
  for_each = local.changes

  alarm_name          = "${var.name}-${each.key}-changed"
  alarm_description   = "Somebody changed who may reach the shop's buckets or network: see docs/incident-response.md."
  namespace           = "T2S/Audit"
  metric_name         = each.value.metric
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  alarm_actions       = [aws_sns_topic.changes.arn]

  # Nothing is counted where nobody changes anything. An alarm that is on does not go off again for
  # what is opened meanwhile, so the function looks once more when it has calmed down.
  insufficient_data_actions = [aws_sns_topic.changes.arn]
}
