variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_deletion_window_in_days" {
  description = "How long a deleted key can still be brought back."
  type        = number

  validation {
    condition     = var.key_deletion_window_in_days >= 7 && var.key_deletion_window_in_days <= 30
    error_message = "KMS waits between 7 and 30 days before it deletes a key."
  }
}

variable "force_destroy" {
  description = "Whether destroy may delete the audit bucket while it holds log files."
  type        = bool
}

variable "log_retention_in_days" {
  description = "How long the audit log is kept."
  type        = number
}
