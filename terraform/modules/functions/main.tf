# The shop's functions: one archive, one role each, logs kept under the platform's key.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.region

  database_environment = {
    DATABASE_HOST    = var.database.address
    DATABASE_PORT    = tostring(var.database.port)
    DATABASE_NAME    = var.database.name
    DATABASE_SSLMODE = var.database_ssl_mode
  }

  # The database user that signs in with a token of IAM; database-migrate makes it.
  sweeper_user = "shop_sweeper"

  application_database = merge(local.database_environment, { DATABASE_SECRET_ARN = var.application_secret_arn })
  payments             = { PAYMENT_PROVIDER_URL = var.payment_provider_url, PAYMENT_SECRET_ARN = var.payment_secret_arn }
  origin               = { ORIGIN_SECRET_PARAMETER = aws_ssm_parameter.origin_secret.name }

  functions = {
    catalog = {
      in_vpc  = false
      handler = "dev.t2s.shop.catalog.CatalogHandler"
      archive = var.functions_archive
      timeout = 10
      policy  = data.aws_iam_policy_document.catalog.json
      environment = merge(local.origin, {
        PRODUCTS_TABLE     = var.tables.products.name
        PRODUCT_CATEGORIES = join(",", var.product_categories)
      })
    }
    cart = {
      in_vpc  = false
      handler = "dev.t2s.shop.cart.CartHandler"
      archive = var.functions_archive
      timeout = 10
      policy  = data.aws_iam_policy_document.cart.json
      environment = merge(local.origin, {
        PRODUCTS_TABLE = var.tables.products.name
        CARTS_TABLE    = var.tables.carts.name
      })
    }
    checkout = {
      in_vpc  = true
      handler = "dev.t2s.shop.checkout.CheckoutHandler"
      archive = var.functions_archive
      timeout = 29
      policy  = data.aws_iam_policy_document.checkout.json
      environment = merge(local.origin, local.application_database, local.payments, {
        PRODUCTS_TABLE        = var.tables.products.name
        CARTS_TABLE           = var.tables.carts.name
        RESERVATIONS_TABLE    = var.tables.reservations.name
        OUTBOX_RELAY_FUNCTION = local.names.outbox-relay
      })
    }
    payment-webhook = {
      in_vpc  = true
      handler = "dev.t2s.shop.payments.PaymentWebhookHandler"
      archive = var.functions_archive
      timeout = 29
      policy  = data.aws_iam_policy_document.payment_webhook.json
      environment = merge(local.origin, local.application_database, local.payments, {
        PRODUCTS_TABLE        = var.tables.products.name
        CARTS_TABLE           = var.tables.carts.name
        RESERVATIONS_TABLE    = var.tables.reservations.name
        OUTBOX_RELAY_FUNCTION = local.names.outbox-relay
      })
    }
    outbox-relay = {
      in_vpc      = true
      handler     = "dev.t2s.shop.outbox.OutboxRelayHandler"
      archive     = var.functions_archive
      timeout     = 30
      policy      = data.aws_iam_policy_document.outbox_relay.json
      environment = merge(local.application_database, { ORDER_EVENTS_TOPIC_ARN = var.order_events_topic_arn })
    }
    sweeper = {
      in_vpc  = true
      handler = "dev.t2s.shop.sweeper.SweeperHandler"
      archive = var.functions_archive
      timeout = 60
      policy  = data.aws_iam_policy_document.sweeper.json
      environment = merge(local.database_environment, local.payments, {
        DATABASE_IAM_USER     = local.sweeper_user
        PRODUCTS_TABLE        = var.tables.products.name
        CARTS_TABLE           = var.tables.carts.name
        RESERVATIONS_TABLE    = var.tables.reservations.name
        OUTBOX_RELAY_FUNCTION = local.names.outbox-relay
      })
    }
    notifications = {
      in_vpc  = false
      handler = "dev.t2s.shop.notifications.NotificationsHandler"
      archive = var.functions_archive
      timeout = 30
      policy  = data.aws_iam_policy_document.notifications.json
      environment = {
        NOTIFICATIONS_TABLE = var.tables.notifications.name
        SENDER_ADDRESS      = var.sender_address
        SHOP_NAME           = var.shop_name
      }
    }
    incident-response = {
      in_vpc  = false
      handler = "dev.t2s.shop.incident.IncidentResponseHandler"
      archive = var.functions_archive
      timeout = 30
      policy  = data.aws_iam_policy_document.incident_response.json
      environment = {
        WEB_ACL_ARN      = var.firewall.web_acl_arn
        BLOCKED_SET_ID   = var.firewall.blocked_id
        BLOCKED_SET_NAME = var.firewall.blocked_name
        BUCKETS          = join(",", var.private_buckets)
        SECURITY_GROUPS  = join(",", var.security_group_ids)
      }
    }
    database-migrate = {
      in_vpc  = true
      handler = "dev.t2s.shop.database.DatabaseMigrateHandler"
      archive = var.migrate_archive
      timeout = 120
      policy  = data.aws_iam_policy_document.database_migrate.json
      environment = merge(local.application_database, {
        DATABASE_MASTER_SECRET_ARN = var.database.master_secret_arn
      })
    }
    secret-rotation = {
      in_vpc  = true
      handler = "dev.t2s.shop.database.SecretRotationHandler"
      archive = var.migrate_archive
      timeout = 30
      policy  = data.aws_iam_policy_document.secret_rotation.json
      environment = merge(local.database_environment, {
        DATABASE_MASTER_SECRET_ARN = var.database.master_secret_arn
      })
    }
  }

  # Here and not at the functions, which share archives of ten megabytes: hashed once each.
  archive_hashes = { for archive in toset([var.functions_archive, var.migrate_archive]) : archive => filebase64sha256(archive) }

  # Known before the functions are, so that one function can name another.
  names = { for name in [
    "catalog", "cart", "checkout", "payment-webhook", "outbox-relay", "sweeper", "notifications",
    "incident-response", "database-migrate", "secret-rotation",
  ] : name => "${var.name}-${name}" }
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name    = local.names[each.key]
  description      = "${var.shop_name}: ${each.key}"
  role             = aws_iam_role.this[each.key].arn
  runtime          = "java17"
  handler          = each.value.handler
  filename         = each.value.archive
  source_code_hash = local.archive_hashes[each.value.archive]
  memory_size      = 512
  timeout          = each.value.timeout

  environment {
    variables = each.value.environment
  }

  dynamic "vpc_config" {
    for_each = each.value.in_vpc ? [var.network] : []

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.this]
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.names

  name              = "/aws/lambda/${each.value}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.key_arn
}

