# What is configured is recorded, and asked by rules whether it is as it should be.

data "aws_iam_policy_document" "config_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "config" {
  name               = "${var.name}-config"
  description        = "AWS Config reads what is configured"
  assume_role_policy = data.aws_iam_policy_document.config_assumes.json
}

resource "aws_iam_role_policy_attachment" "config" {
  role       = aws_iam_role.config.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"
}

resource "aws_config_configuration_recorder" "this" {
  name     = var.name
  role_arn = aws_iam_role.config.arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = var.name
  s3_bucket_name = aws_s3_bucket.audit.id

  depends_on = [aws_config_configuration_recorder.this, aws_s3_bucket_policy.audit]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

locals {
  # By the names that AWS gives its managed rules.
  compliance_rules = {
    bucket-public-access    = "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"
    bucket-encryption       = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"
    bucket-tls-only         = "S3_BUCKET_SSL_REQUESTS_ONLY"
    database-encryption     = "RDS_STORAGE_ENCRYPTED"
    database-private        = "RDS_INSTANCE_PUBLIC_ACCESS_CHECK"
    database-backups        = "DB_INSTANCE_BACKUP_ENABLED"
    table-encryption        = "DYNAMODB_TABLE_ENCRYPTED_KMS"
    table-restorable        = "DYNAMODB_PITR_ENABLED"
    topic-encryption        = "SNS_ENCRYPTED_KMS"
    key-rotation            = "CMK_BACKING_KEY_ROTATION_ENABLED"
    function-private        = "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED"
    distribution-firewall   = "CLOUDFRONT_ASSOCIATED_WITH_WAF"
    distribution-https-only = "CLOUDFRONT_VIEWER_POLICY_HTTPS"
    network-ssh-closed      = "INCOMING_SSH_DISABLED"
    network-closed          = "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS"
    network-default-closed  = "VPC_DEFAULT_SECURITY_GROUP_CLOSED"
    network-flows-logged    = "VPC_FLOW_LOGS_ENABLED"
    people-second-factor    = "IAM_USER_MFA_ENABLED"
    people-passwords        = "IAM_PASSWORD_POLICY"
  }
}

resource "aws_config_config_rule" "this" {
  for_each = local.compliance_rules

  name = "${var.name}-${each.key}"

  source {
    owner             = "AWS"
    source_identifier = each.value
  }

  depends_on = [aws_config_configuration_recorder.this]
}

# One place for what Config, Access Analyzer, the review of IAM and the firewall find.
resource "aws_securityhub_account" "this" {
  enable_default_standards = false
}

# What the resources' own policies open to others than this account.
resource "aws_accessanalyzer_analyzer" "outside" {
  analyzer_name = "${var.name}-outside"
}

# What others hold a platform like this to, beside the rules above.
resource "aws_securityhub_standards_subscription" "this" {
  for_each = toset([
    "aws-foundational-security-best-practices/v/1.0.0",
    "cis-aws-foundations-benchmark/v/1.4.0",
  ])

  standards_arn = "arn:aws:securityhub:${local.region}::standards/${each.key}"

  depends_on = [aws_securityhub_account.this, aws_config_configuration_recorder_status.this]
}
