# Orders tell what happened to them on one topic; notifications listen through a queue, so that a
# failing mail server costs a retry and never an order.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  topic = "${var.name}-order-events"
  # Where SNS writes how its deliveries ended: the names are its own.
  delivery_log = "sns/${data.aws_region.current.region}/${data.aws_caller_identity.current.account_id}/${local.topic}"

  # Those that order events arrive in.
  queues = {
    notifications = { arn = aws_sqs_queue.notifications.arn, url = aws_sqs_queue.notifications.url }
    undelivered   = { arn = aws_sqs_queue.undelivered.arn, url = aws_sqs_queue.undelivered.url }
  }
}

resource "aws_sns_topic" "order_events" {
  name              = local.topic
  kms_master_key_id = var.key_arn

  # Whether an order's event reached the queue can be looked up afterwards.
  sqs_success_feedback_role_arn    = aws_iam_role.delivery_log.arn
  sqs_success_feedback_sample_rate = 100
  sqs_failure_feedback_role_arn    = aws_iam_role.delivery_log.arn
}

resource "aws_cloudwatch_log_group" "delivery" {
  for_each = { success = local.delivery_log, failure = "${local.delivery_log}/Failure" }

  name              = each.value
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.key_arn
}

data "aws_iam_policy_document" "sns_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "delivery_log" {
  name               = "${var.name}-sns-delivery-log"
  description        = "SNS logs how deliveries of order events ended"
  assume_role_policy = data.aws_iam_policy_document.sns_assumes.json
}

data "aws_iam_policy_document" "delivery_log" {
  statement {
    sid       = "LogDeliveries"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [for group in aws_cloudwatch_log_group.delivery : "${group.arn}:*"]
  }
}

resource "aws_iam_role_policy" "delivery_log" {
  name   = "log-deliveries"
  role   = aws_iam_role.delivery_log.id
  policy = data.aws_iam_policy_document.delivery_log.json
}

data "aws_iam_policy_document" "order_events" {
  statement {
    sid       = "OnlyThisAccount"
    actions   = ["sns:Publish", "sns:Subscribe"]
    resources = [aws_sns_topic.order_events.arn]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_sns_topic_policy" "order_events" {
  arn    = aws_sns_topic.order_events.arn
  policy = data.aws_iam_policy_document.order_events.json
}

resource "aws_sqs_queue" "notifications" {
  name                       = "${var.name}-notifications"
  visibility_timeout_seconds = 180 # Six times the function's timeout, as Lambda asks for.
  message_retention_seconds  = 345600
  kms_master_key_id          = var.key_arn
}

# What SNS may not put there it does not try again: it lands here, and notifications listen here too.
resource "aws_sqs_queue" "undelivered" {
  name                       = "${var.name}-undelivered"
  visibility_timeout_seconds = aws_sqs_queue.notifications.visibility_timeout_seconds
  message_retention_seconds  = 1209600
  kms_master_key_id          = var.key_arn
}

resource "aws_sqs_queue" "notifications_dlq" {
  name                      = "${var.name}-notifications-dlq"
  message_retention_seconds = 1209600
  kms_master_key_id         = var.key_arn
}

resource "aws_sqs_queue_redrive_policy" "this" {
  for_each = local.queues

  queue_url = each.value.url
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.notifications_dlq.arn
    maxReceiveCount     = 3
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "notifications_dlq" {
  queue_url = aws_sqs_queue.notifications_dlq.id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [for queue in local.queues : queue.arn]
  })
}

data "aws_iam_policy_document" "queue" {
  for_each = local.queues

  statement {
    sid       = "OrderEventsArrive"
    actions   = ["sqs:SendMessage"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.order_events.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "this" {
  for_each = local.queues

  queue_url = each.value.url
  policy    = data.aws_iam_policy_document.queue[each.key].json
}

resource "aws_sns_topic_subscription" "notifications" {
  topic_arn            = aws_sns_topic.order_events.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.notifications.arn
  raw_message_delivery = true
  filter_policy        = jsonencode({ type = ["OrderConfirmed", "OrderCancelled"] })
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.undelivered.arn })

  depends_on = [aws_sqs_queue_policy.this]
}

resource "aws_ses_email_identity" "sender" {
  email = var.sender_address
}
