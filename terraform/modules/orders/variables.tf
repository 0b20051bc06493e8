variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_arn" {
  description = "The KMS key that encrypts the database and the secrets."
  type        = string
}

variable "subnet_ids" {
  description = "The subnets that the database may stand in, in at least two zones."
  type        = list(string)
}

variable "security_group_ids" {
  description = "Which security groups the database has."
  type        = list(string)
}

variable "instance_class" {
  description = "The database's instance class."
  type        = string
}

variable "multi_az" {
  description = "Whether a standby in another zone takes over."
  type        = bool
}

variable "backup_retention_in_days" {
  description = "How many days of automated backups are kept."
  type        = number

  validation {
    condition     = var.backup_retention_in_days >= 1 && var.backup_retention_in_days <= 35
    error_message = "Orders are backed up: RDS keeps 1 to 35 days."
  }
}

variable "deletion_protection" {
  description = "Whether the database refuses to be deleted."
  type        = bool
}

variable "final_snapshot" {
  description = "Whether the database leaves a last snapshot when it is destroyed."
  type        = bool
}

variable "secret_recovery_window_in_days" {
  description = "How long a deleted secret can be brought back; 0 deletes at once."
  type        = number
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
}
