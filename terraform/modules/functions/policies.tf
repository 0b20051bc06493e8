# What each function may do, and nothing else. One document a function, so that a reader sees the
# whole of a function's reach in one place.

locals {
  log_streams = { for key, name in local.names : key => "arn:aws:logs:${local.region}:${local.account}:log-group:/aws/lambda/${name}:*" }
}

data "aws_iam_policy_document" "logs" {
  for_each = local.names

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [local.log_streams[each.key]]
  }
}

# Lambda puts a function into its subnets in the function's own role.
data "aws_iam_policy_document" "network" {
  statement {
    sid       = "StandInTheNetwork"
    actions   = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "origin" {
  statement {
    sid       = "ReadOriginSecret"
    actions   = ["ssm:GetParameter"]
    resources = [aws_ssm_parameter.origin_secret.arn]
  }

  statement {
    sid       = "DecryptOriginSecret"
    actions   = ["kms:Decrypt"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["ssm.${local.region}.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "application_secret" {
  statement {
    sid       = "ReadDatabaseUser"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.application_secret_arn]
  }
}

data "aws_iam_policy_document" "payment_secret" {
  statement {
    sid       = "ReadPaymentKeys"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.payment_secret_arn]
  }
}

data "aws_iam_policy_document" "secret_decryption" {
  statement {
    sid       = "DecryptSecrets"
    actions   = ["kms:Decrypt"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${local.region}.amazonaws.com"]
    }
  }
}

# Selling and giving back what is held: what checkout, the webhook and the sweeper share.
data "aws_iam_policy_document" "stock" {
  statement {
    sid       = "MoveStock"
    actions   = ["dynamodb:UpdateItem"]
    resources = [var.tables.products.arn]
  }

  statement {
    sid       = "SettleReservations"
    actions   = ["dynamodb:UpdateItem"]
    resources = [var.tables.reservations.arn]
  }

  statement {
    sid       = "ClearCart"
    actions   = ["dynamodb:DeleteItem"]
    resources = [var.tables.carts.arn]
  }

  statement {
    sid       = "KickRelay"
    actions   = ["lambda:InvokeFunction"]
    resources = ["arn:aws:lambda:${local.region}:${local.account}:function:${local.names.outbox-relay}"]
  }
}

data "aws_iam_policy_document" "catalog" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["catalog"].json,
    data.aws_iam_policy_document.origin.json,
  ]

  statement {
    sid       = "ReadProducts"
    actions   = ["dynamodb:GetItem"]
    resources = [var.tables.products.arn]
  }

  statement {
    sid       = "ReadCategories"
    actions   = ["dynamodb:Query"]
    resources = ["${var.tables.products.arn}/index/category"]
  }
}

data "aws_iam_policy_document" "cart" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["cart"].json,
    data.aws_iam_policy_document.origin.json,
  ]

  statement {
    sid       = "ReadProducts"
    actions   = ["dynamodb:GetItem", "dynamodb:BatchGetItem"]
    resources = [var.tables.products.arn]
  }

  statement {
    sid       = "KeepCarts"
    actions   = ["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]
    resources = [var.tables.carts.arn]
  }
}

data "aws_iam_policy_document" "checkout" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["checkout"].json,
    data.aws_iam_policy_document.network.json,
    data.aws_iam_policy_document.origin.json,
    data.aws_iam_policy_document.application_secret.json,
    data.aws_iam_policy_document.payment_secret.json,
    data.aws_iam_policy_document.secret_decryption.json,
    data.aws_iam_policy_document.stock.json,
  ]

  statement {
    sid       = "ReadCart"
    actions   = ["dynamodb:Query"]
    resources = [var.tables.carts.arn]
  }

  statement {
    sid       = "ReadPrices"
    actions   = ["dynamodb:BatchGetItem"]
    resources = [var.tables.products.arn]
  }

  statement {
    sid       = "ReserveStock"
    actions   = ["dynamodb:PutItem"]
    resources = [var.tables.reservations.arn]
  }
}

data "aws_iam_policy_document" "payment_webhook" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["payment-webhook"].json,
    data.aws_iam_policy_document.network.json,
    data.aws_iam_policy_document.origin.json,
    data.aws_iam_policy_document.application_secret.json,
    data.aws_iam_policy_document.payment_secret.json,
    data.aws_iam_policy_document.secret_decryption.json,
    data.aws_iam_policy_document.stock.json,
  ]
}

