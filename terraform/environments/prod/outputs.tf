output "site_bucket" {
  description = "Where the site's files go."
  value       = module.platform.site_bucket
}

output "key_arn" {
  description = "The key that encrypts the platform's data at rest."
  value       = module.platform.key_arn
}

output "distribution_id" {
  description = "The shop's distribution."
  value       = module.platform.distribution_id
}

output "distribution_domain_name" {
  description = "Where customers find the shop."
  value       = module.platform.distribution_domain_name
}

output "domain_name" {
  description = "The shop's own domain name; null where it has none."
  value       = var.domain_name
}

output "certificate_records" {
  description = "The DNS records that prove the shop's own domain, by domain."
  value       = module.platform.certificate_records
}

output "api_id" {
  description = "The API's id."
  value       = module.platform.api_id
}

output "api_endpoint" {
  description = "The API's own address. Customers come through the edge."
  value       = module.platform.api_endpoint
}

output "user_pool_id" {
  description = "The pool of customers; null where nobody signs in."
  value       = module.platform.user_pool_id
}

output "user_pool_client_id" {
  description = "The shop's client of that pool; null where nobody signs in."
  value       = module.platform.user_pool_client_id
}

output "database_address" {
  description = "The orders database's host."
  value       = module.platform.database_address
}

output "database_port" {
  description = "The orders database's port."
  value       = module.platform.database_port
}

output "database_name" {
  description = "The orders database's name."
  value       = module.platform.database_name
}

output "database_identifier" {
  description = "The orders database's identifier."
  value       = module.platform.database_identifier
}

output "database_security_group_id" {
  description = "The security group that lets functions in to the database."
  value       = module.platform.database_security_group_id
}

output "backup_vault" {
  description = "Where the backups of tables and database are."
  value       = module.platform.backup_vault
}

output "backup_role_arn" {
  description = "The role that backs up and restores."
  value       = module.platform.backup_role_arn
}

output "database_master_secret_arn" {
  description = "The secret with the database's master user."
  value       = module.platform.database_master_secret_arn
}

output "application_secret_arn" {
  description = "The secret with the functions' database user."
  value       = module.platform.application_secret_arn
}

output "products_table" {
  description = "The table of products."
  value       = module.platform.products_table
}

output "carts_table" {
  description = "The table of carts."
  value       = module.platform.carts_table
}

output "reservations_table" {
  description = "The table of holds on stock."
  value       = module.platform.reservations_table
}

output "notifications_table" {
  description = "The table of notifications sent."
  value       = module.platform.notifications_table
}

output "order_events_topic_arn" {
  description = "Where orders tell what happened to them."
  value       = module.platform.order_events_topic_arn
}

output "delivery_log" {
  description = "The log group of how deliveries of order events ended; failures are in one below it."
  value       = module.platform.delivery_log
}

output "notifications_queue_url" {
  description = "What the notifications function listens to."
  value       = module.platform.notifications_queue_url
}

output "undelivered_queue_url" {
  description = "Where order events land that SNS could not deliver, for notifications to take them from there."
  value       = module.platform.undelivered_queue_url
}

output "notifications_dlq_url" {
  description = "Where messages end that could not be handled."
  value       = module.platform.notifications_dlq_url
}

output "function_names" {
  description = "The functions by what they do."
  value       = module.platform.function_names
}

output "migrate_function_name" {
  description = "The function that brings the database's schema up to date; run it after each apply."
  value       = module.platform.migrate_function_name
}

output "audit_bucket" {
  description = "Where the trail's log files are."
  value       = module.platform.audit_bucket
}

output "firewall" {
  description = "The web ACL, the IP set of blocked addresses, and the log group of what was blocked."
  value       = module.platform.firewall
}

output "incidents_topic_arn" {
  description = "Where alarms of the edge go."
  value       = module.platform.incidents_topic_arn
}

output "dashboard" {
  description = "The shop's dashboard."
  value       = module.platform.dashboard
}

output "name" {
  description = "The prefix of every name."
  value       = module.platform.name
}

output "safeguards" {
  description = "What this environment does so that nothing is lost: here environments differ."
  value       = module.platform.safeguards
}
