variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "shop_name" {
  description = "What the shop calls itself to customers."
  type        = string
}

variable "product_categories" {
  description = "The categories that the shop shows, in this order."
  type        = list(string)
}

variable "key_arn" {
  description = "The KMS key that encrypts logs and parameters."
  type        = string
}

variable "functions_archive" {
  description = "The zip with the shop's handlers."
  type        = string
}

variable "migrate_archive" {
  description = "The zip with the database migration's handler."
  type        = string
}

variable "log_retention_in_days" {
  description = "How long logs are kept."
  type        = number
}

variable "tables" {
  description = "The DynamoDB tables by what they hold."
  type        = map(object({ name = string, arn = string }))
}

variable "database" {
  description = "The orders database."
  type = object({
    address           = string
    port              = number
    name              = string
    master_secret_arn = string
  })
}

variable "network" {
  description = "Where functions that use the database stand."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
}

variable "database_ssl_mode" {
  description = "How the functions check the database's certificate, in PostgreSQL's terms."
  type        = string

  validation {
    condition     = contains(["disable", "require", "verify-ca", "verify-full"], var.database_ssl_mode)
    error_message = "One of disable, require, verify-ca, verify-full."
  }
}

variable "application_secret_arn" {
  description = "The secret with the functions' database user."
  type        = string
}

variable "secret_rotation_in_days" {
  description = "How many days the functions' database user lives before another takes its place."
  type        = number
  default     = 30
}

variable "payment_secret_arn" {
  description = "The secret with the payment provider's keys."
  type        = string
}

variable "payment_provider_url" {
  description = "The payment provider's base address."
  type        = string
}

variable "order_events_topic_arn" {
  description = "Where orders tell what happened to them."
  type        = string
}

variable "notifications_queue_arns" {
  description = "The queues that the notifications function listens to, by a name of their own."
  type        = map(string)
}

variable "sender_address" {
  description = "The address that customers' mails come from."
  type        = string
}

variable "sender_identity_arn" {
  description = "The SES identity of that address."
  type        = string
}

variable "origin_secret" {
  description = "What requests that come through the edge carry in x-origin-secret."
  type        = string
  sensitive   = true
}

variable "schedules" {
  description = "Which functions run by the clock, and when."
  type        = map(string)
  default = {
    outbox-relay = "rate(1 minute)"
    sweeper      = "rate(1 minute)"
  }
}

variable "firewall" {
  description = "The web ACL before the shop, and its IP set of blocked addresses."
  type = object({
    web_acl_arn  = string
    blocked_arn  = string
    blocked_id   = string
    blocked_name = string
  })
}

variable "private_buckets" {
  description = "The buckets that incident-response blocks again where they were made public."
  type        = list(string)
}

variable "security_group_ids" {
  description = "The security groups that incident-response takes rules out of which let the whole world in."
  type        = list(string)
}
