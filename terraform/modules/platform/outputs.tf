output "site_bucket" {
  description = "Where the site's files go."
  value       = module.storefront.bucket.id
}

output "key_arn" {
  description = "The key that encrypts the platform's data at rest."
  value       = module.security.key_arn
}

output "distribution_id" {
  description = "The shop's distribution."
  value       = module.edge.distribution_id
}

output "distribution_domain_name" {
  description = "Where customers find the shop."
  value       = module.edge.distribution_domain_name
}

output "certificate_records" {
  description = "The DNS records that prove the shop's own domain, by domain."
  value       = module.edge.certificate_records
}

output "api_id" {
  description = "The API's id."
  value       = module.api.id
}

output "api_endpoint" {
  description = "The API's own address. Customers come through the edge."
  value       = module.api.endpoint
}

output "user_pool_id" {
  description = "The pool of customers; null where nobody signs in."
  value       = one(module.identity[*].user_pool_id)
}

output "user_pool_client_id" {
  description = "The shop's client of that pool; null where nobody signs in."
  value       = one(module.identity[*].user_pool_client_id)
}

output "database_address" {
  description = "The orders database's host."
  value       = module.orders.database.address
}

output "database_port" {
  description = "The orders database's port."
  value       = module.orders.database.port
}

output "database_name" {
  description = "The orders database's name."
  value       = module.orders.database.name
}

output "database_identifier" {
  description = "The orders database's identifier."
  value       = module.orders.database.identifier
}

output "database_security_group_id" {
  description = "The security group that lets functions in to the database."
  value       = module.network.database_security_group_id
}

output "backup_vault" {
  description = "Where the backups of tables and database are."
  value       = module.backup.vault_name
}

output "backup_role_arn" {
  description = "The role that backs up and restores."
  value       = module.backup.role_arn
}

output "database_master_secret_arn" {
  description = "The secret with the database's master user."
  value       = module.orders.database.master_secret_arn
}

output "application_secret_arn" {
  description = "The secret with the functions' database user."
  value       = module.orders.application_secret_arn
}

output "products_table" {
  description = "The table of products."
  value       = module.catalog.tables.products.name
}

output "carts_table" {
  description = "The table of carts."
  value       = module.catalog.tables.carts.name
}

output "reservations_table" {
  description = "The table of holds on stock."
  value       = module.catalog.tables.reservations.name
}

output "notifications_table" {
  description = "The table of notifications sent."
  value       = module.catalog.tables.notifications.name
}

output "order_events_topic_arn" {
  description = "Where orders tell what happened to them."
  value       = module.messaging.order_events_topic_arn
}

output "delivery_log" {
  description = "The log group of how deliveries of order events ended; failures are in one below it."
  value       = module.messaging.delivery_log
}

output "notifications_queue_url" {
  description = "What the notifications function listens to."
  value       = module.messaging.notifications_queues["notifications"].url
}

output "undelivered_queue_url" {
  description = "Where order events land that SNS could not deliver, for notifications to take them from there."
  value       = module.messaging.notifications_queues["undelivered"].url
}

output "notifications_dlq_url" {
  description = "Where messages end that could not be handled."
  value       = module.messaging.notifications_dlq.url
}

output "function_names" {
  description = "The functions by what they do."
  value       = { for key, function in module.functions.functions : key => function.name }
}

output "migrate_function_name" {
  description = "The function that brings the database's schema up to date; run it after each apply."
  value       = module.functions.functions["database-migrate"].name
}

output "audit_bucket" {
  description = "Where the trail's log files are."
  value       = module.security.audit.bucket
}

output "firewall" {
  description = "The web ACL, the IP set of blocked addresses, and the log group of what was blocked."
  value       = module.edge.firewall
}

output "incidents_topic_arn" {
  description = "Where alarms of the edge go."
  value       = module.observability.incidents_topic_arn
}

output "dashboard" {
  description = "The shop's dashboard."
  value       = module.observability.dashboard
}

output "name" {
  description = "The prefix of every name."
  value       = local.name
}

output "safeguards" {
  description = "What this environment does so that nothing is lost: here environments differ."
  value = {
    database                   = module.orders.safeguards
    tables_deletion_protection = module.catalog.deletion_protection
    site_force_destroy         = module.storefront.force_destroy
    ways_out                   = module.network.ways_out
  }
}
