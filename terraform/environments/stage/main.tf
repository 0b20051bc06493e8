# The platform as this environment has it: what differs is in terraform.tfvars.

module "platform" {
  source = "../../modules/platform"

  environment                    = "stage"
  shop_name                      = var.shop_name
  domain_name                    = var.domain_name
  enable_auth                    = var.enable_auth
  functions_archive              = var.functions_archive
  migrate_archive                = var.migrate_archive
  payment_provider_url           = var.payment_provider_url
  payment_provider_api_key       = var.payment_provider_api_key
  payment_provider_webhook_key   = var.payment_provider_webhook_key
  payment_provider_keys_version  = var.payment_provider_keys_version
  origin_secret                  = var.origin_secret
  sign_in_endpoint               = var.sign_in_endpoint
  sender_address                 = var.sender_address
  database_instance_class        = var.database_instance_class
  database_multi_az              = var.database_multi_az
  database_final_snapshot        = var.database_final_snapshot
  database_ssl_mode              = var.database_ssl_mode
  nat_gateway_per_zone           = var.nat_gateway_per_zone
  backup_retention_in_days       = var.backup_retention_in_days
  deletion_protection            = var.deletion_protection
  force_destroy                  = var.force_destroy
  secret_recovery_window_in_days = var.secret_recovery_window_in_days
  key_deletion_window_in_days    = var.key_deletion_window_in_days
  log_retention_in_days          = var.log_retention_in_days
  api_throttling                 = var.api_throttling
  price_class                    = var.price_class
  requests_per_minute            = var.requests_per_minute
  enable_shield_advanced         = var.enable_shield_advanced
  operator_address               = var.operator_address
}
