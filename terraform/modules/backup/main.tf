# The second copy of what the shop can't lose: every night, under the platform's key, in a vault.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.region
}

resource "aws_backup_vault" "shop" {
  name          = var.name
  kms_key_arn   = var.key_arn
  force_destroy = var.force_destroy
}

resource "aws_backup_plan" "nightly" {
  name = "${var.name}-nightly"

  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.shop.name
    schedule          = "cron(0 2 * * ? *)"

    lifecycle {
      delete_after = var.retention_in_days
    }
  }
}

resource "aws_backup_selection" "data" {
  plan_id      = aws_backup_plan.nightly.id
  name         = "${var.name}-data"
  iam_role_arn = aws_iam_role.backup.arn
  resources    = concat(var.table_arns, [var.database_arn, var.bucket_arn])

  depends_on = [aws_iam_role_policy.backup]
}

data "aws_iam_policy_document" "assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

data "aws_iam_policy_document" "backup" {
  statement {
    sid       = "BackUpTables"
    actions   = ["dynamodb:CreateBackup", "dynamodb:DescribeTable"]
    resources = ["arn:aws:dynamodb:${local.region}:${local.account}:table/${var.name}-*"]
  }

  statement {
    sid       = "KeepBackupsOfTables"
    actions   = ["dynamodb:DescribeBackup", "dynamodb:DeleteBackup", "dynamodb:RestoreTableFromBackup"]
    resources = ["arn:aws:dynamodb:${local.region}:${local.account}:table/${var.name}-*/backup/*"]
  }

  statement {
    sid = "RestoreTables"
    actions = [
      "dynamodb:RestoreTableFromBackup", "dynamodb:Scan", "dynamodb:Query", "dynamodb:GetItem",
      "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
    ]
    resources = ["arn:aws:dynamodb:${local.region}:${local.account}:table/${var.name}-*"]
  }

  statement {
    sid     = "BackUpDatabase"
    actions = ["rds:CreateDBSnapshot", "rds:DescribeDBSnapshots", "rds:DeleteDBSnapshot", "rds:AddTagsToResource", "rds:DescribeDBInstances"]
    resources = [
      var.database_arn,
      "arn:aws:rds:${local.region}:${local.account}:snapshot:awsbackup:*",
    ]
  }

  statement {
    sid     = "RestoreDatabase"
    actions = ["rds:RestoreDBInstanceFromDBSnapshot", "rds:DescribeDBInstances"]
    resources = [
      "arn:aws:rds:${local.region}:${local.account}:db:${var.name}-*",
      "arn:aws:rds:${local.region}:${local.account}:subgrp:${var.name}-*",
      "arn:aws:rds:${local.region}:${local.account}:pg:${var.name}-*",
      "arn:aws:rds:${local.region}:${local.account}:snapshot:awsbackup:*",
    ]
  }

  statement {
    sid       = "LookAtTheSite"
    actions   = ["s3:GetBucketVersioning", "s3:ListBucket"]
    resources = [var.bucket_arn]
  }

  statement {
    sid       = "BackUpTheSite"
    actions   = ["s3:GetObject", "s3:GetObjectTagging"]
    resources = ["${var.bucket_arn}/*"]
  }

  statement {
    sid       = "RestoreTheSite"
    actions   = ["s3:PutObject", "s3:PutObjectTagging"]
    resources = ["${var.bucket_arn}/*"]
  }

  statement {
    sid       = "OpenAndCloseTheSitesFiles"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "UseTheKey"
    actions   = ["kms:DescribeKey", "kms:CreateGrant"]
    resources = [var.key_arn]

    condition {
      test     = "StringLike"
      variable = "kms:ViaService"
      values   = ["dynamodb.${local.region}.amazonaws.com", "rds.${local.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "backup" {
  name               = "${var.name}-backup"
  description        = "Backs up the shop's data and restores it"
  assume_role_policy = data.aws_iam_policy_document.assumes.json
}

resource "aws_iam_role_policy" "backup" {
  name   = "backup"
  role   = aws_iam_role.backup.id
  policy = data.aws_iam_policy_document.backup.json
}
