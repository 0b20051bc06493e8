# The whole street, house by house. Environments differ only in what they pass to this module.

data "aws_region" "current" {}

locals {
  name      = "t2s-${var.environment}"
  api_stage = "api"
}

module "security" {
  source = "../security"

  name                        = local.name
  key_deletion_window_in_days = var.key_deletion_window_in_days
  force_destroy               = var.force_destroy
  log_retention_in_days       = var.log_retention_in_days
}

module "network" {
  source = "../network"

  name                  = local.name
  key_arn               = module.security.key_arn
  nat_gateway_per_zone  = var.nat_gateway_per_zone
  log_retention_in_days = var.log_retention_in_days
}

module "storefront" {
  source = "../storefront"

  name                  = local.name
  key_arn               = module.security.key_arn
  force_destroy         = var.force_destroy
  log_retention_in_days = var.log_retention_in_days
}

module "catalog" {
  source = "../catalog"

  name                = local.name
  key_arn             = module.security.key_arn
  deletion_protection = var.deletion_protection
}

module "orders" {
  source = "../orders"

  name                           = local.name
  key_arn                        = module.security.key_arn
  subnet_ids                     = module.network.data_subnet_ids
  security_group_ids             = [module.network.database_security_group_id]
  instance_class                 = var.database_instance_class
  multi_az                       = var.database_multi_az
  backup_retention_in_days       = var.backup_retention_in_days
  deletion_protection            = var.deletion_protection
  final_snapshot                 = var.database_final_snapshot
  secret_recovery_window_in_days = var.secret_recovery_window_in_days
  payment_provider_api_key       = var.payment_provider_api_key
  payment_provider_webhook_key   = var.payment_provider_webhook_key
  payment_provider_keys_version  = var.payment_provider_keys_version
}

module "backup" {
  source = "../backup"

  name              = local.name
  key_arn           = module.security.key_arn
  retention_in_days = var.backup_retention_in_days
  force_destroy     = var.force_destroy
  table_arns        = [for table in module.catalog.tables : table.arn]
  database_arn      = module.orders.database.arn
  bucket_arn        = module.storefront.bucket.arn
}

module "messaging" {
  source = "../messaging"

  name                  = local.name
  key_arn               = module.security.key_arn
  sender_address        = var.sender_address
  log_retention_in_days = var.log_retention_in_days
}

module "identity" {
  source = "../identity"
  count  = var.enable_auth ? 1 : 0

  name                = local.name
  deletion_protection = var.deletion_protection
}

module "functions" {
  source = "../functions"

  name                     = local.name
  shop_name                = var.shop_name
  product_categories       = var.product_categories
  key_arn                  = module.security.key_arn
  functions_archive        = var.functions_archive
  migrate_archive          = var.migrate_archive
  log_retention_in_days    = var.log_retention_in_days
  tables                   = module.catalog.tables
  database                 = module.orders.database
  network                  = module.network.functions
  database_ssl_mode        = var.database_ssl_mode
  application_secret_arn   = module.orders.application_secret_arn
  payment_secret_arn       = module.orders.payment_secret_arn
  payment_provider_url     = var.payment_provider_url
  order_events_topic_arn   = module.messaging.order_events_topic_arn
  notifications_queue_arns = { for name, queue in module.messaging.notifications_queues : name => queue.arn }
  sender_address           = var.sender_address
  sender_identity_arn      = module.messaging.sender_identity_arn
  origin_secret            = var.origin_secret
  firewall                 = module.edge.firewall
  private_buckets          = concat(module.storefront.private_buckets, module.security.private_buckets)
  security_group_ids       = module.network.security_group_ids
}

module "api" {
  source = "../api"

  name                  = local.name
  key_arn               = module.security.key_arn
  stage                 = local.api_stage
  enable_auth           = var.enable_auth
  issuer                = one(module.identity[*].issuer)
  audience              = one(module.identity[*].user_pool_client_id)
  functions             = module.functions.functions
  throttling            = var.api_throttling
  log_retention_in_days = var.log_retention_in_days
}

module "edge" {
  source = "../edge"

  name             = local.name
  domain_name      = var.domain_name
  bucket           = module.storefront.bucket
  api_endpoint     = module.api.endpoint
  api_stage        = local.api_stage
  origin_secret    = var.origin_secret
  sign_in_endpoint = coalesce(var.sign_in_endpoint, "https://cognito-idp.${data.aws_region.current.region}.amazonaws.com")
  price_class      = var.price_class

  requests_per_minute    = var.requests_per_minute
  enable_shield_advanced = var.enable_shield_advanced
  log_retention_in_days  = var.log_retention_in_days
}

module "observability" {
  source = "../observability"

  name                        = local.name
  region                      = data.aws_region.current.region
  key_arn                     = module.security.key_arn
  log_retention_in_days       = var.log_retention_in_days
  key_deletion_window_in_days = var.key_deletion_window_in_days
  firewall                    = module.edge.firewall
  functions                   = module.functions.functions
  api_id                      = module.api.id
  operator_address            = var.operator_address
  audit_log_group             = module.security.audit.log_group
}