data "aws_iam_policy_document" "outbox_relay" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["outbox-relay"].json,
    data.aws_iam_policy_document.network.json,
    data.aws_iam_policy_document.application_secret.json,
    data.aws_iam_policy_document.secret_decryption.json,
  ]

  statement {
    sid       = "TellOrderEvents"
    actions   = ["sns:Publish"]
    resources = [var.order_events_topic_arn]
  }

  statement {
    sid       = "EncryptOrderEvents"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["sns.${local.region}.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "sweeper" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["sweeper"].json,
    data.aws_iam_policy_document.network.json,
    data.aws_iam_policy_document.payment_secret.json,
    data.aws_iam_policy_document.secret_decryption.json,
    data.aws_iam_policy_document.stock.json,
  ]

  # As this user only. Of any database: one that was restored has another id.
  statement {
    sid       = "SignInToDatabase"
    actions   = ["rds-db:connect"]
    resources = ["arn:aws:rds-db:${local.region}:${local.account}:dbuser:*/${local.sweeper_user}"]
  }

  statement {
    sid       = "FindExpiredHolds"
    actions   = ["dynamodb:Query"]
    resources = ["${var.tables.reservations.arn}/index/status-expiry"]
  }
}

data "aws_iam_policy_document" "notifications" {
  source_policy_documents = [data.aws_iam_policy_document.logs["notifications"].json]

  statement {
    sid       = "TakeMessages"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = values(var.notifications_queue_arns)
  }

  statement {
    sid       = "DecryptMessages"
    actions   = ["kms:Decrypt"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["sqs.${local.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "RememberWhatWasSent"
    actions   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [var.tables.notifications.arn]
  }

  statement {
    sid       = "SendMail"
    actions   = ["ses:SendEmail"]
    resources = [var.sender_identity_arn]
  }

  # A text message goes to a number, and a number has no ARN: every resource but topics.
  statement {
    sid           = "SendTextMessages"
    actions       = ["sns:Publish"]
    not_resources = ["arn:aws:sns:*:*:*"]
  }
}

data "aws_iam_policy_document" "incident_response" {
  source_policy_documents = [data.aws_iam_policy_document.logs["incident-response"].json]

  statement {
    sid       = "SeeWhomTheFirewallStopped"
    actions   = ["wafv2:GetSampledRequests"]
    resources = [var.firewall.web_acl_arn]
  }

  statement {
    sid       = "KeepAttackersOut"
    actions   = ["wafv2:GetIPSet", "wafv2:UpdateIPSet"]
    resources = [var.firewall.blocked_arn]
  }

  statement {
    sid       = "BlockBucketsAgain"
    actions   = ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"]
    resources = [for name in var.private_buckets : "arn:aws:s3:::${name}"]
  }

  # Asked for all rules or none: the action knows no resource.
  statement {
    sid       = "SeeOpenRules"
    actions   = ["ec2:DescribeSecurityGroupRules"]
    resources = ["*"]
  }

  statement {
    sid       = "RevokeOpenRules"
    actions   = ["ec2:RevokeSecurityGroupIngress"]
    resources = [for id in var.security_group_ids : "arn:aws:ec2:${local.region}:${local.account}:security-group/${id}"]
  }
}

data "aws_iam_policy_document" "database_migrate" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["database-migrate"].json,
    data.aws_iam_policy_document.network.json,
    data.aws_iam_policy_document.secret_decryption.json,
  ]

  statement {
    sid       = "ReadMasterUser"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.database.master_secret_arn]
  }

  statement {
    sid       = "WriteDatabaseUser"
    actions   = ["secretsmanager:PutSecretValue"]
    resources = [var.application_secret_arn]
  }

  statement {
    sid       = "EncryptDatabaseUser"
    actions   = ["kms:GenerateDataKey"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${local.region}.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "secret_rotation" {
  source_policy_documents = [
    data.aws_iam_policy_document.logs["secret-rotation"].json,
    data.aws_iam_policy_document.network.json,
    data.aws_iam_policy_document.secret_decryption.json,
  ]

  statement {
    sid       = "ReadMasterUser"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.database.master_secret_arn]
  }

  statement {
    sid = "RotateDatabaseUser"
    actions = [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    ]
    resources = [var.application_secret_arn]
  }

  statement {
    sid       = "EncryptDatabaseUser"
    actions   = ["kms:GenerateDataKey"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${local.region}.amazonaws.com"]
    }
  }
}