data "aws_iam_policy_document" "lambda_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.names

  name               = each.value
  description        = "What the function ${each.value} may do"
  assume_role_policy = data.aws_iam_policy_document.lambda_assumes.json
}

resource "aws_iam_role_policy" "this" {
  for_each = local.functions

  name   = each.key
  role   = aws_iam_role.this[each.key].id
  policy = each.value.policy
}

# What the edge says in x-origin-secret. Functions read it at their start.
resource "aws_ssm_parameter" "origin_secret" {
  name        = "/${var.name}/edge/origin-secret"
  description = "What requests that come through the edge carry in x-origin-secret"
  type        = "SecureString"
  key_id      = var.key_arn
  value       = var.origin_secret
}

# ---- What starts functions by itself.

resource "aws_lambda_event_source_mapping" "notifications" {
  for_each = var.notifications_queue_arns

  event_source_arn        = each.value
  function_name           = aws_lambda_function.this["notifications"].arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
}

resource "aws_lambda_function_event_invoke_config" "outbox_relay" {
  function_name                = aws_lambda_function.this["outbox-relay"].function_name
  maximum_retry_attempts       = 0 # The schedule comes round again.
  maximum_event_age_in_seconds = 300
}

data "aws_iam_policy_document" "scheduler_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    sid       = "StartTheRegulars"
    actions   = ["lambda:InvokeFunction"]
    resources = [for name in keys(var.schedules) : aws_lambda_function.this[name].arn]
  }
}

resource "aws_iam_role" "scheduler" {
  name               = "${var.name}-scheduler"
  description        = "Starts the functions that run by the clock"
  assume_role_policy = data.aws_iam_policy_document.scheduler_assumes.json
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "start-the-regulars"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.scheduler.json
}

resource "aws_scheduler_schedule" "this" {
  for_each = var.schedules

  name                = local.names[each.key]
  description         = "Starts ${each.key}"
  schedule_expression = each.value

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.this[each.key].arn
    role_arn = aws_iam_role.scheduler.arn
  }

  depends_on = [aws_iam_role_policy.scheduler]
}
