# The cash register: PostgreSQL, its credentials, and the payment provider's keys. No password is
# ever in Terraform: RDS manages the master's, the migration mints the application's, and the
# provider's keys are write-only.

resource "aws_db_parameter_group" "orders" {
  name        = "${var.name}-orders"
  family      = "postgres17"
  description = "The orders database"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "500"
  }
}

resource "aws_db_subnet_group" "orders" {
  name        = "${var.name}-orders"
  description = "The orders database"
  subnet_ids  = var.subnet_ids
}

resource "aws_db_instance" "orders" {
  # checkov:skip=CKV_AWS_157:Each environment says whether it has a second zone: prod has
  # checkov:skip=CKV_AWS_293:Each environment says whether it is protected from deletion: prod is
  identifier     = "${var.name}-orders"
  engine         = "postgres"
  engine_version = "17" # the major version: RDS takes its newest minor one
  instance_class = var.instance_class
  db_name        = "orders"

  allocated_storage     = 20
  max_allocated_storage = 100
  storage_type          = "gp3"
  storage_encrypted     = true
  kms_key_id            = var.key_arn

  username                      = "shop_admin"
  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.key_arn

  db_subnet_group_name   = aws_db_subnet_group.orders.name
  vpc_security_group_ids = var.security_group_ids

  iam_database_authentication_enabled = true
  parameter_group_name                = aws_db_parameter_group.orders.name
  publicly_accessible                 = false
  multi_az                            = var.multi_az
  backup_retention_period             = var.backup_retention_in_days
  copy_tags_to_snapshot               = true
  auto_minor_version_upgrade          = true
  apply_immediately                   = true
  deletion_protection                 = var.deletion_protection
  skip_final_snapshot                 = !var.final_snapshot
  final_snapshot_identifier           = var.final_snapshot ? "${var.name}-orders-final" : null
}

resource "aws_secretsmanager_secret" "application" {
  name                    = "${var.name}/orders/application"
  description             = "The functions' own database user; written by database-migrate"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.secret_recovery_window_in_days
}

resource "aws_secretsmanager_secret" "payment_provider" {
  name                    = "${var.name}/payment-provider"
  description             = "The payment provider's API key and webhook key"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.secret_recovery_window_in_days
}

resource "aws_secretsmanager_secret_version" "payment_provider" {
  secret_id = aws_secretsmanager_secret.payment_provider.id
  secret_string_wo = jsonencode({
    apiKey     = var.payment_provider_api_key
    webhookKey = var.payment_provider_webhook_key
  })
  secret_string_wo_version = var.payment_provider_keys_version
}
