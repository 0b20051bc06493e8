variable "region" {
  description = "The region the platform stands in."
  type        = string
}

variable "shop_name" {
  description = "What the shop calls itself to customers."
  type        = string
  default     = "T2S"
}

variable "domain_name" {
  description = "The shop's own domain name; null where CloudFront's is enough."
  type        = string
  default     = null
}

variable "enable_auth" {
  description = "Whether carts and orders demand a signed-in customer."
  type        = bool
  default     = true
}

variable "functions_archive" {
  description = "The zip with the shop's handlers, as the build makes it."
  type        = string
  default     = "../../../platform-code/functions/target/packages/functions.zip"
}

variable "migrate_archive" {
  description = "The zip with the database migration's handler, as the build makes it."
  type        = string
  default     = "../../../platform-code/database/target/packages/database-migrate.zip"
}

variable "payment_provider_url" {
  description = "The payment provider's base address."
  type        = string
}

variable "payment_provider_api_key" {
  description = "The payment provider's API key."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "payment_provider_webhook_key" {
  description = "The key that signs the payment provider's webhooks."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "payment_provider_keys_version" {
  description = "Raise it to write the payment provider's keys anew."
  type        = number
  default     = 1
}

variable "origin_secret" {
  description = "What the edge tells the API, so that nobody goes around the edge. At least 32 characters."
  type        = string
  sensitive   = true
}

variable "sign_in_endpoint" {
  description = "Where the shop's page signs customers in; null is Cognito's own address."
  type        = string
  default     = null
}

variable "sender_address" {
  description = "The address that customers' mails come from."
  type        = string
}

variable "database_instance_class" {
  description = "The database's instance class."
  type        = string
}

variable "database_multi_az" {
  description = "Whether a standby in another zone takes over."
  type        = bool
}

variable "database_final_snapshot" {
  description = "Whether the database leaves a last snapshot when it is destroyed."
  type        = bool
}

variable "database_ssl_mode" {
  description = "How the functions check the database's certificate, in PostgreSQL's terms."
  type        = string
  default     = "verify-full"
}

variable "nat_gateway_per_zone" {
  description = "Whether each zone has a way out of its own, so that one zone's failure is one zone's."
  type        = bool
}

variable "backup_retention_in_days" {
  description = "How many days of automated backups are kept."
  type        = number
}

variable "deletion_protection" {
  description = "Whether what holds customers' data refuses to be deleted."
  type        = bool
}

variable "force_destroy" {
  description = "Whether destroy may delete buckets that still hold objects."
  type        = bool
}

variable "secret_recovery_window_in_days" {
  description = "How long a deleted secret can be brought back; 0 deletes at once."
  type        = number
}

variable "key_deletion_window_in_days" {
  description = "How long a deleted key can still be brought back."
  type        = number
}

variable "log_retention_in_days" {
  description = "How long logs are kept."
  type        = number
}

variable "api_throttling" {
  description = "How many requests a second a route takes, and how many at once on top."
  type        = object({ rate = number, burst = number })
}

variable "price_class" {
  description = "Which edge locations serve the shop."
  type        = string
}

variable "requests_per_minute" {
  description = "So many requests of the API an address may send in a minute; more are answered with 429."
  type        = number
}

variable "operator_address" {
  description = "Who is told of incidents by e-mail."
  type        = string
}

variable "enable_shield_advanced" {
  description = "Whether the distribution stands under the paid Shield Advanced."
  type        = bool
  default     = false
}
