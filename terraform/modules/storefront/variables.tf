variable "name" {
  description = "Prefix of every name, for example t2s-dev."
  type        = string
}

variable "key_arn" {
  description = "The KMS key that encrypts the site."
  type        = string
}

variable "force_destroy" {
  description = "Whether destroy may delete buckets that still hold objects."
  type        = bool
}

variable "log_retention_in_days" {
  description = "How long access logs are kept."
  type        = number
}
